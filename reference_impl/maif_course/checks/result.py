"""What a check found: one model, shown as text in notebook and terminal, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from maif_course.checks.evidence import Evidence

WIDTH = 80
MOST_PRINTED = 6  # lines of the learner's own output


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one check.

    `cause` is the name of the misconception that the observation fits: "" when the check passed, "unknown" when none
    fits, "drawn" when a drawn case failed, for which no cause is written, and one of the engine's own ("undefined",
    "unwritten", "raised", "runaway", "endless", "shape") when the piece did not get as far as to be compared.
    """

    check: str
    title: str
    points: int
    passed: bool
    cause: str = ""
    why: str = ""
    call: str = ""
    got: Evidence | str = ""
    expected: Evidence | str = ""
    widths: list[int] = field(default_factory=list)
    printed: str = ""
    hints_left: int = 0

    @property
    def earned(self) -> int:
        """All of the check's points, or none."""
        return self.points if self.passed else 0

    def text(self) -> str:
        """Return what the learner reads; for a check that passed, one line that never changes."""
        verdict = "PASS" if self.passed else "NOT YET"
        head = f"{verdict:7}  {self.check}  {self.title}  ({_points(self.earned, self.points)})"
        if self.passed:
            return head
        sections = [
            ("call", self.call.splitlines()),
            ("got", self._lines(self.got)),
            ("expected", self._lines(self.expected)),
            ("printed", self.printed.splitlines()[-MOST_PRINTED:]),
            ("why", wrapped(self.why)),
            ("next", self._next()),
        ]
        return "\n".join([head, *(line for name, lines in sections for line in _section(name, lines))])

    def json(self) -> str:
        """Return the same as one JSON object."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain values."""
        return asdict(self) | {"earned": self.earned}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Result:
        """Return the result that `as_dict` made these values of."""
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        seen = {name: Evidence(**known[name]) for name in ("got", "expected") if isinstance(known.get(name), Mapping)}
        return cls(**known | seen)

    def _lines(self, seen: Evidence | str) -> list[str]:
        return seen.splitlines() if isinstance(seen, str) else seen.lines(self.widths)

    def _next(self) -> list[str]:
        if self.cause in ("undefined", "unwritten") or not self.hints_left:
            return [f"maif-course check {self.check.rsplit('.', 1)[0]}   runs all checks of this task"]
        left = "1 hint" if self.hints_left == 1 else f"{self.hints_left} hints"
        return [f'hint("{self.check}")   or   maif-course hint {self.check}   ({left} left)']


class CheckFailed(Exception):  # noqa: N818 — read by learners: a check that failed is no error of the program
    """A check did not pass. A notebook shows its text, and no traceback."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.text())
        self.result = result

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def wrapped(text: str) -> list[str]:
    """Return text as lines of at most 80 characters."""
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _section(name: str, lines: list[str]) -> list[str]:
    return [f"  {name if number == 0 else '':8}  {line}".rstrip() for number, line in enumerate(lines)]


def _points(earned: int, points: int) -> str:
    if not points:
        return "no points"
    return f"{earned} of 1 point" if points == 1 else f"{earned} of {points} points"
