"""Named signs: what stands again and again in the tests of causes, under the words that a learner would use.

A sign is a function of the rows that were observed and expected, `sign(got, want)`; some are made for columns or rows:
`grows("held")`, `wrong_first("the reader has left")`. A sign holds where its name is the whole truth: `end_missing` not
where a row before the end is wrong, too. Cells are read by column name, and rows by the label in their first column.

>>> from maif_course.checks.rows import row_type
>>> row = row_type(("window", "pulled"))
>>> want = [row(("0-10", 4)), row(("10-20", 7))]
>>> end_missing(want[:1], want), reordered(want[::-1], want), too_late("pulled")([row(("0-10", 7)), want[1]], want)
(True, True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from maif_course.checks.rows import name_of, same, same_rows

Rows = Sequence[Any]
Sign = Callable[[Rows, Rows], Any]


# Rows as a whole


def nothing_came_out(got: Rows, want: Rows) -> bool:
    """Nothing came out, though something should have."""
    return not got and bool(want)


def end_missing(got: Rows, want: Rows) -> bool:
    """What came is right, and then it stops: one row or more is missing at the end."""
    return 0 < len(got) < len(want) and same_rows(got, want[: len(got)])


def last_missing(got: Rows, want: Rows) -> bool:
    """The last row alone is missing."""
    return len(got) == len(want) - 1 and same_rows(got, want[:-1])


def beginning_missing(got: Rows, want: Rows) -> bool:
    """What came is right, and begins too late: one row or more is missing at the start."""
    return 0 < len(got) < len(want) and same_rows(got, want[-len(got) :])


def goes_on(got: Rows, want: Rows) -> bool:
    """Every row is right, and then more come."""
    return len(got) > len(want) and same_rows(got[: len(want)], want)


def some_missing(got: Rows, want: Rows) -> bool:
    """What came is right and in order, and a row is missing somewhere."""
    due = iter(want)
    return len(got) < len(want) and all(any(same(row, other) for other in due) for row in got)


def reordered(got: Rows, want: Rows) -> bool:
    """The right rows came, each as often as it should, in another order."""
    return not same_rows(got, want) and _same_items(got, want)


def counted_twice(got: Rows, want: Rows) -> bool:
    """All that should come did; nothing else did; and something came more often than it should."""
    surplus = _without(got, want)
    return all(any(same(row, due) for due in want) for row in surplus) if surplus else False


def all_alike(got: Rows, want: Rows) -> bool:
    """All rows that came are one and the same, and should differ: one object was given away again and again."""
    return len(got) > 1 and all(same(row, got[0]) for row in got) and not all(same(row, want[0]) for row in want)


# Columns


def wrong(*columns: str) -> Sign:
    """Some row is wrong in one of these columns; rows are compared in turn."""
    names = [name_of(column) for column in columns]
    return lambda got, want: any(_differ(row, due, name) for row, due in _in_turn(got, want) for name in names)


def wrong_only_in(*columns: str) -> Sign:
    """Every row came, and all that is wrong lies in these columns."""
    names = {name_of(column) for column in columns}

    def sign(got: Rows, want: Rows) -> bool:
        differing = {
            number for row, due in _in_turn(got, want) for number, cell in enumerate(row) if not same(cell, due[number])
        }
        shared = len(got) == len(want) and all(len(row) == len(due) for row, due in _in_turn(got, want))
        return shared and bool(differing) and all(_name(got[0], number) in names for number in differing)

    return sign


def grows(column: str) -> Sign:
    """The number in this column grows from the first row to the last, as it does in no row that is expected."""
    name = name_of(column)
    return lambda got, want: getattr(got[-1], name) > getattr(got[0], name)


def too_small(column: str) -> Sign:
    """A number, or a moment, is smaller than expected; rows are those with the same first cell."""
    name = name_of(column)
    return lambda got, want: any(getattr(row, name) < getattr(due, name) for row, due in _by_label(got, want))


def too_large(column: str) -> Sign:
    """A number, or a moment, is larger than expected; rows are those with the same first cell."""
    name = name_of(column)
    return lambda got, want: any(getattr(row, name) > getattr(due, name) for row, due in _by_label(got, want))


too_early, too_late = too_small, too_large


def reordered_in(column: str) -> Sign:
    """All is right but the order of what stands in this column: the same items, in another order."""
    name = name_of(column)

    def sign(got: Rows, want: Rows) -> bool:
        pairs = [
            (getattr(row, name), getattr(due, name)) for row, due in _in_turn(got, want) if _differ(row, due, name)
        ]
        return wrong_only_in(column)(got, want) and all(_same_items(items, due) for items, due in pairs)

    return sign


# Rows by their label, which is what stands in their first column


def row_of(rows: Rows, label: Any) -> Any:
    """Return the row with this label; raise `LookupError`, with which no cause holds, where there is none."""
    for row in rows:
        if same(row[0], label):
            return row
    raise LookupError(label)


def wrong_at(*labels: Any) -> Sign:
    """Each of these rows is wrong, or missing."""
    return lambda got, want: all(_is_wrong(got, want, label) for label in labels)


def wrong_first(label: Any) -> Sign:
    """This is the first row that is wrong: all before it are right."""

    def sign(got: Rows, want: Rows) -> bool:
        before = [row[0] for row in want]
        before = before[: before.index(label)]
        return wrong_at(label)(got, want) and not any(_is_wrong(got, want, other) for other in before)

    return sign


def wrong_only_at(*labels: Any) -> Sign:
    """These rows are wrong, and no other; nor is there one that should not be."""

    def others(rows: Rows) -> list[Any]:
        return [row for row in rows if not any(same(row[0], label) for label in labels)]

    return lambda got, want: wrong_at(*labels)(got, want) and same_rows(others(got), others(want))


def says(label: Any, value: Any, column: str = "") -> Sign:
    """The row with this label says this value, in its last column where no other is named."""

    def sign(got: Rows, want: Rows) -> bool:
        row = row_of(got, label)
        return same(getattr(row, name_of(column)) if column else row[-1], value)

    return sign


def left_open(label: Any) -> Sign:
    """The source is open at this moment, and should be closed."""
    return lambda got, want: says(label, "open")(got, want) and not says(label, "open")(want, want)


def closed_too_early(label: Any) -> Sign:
    """The source is closed at this moment, and should be open."""
    return lambda got, want: says(label, "closed")(got, want) and not says(label, "closed")(want, want)


# Together


def all_of(*signs: Sign) -> Sign:
    """Each of these signs holds."""
    return lambda got, want: all(sign(got, want) for sign in signs)


def any_of(*signs: Sign) -> Sign:
    """One of these signs holds."""
    return lambda got, want: any(_holds(sign, got, want) for sign in signs)


def _holds(sign: Sign, got: Rows, want: Rows) -> bool:
    try:
        return bool(sign(got, want))
    except Exception:
        return False


def _is_wrong(got: Rows, want: Rows, label: Any) -> bool:
    due = row_of(want, label)
    return not any(same(row, due) for row in got)


def _differ(row: Any, due: Any, name: str) -> bool:
    return not same(getattr(row, name, None), getattr(due, name, None))


def _name(row: Any, number: int) -> str:
    cells = [name for name, cell in vars(type(row)).items() if isinstance(cell, property)]
    return cells[number] if number < len(cells) else ""


def _in_turn(got: Rows, want: Rows) -> list[tuple[Any, Any]]:
    return list(zip(got, want, strict=False))


def _by_label(got: Rows, want: Rows) -> list[tuple[Any, Any]]:
    return [(row, due) for row in got for due in want if same(row[0], due[0]) and len(row) == len(due) == len(got[0])]


def _same_items(got: Sequence[Any], want: Sequence[Any]) -> bool:
    return _without(want, got) == []


def _without(items: Sequence[Any], taken: Sequence[Any]) -> list[Any] | None:
    """Return the items that are left when those are taken out, one for one; None where one of them is not there."""
    left = list(items)
    for item in taken:
        place = next((number for number, other in enumerate(left) if same(item, other)), None)
        if place is None:
            return None
        del left[place]
    return left
