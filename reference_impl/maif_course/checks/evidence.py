"""What was observed beside what was expected, as two tables that differ in marked rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from maif_course.checks.expected import Expected
from maif_course.checks.rows import article, readable, same, shortened

MOST_ROWS = 14  # a table shows no more than these, around the first row that differs
WIDEST_CELL = 72

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of text under `columns`; `notes` says of each row whether it differs. At most `most` of them are shown."""

    columns: Cells
    rows: tuple[Cells, ...]
    notes: tuple[str, ...]
    most: int = MOST_ROWS

    def lines(self, widths: Sequence[int]) -> list[str]:
        """Return the table's lines: the head, then the rows that lie around the first difference."""
        first, last = self.extent()
        body = [_line(row, widths, note) for row, note in zip(self.rows, self.notes, strict=True)]
        above = [f"... {first} more above"] if first else []
        below = [f"... {len(body) - last} more below"] if last < len(body) else []
        return [_line(self.columns, widths), *above, *body[first:last], *below]

    def extent(self) -> tuple[int, int]:
        """Return which rows are shown, the first and the one behind the last: those around the first difference."""
        differing = next((number for number, note in enumerate(self.notes) if note), 0)
        first = max(0, min(differing - self.most // 2, len(self.rows) - self.most))
        return first, min(first + self.most, len(self.rows))


def side_by_side(
    columns: Sequence[str], got: Sequence[Any], want: Sequence[Any], most: int = MOST_ROWS
) -> tuple[Evidence, Evidence, list[int]]:
    """Return the two tables, and the widths of their columns."""
    got_rows, want_rows = [_cells(row) for row in got], [_cells(row) for row in want]
    got_notes, want_notes = [""] * len(got_rows), [""] * len(want_rows)
    for kind, i1, i2, j1, j2 in SequenceMatcher(
        None, *_keys(got, got_rows, want, want_rows), autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        got_notes[i1:i2] = ["differs"] * paired + ["not expected"] * (i2 - i1 - paired)
        want_notes[j1:j2] = [""] * paired + ["missing"] * (j2 - j1 - paired)
        for i, j in zip(range(i1, i1 + paired), range(j1, j2), strict=False):
            got_rows[i] = _told_apart(got[i], got_rows[i], want[j], want_rows[j])
    widths = [max(map(len, column)) for column in _columns([tuple(columns), *got_rows, *want_rows])]
    return (
        Evidence(tuple(columns), tuple(got_rows), tuple(got_notes), most),
        Evidence(tuple(columns), tuple(want_rows), tuple(want_notes), most),
        widths,
    )


def first_difference(got: Sequence[Any], want: Sequence[Any]) -> int:
    """Return the number of the first row that differs, counted from 0."""
    pairs = zip(got, want, strict=False)
    return next((number for number, (row, due) in enumerate(pairs) if not same(row, due)), min(len(got), len(want)))


def _keys(
    got: Sequence[Any], got_rows: Sequence[Cells], want: Sequence[Any], want_rows: Sequence[Cells]
) -> tuple[list[Hashable], list[Hashable]]:
    """Return for each row what is equal for those rows alone that are the same: the number of a row in `want`."""
    places: dict[Cells, list[int]] = {}
    open_to_several = [number for number, due in enumerate(want) if any(isinstance(cell, Expected) for cell in due)]

    def place_of(row: Any, likely: Iterable[int]) -> int | None:
        return next((place for place in likely if same(row, want[place])), None)

    want_keys: list[Hashable] = []
    for number, (due, text) in enumerate(zip(want, want_rows, strict=True)):
        want_keys.append(number if (first := place_of(due, places.get(text, ()))) is None else first)
        places.setdefault(text, []).append(number)
    got_keys: list[Hashable] = []
    for number, (row, text) in enumerate(zip(got, got_rows, strict=True)):
        likely = [*([number] if number < len(want) else []), *places.get(text, ()), *open_to_several]
        place = place_of(row, likely)
        got_keys.append(f"row {number}" if place is None else want_keys[place])
    return got_keys, want_keys


def _told_apart(row: Any, cells: Cells, due: Any, due_cells: Cells) -> Cells:
    """Return the cells, those with their type that differ from what is expected and would read the same."""
    return (
        tuple(
            f"{cell} ({article(type(row[number]).__name__)})"
            if cell == due_cells[number] and not same(row[number], due[number])
            else cell
            for number, cell in enumerate(cells[: len(due_cells)])
        )
        + cells[len(due_cells) :]
    )


def _columns(rows: Iterable[Cells]) -> list[list[str]]:
    rows = list(rows)
    return [[row[number] for row in rows if number < len(row)] for number in range(max(map(len, rows)))]


def _cells(row: Iterable[Any]) -> Cells:
    return tuple(shortened(cell, WIDEST_CELL) if type(cell) is str else readable(cell, WIDEST_CELL) for cell in row)


def _line(row: Cells, widths: Sequence[int], note: str = "") -> str:
    cells = [*row, *[""] * (len(widths) - len(row))]
    text = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{text}  <- {note}" if note else text.rstrip()
