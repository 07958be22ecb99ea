"""What was observed beside what was expected, as two tables that differ in marked rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

MOST_ROWS = 14  # a table shows no more than these, around the first row that differs
WIDEST_CELL = 72

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of text under `columns`; `notes` says of each row whether it differs."""

    columns: Row
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    def lines(self, widths: Sequence[int]) -> list[str]:
        """Return the table's lines: the head, then the rows that lie around the first difference."""
        first, last = self._extent()
        body = [_line(row, widths, note) for row, note in zip(self.rows, self.notes, strict=True)]
        above = [f"... {first} more above"] if first else []
        below = [f"... {len(body) - last} more below"] if last < len(body) else []
        return [_line(self.columns, widths), *above, *body[first:last], *below]

    def _extent(self) -> tuple[int, int]:
        differing = next((number for number, note in enumerate(self.notes) if note), 0)
        first = max(0, min(differing - MOST_ROWS // 2, len(self.rows) - MOST_ROWS))
        return first, min(first + MOST_ROWS, len(self.rows))


def side_by_side(
    columns: Sequence[str], got: Iterable[Sequence[Any]], want: Iterable[Sequence[Any]]
) -> tuple[Evidence, Evidence, list[int]]:
    """Return the two tables, and the widths of their columns."""
    got_rows, want_rows = (tuple(tuple(_shown(cell) for cell in row) for row in rows) for rows in (got, want))
    got_notes, want_notes = [""] * len(got_rows), [""] * len(want_rows)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, got_rows, want_rows, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        got_notes[i1:i2] = ["differs"] * paired + ["not expected"] * (i2 - i1 - paired)
        want_notes[j1:j2] = [""] * paired + ["missing"] * (j2 - j1 - paired)
    widths = [max(map(len, column)) for column in _columns([tuple(columns), *got_rows, *want_rows])]
    return (
        Evidence(tuple(columns), got_rows, tuple(got_notes)),
        Evidence(tuple(columns), want_rows, tuple(want_notes)),
        widths,
    )


def _columns(rows: Sequence[Row]) -> list[list[str]]:
    return [[row[number] for row in rows if number < len(row)] for number in range(max(map(len, rows)))]


def _shown(cell: Any) -> str:
    text = cell if isinstance(cell, str) else repr(cell)
    return text if len(text) <= WIDEST_CELL else f"{text[: WIDEST_CELL - 3]}..."


def _line(row: Row, widths: Sequence[int], note: str = "") -> str:
    cells = [*row, *[""] * (len(widths) - len(row))]
    text = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{text}  <- {note}" if note else text.rstrip()
