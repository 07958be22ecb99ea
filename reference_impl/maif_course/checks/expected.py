"""What a row may hold besides one exact value: no more than, about, one of; so that `want` never looks at `got`.

Each stands in `want` where the exact value would, and is shown to the learner in its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Every value for which `met_by` holds, in the words that a learner reads. A value that meets it is equal to it."""

    words: str
    met_by: Callable[[Any], bool]

    def __repr__(self) -> str:
        return self.words

    def __eq__(self, other: object) -> bool:
        return self is other or bool(self.met_by(other))

    def __hash__(self) -> int:
        return hash(self.words)


def at_most(most: float) -> Expected:
    """Return what is met by numbers up to `most`.

    >>> at_most(22), at_most(22).met_by(22), at_most(22).met_by("7")
    (22 or fewer, True, False)
    """
    return Expected(f"{most} or fewer", lambda got: _is_number(got) and got <= most)


def at_least(least: float) -> Expected:
    """Return what is met by numbers from `least`.

    >>> at_least(2), at_least(2).met_by(1)
    (2 or more, False)
    """
    return Expected(f"{least} or more", lambda got: _is_number(got) and got >= least)


def between(least: float, most: float) -> Expected:
    """Return what is met by numbers from `least` to `most`.

    >>> between(2, 4), between(2, 4).met_by(4)
    (2 to 4, True)
    """
    return Expected(f"{least} to {most}", lambda got: _is_number(got) and least <= got <= most)


def near(value: float, within: float) -> Expected:
    """Return what is met by numbers no further than `within` from `value`.

    >>> near(0.25, 0.01), near(0.25, 0.01).met_by(0.2599), near(0.25, 0.01).met_by(float("nan"))
    (0.25 (give or take 0.01), True, False)
    """
    return Expected(f"{value} (give or take {within})", lambda got: _is_number(got) and abs(got - value) <= within)


def one_of(*values: Any) -> Expected:
    """Return what is met by each of these.

    >>> one_of("drop_oldest", "block"), one_of(1, 2).met_by(2)
    ('drop_oldest' or 'block', True)
    """
    return Expected(
        " or ".join(map(repr, values)), lambda got: any(type(got) is type(value) and got == value for value in values)
    )


def matching(words: str, met_by: Callable[[Any], bool]) -> Expected:
    """Return what is met where `met_by(value)` holds; where it raises, it is not.

    >>> even = matching("an even number", lambda value: value % 2 == 0)
    >>> even, even.met_by(4)
    (an even number, True)
    """
    return Expected(words, met_by)


def anything(words: str = "(not graded)") -> Expected:
    """Return what every value meets: seen by the learner, who may need it to understand the row, and not graded here.

    >>> anything(), anything("right").met_by("wrong")
    ((not graded), True)
    """
    return Expected(words, lambda got: True)


def _is_number(got: Any) -> bool:
    return isinstance(got, Real) and not isinstance(got, bool)
