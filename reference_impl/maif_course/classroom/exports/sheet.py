"""A table of text, as learning platforms export and import it: cells end at commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from maif_course.errors import WorkspaceError
from maif_course.learner.reading import content_of


@dataclass(frozen=True)
class Sheet:
    """Columns and rows of text. Each row has a cell for each column."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    delimiter: str = ","

    def cell(self, row: Sequence[str], column: str) -> str:
        """Return what stands in a row under a column; nothing where there is no such column."""
        return row[self.columns.index(column)].strip() if column in self.columns else ""

    def text(self) -> str:
        """Return the table as CSV.

        >>> Sheet(["Student", "Points"], [["Lovelace, Ada", "12.00"]]).text()
        'Student,Points\\n"Lovelace, Ada",12.00\\n'
        """
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.delimiter, lineterminator="\n")
        writer.writerows([self.columns, *self.rows])
        return file.getvalue()


def read_sheet(path: Path) -> Sheet:
    """Return the table that a file holds; raise `WorkspaceError` where it holds none."""
    try:
        text = content_of(path).decode("utf-8-sig")
    except FileNotFoundError:
        raise WorkspaceError(f"{path} is not there") from None
    except UnicodeDecodeError as error:
        raise WorkspaceError(f"{path} is no table that can be read: byte {error.start:,} is no UTF-8") from None
    except (ValueError, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise WorkspaceError(f"{path} is no table that can be read: {why}") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        columns, *rows = [*csv.reader(io.StringIO(text), delimiter=delimiter)] or [[]]
    except (ValueError, csv.Error) as error:
        raise WorkspaceError(f"{path} is no table that can be read: {error}") from None
    if not columns:
        raise WorkspaceError(f"{path} is no table that can be read: its first line is empty")
    width = len(columns)
    whole = [[*row, *[""] * (width - len(row))][:width] for row in rows if any(row)]
    return Sheet([column.strip() for column in columns], whole, delimiter)


def number(points: float) -> str:
    """Return points in plain form, with two decimals.

    >>> number(7), number(2.5)
    ('7.00', '2.50')
    """
    return f"{points:.2f}"


def harmless(text: str) -> str:
    """Return text from students as a cell that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("ada")
    ("'=HYPERLINK(1)", 'ada')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def without_repeats(names: Iterable[str]) -> list[str]:
    """Return names that are not empty, each once, in their order."""
    return list(dict.fromkeys(filter(None, names)))
