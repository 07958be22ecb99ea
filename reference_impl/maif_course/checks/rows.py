"""Rows of what was observed and expected: tuples that also know their columns by name, compared without surprises."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterable, Sequence
from operator import itemgetter
from types import NoneType
from typing import Any

from maif_course.checks.expected import Expected


class Row(tuple[Any, ...]):
    """A row whose cells have the names of their columns, in words joined by `_`; see `row_type`."""

    __slots__ = ()


def row_type(columns: Sequence[str]) -> type[Row]:
    """Return the type of rows under these columns.

    >>> row = row_type(("window", "held at most", "has_room()", "in"))(("0-10", 3, "no", 7))
    >>> row.window, row.held_at_most, row.has_room, row.in_
    ('0-10', 3, 'no', 7)
    """
    cells = {name_of(column): property(itemgetter(number)) for number, column in enumerate(columns)}
    return type("Row", (Row,), {"__slots__": ()} | cells)


def name_of(column: str) -> str:
    """Return the name by which a cause reads a column.

    >>> name_of("where they end, one starts")
    'where_they_end_one_starts'
    """
    name = re.sub(r"\W+", "_", column).strip("_")
    return f"{name}_" if keyword.iskeyword(name) else name


def same_rows(got: Sequence[Any], want: Sequence[Any]) -> bool:
    """Return whether every row is what was expected, in this order."""
    return len(got) == len(want) and all(same(row, due) for row, due in zip(got, want, strict=True))


def same(got: Any, want: Any) -> bool:
    """Return whether a value is what was expected; what is expected decides how they are compared.

    An `==` of a class that a learner wrote is never asked, and nothing that it could raise gets out.

    >>> same([1, (2.0, None)], [1, (2, None)]), same([1], (1,)), same(float("nan"), float("nan"))
    (True, False, True)
    """
    try:
        return _same(got, want)
    except Exception:
        return False


def _same(got: Any, want: Any) -> bool:
    if isinstance(want, Expected):
        return want.met_by(got)
    if isinstance(want, (tuple, list)):
        kind = tuple if isinstance(want, tuple) else list
        return isinstance(got, kind) and len(got) == len(want) and all(map(same, got, want))
    if isinstance(want, dict):
        return isinstance(got, dict) and len(got) == len(want) and all(same(got[key], want[key]) for key in want)
    return got is want or (_comparable(got, want) and bool(got == want or (got != got and want != want)))


def _comparable(got: Any, want: Any) -> bool:
    equals = type(got).__eq__
    return equals is type(want).__eq__ or equals in _TRUSTED or _of_numpy(got)


def _of_numpy(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


_TRUSTED = {
    kind.__eq__ for kind in (int, float, complex, str, bytes, bytearray, memoryview, range, set, frozenset, NoneType)
}


def readable(value: Any, most: int = 72) -> str:
    """Return a value as text of at most so many characters, without addresses, whatever its `repr` does.

    >>> readable([1, object()]), readable("x" * 9, most=6)
    ('[1, <object object>]', "'xx...")
    """
    try:
        text = repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return shortened(without_addresses(text), most)


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def without_addresses(text: str) -> str:
    """Return a text without what is another one next time."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def article(kind: str) -> str:
    """Return a noun with its article.

    >>> article("int"), article("tuple")
    ('an int', 'a tuple')
    """
    return f"{'an' if kind[:1] in 'aeiouAEIOU' else 'a'} {kind}"


def listed(words: Iterable[str]) -> str:
    """Return words as in a sentence.

    >>> listed(["start"]), listed(["start", "end", "items"])
    ('start', 'start, end and items')
    """
    *front, last = words
    return f"{', '.join(front)} and {last}" if front else last
