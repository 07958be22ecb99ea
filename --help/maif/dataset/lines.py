"""Text files as rows: JSON Lines and CSV.

One pass over the file notes where each item begins, 8 bytes an item; from then on an item is one read away. The pass
holds a chunk of the file at a time. Iterating from the start needs no pass.
"""

from __future__ import annotations

import csv
import reprlib
from abc import abstractmethod
from array import array
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import accumulate, compress, takewhile
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from maif.chunks.json_lines import parse_line
from maif.chunks.lines import Place, line_blocks
from maif.dataset.data_file import DataFile
from maif.errors import LineError
from maif.file.access import PlainFile

CHUNK_SIZE = "256KB"

Record = TypeVar("Record")
Line: TypeAlias = tuple[int, bytes]  # the offset of a line, and its bytes with the newline


class LineFile(DataFile, Generic[Record]):
    """The items of a text file. Each is made of a record: a line, or several."""

    _file: PlainFile | None = None
    _starts: array[int] | None = None

    def __len__(self) -> int:
        return len(self._offsets())

    def read(self, number: int) -> Any:
        self.check()
        offsets = self._offsets()
        start = offsets[number]
        end = offsets[number + 1] if number + 1 < len(offsets) else self.state.size
        if self._file is None:
            self._file = PlainFile(self.path)
        data = self._file.read(start, end - start).tobytes()  # at a position: workers may share the open file
        return self._item(*next(self._records(_numbered(data.splitlines(keepends=True), start))))

    def items_from(self, number: int) -> Generator[Any]:
        with closing(self._lines(self._offsets()[number] if number else 0)) as lines:
            for offset, record in self._records(lines):
                yield self._item(offset, record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _offsets(self) -> array[int]:
        """Return where each item begins, found in a pass over the file when it is first asked for."""
        if self._starts is None:
            self._starts = self._pass()
        return self._starts

    @abstractmethod
    def _pass(self) -> array[int]: ...

    @abstractmethod
    def _records(self, lines: Iterable[Line]) -> Iterator[tuple[int, Record]]:
        """Yield the records in these lines, each with its offset. What is damaged is a record too."""

    @abstractmethod
    def _item(self, offset: int, record: Record) -> Any:
        """Return the item that a record stands for; raise `LineError` if it is damaged."""

    def _lines(self, start: int) -> Generator[Line]:
        """Yield the lines from the offset `start` on."""
        with closing(self._line_groups(start)) as groups:
            for offset, lines in groups:
                yield from _numbered(lines, offset)

    def _line_groups(self, start: int = 0) -> Generator[tuple[int, list[bytes]]]:
        """Yield the lines from the offset `start` on in groups, each with its offset."""
        place = Place(self.path)
        with open(self.path, "rb", buffering=0) as file:
            file.seek(start)
            self.check()
            with closing(line_blocks(file, place, max_line=self.layout.max_line, chunk_size=CHUNK_SIZE)) as blocks:
                for block in blocks:
                    self.check()
                    lines = block.splitlines(keepends=True)
                    yield start + place.offset, lines
                    place.move(len(lines), len(block))

    def _line_number(self, offset: int) -> int:
        """Return the number, from 1, of the line at an offset: counted only when there is an error to report."""
        with closing(self._lines(0)) as lines:
            return sum(1 for _ in takewhile(lambda line: line[0] <= offset, lines))


def _numbered(lines: Iterable[bytes], offset: int) -> Iterator[Line]:
    """Yield each line with its offset."""
    for line in lines:
        yield offset, line
        offset += len(line)


class JSONLinesFile(LineFile[bytes]):
    """The values in a JSON Lines file; blank lines hold none."""

    def _pass(self) -> array[int]:
        offsets = array("Q")
        for offset, lines in self._line_groups():
            starts = accumulate(map(len, lines), initial=offset)
            offsets.extend(compress(starts, map(bytes.strip, lines)))
        return offsets

    def _records(self, lines: Iterable[Line]) -> Iterator[Line]:
        return (line for line in lines if not line[1].isspace())

    def _item(self, offset: int, record: bytes) -> Any:
        place = Place(self.path)
        place.offset = offset
        try:
            return parse_line(record, place)
        except LineError as error:
            raise LineError(error.what, self._line_number(offset), error.offset, self.path) from error.__cause__


class _RowTooLongError(Exception):
    """Ends the reading of a row, from inside the iterator that feeds Python's `csv`."""


class Damage(NamedTuple):
    """What is wrong with a row, and the offset where."""

    what: str
    offset: int


class CSVFile(LineFile["list[str] | Damage"]):
    """The rows of a CSV file as dicts, under the names in its first row. Rows are those of Python's `csv`."""

    _header: tuple[int, list[str]] | None = None  # its offset, and the names

    def _pass(self) -> array[int]:
        with closing(self._lines(0)) as lines:
            return array("Q", (offset for offset, _ in self._records(lines)))

    def _records(self, lines: Iterable[Line]) -> Iterator[tuple[int, list[str] | Damage]]:
        for offset, row in _rows(lines, self.layout.max_line):
            if self._header is None:  # the first lines that are read are those at the file's start
                self._header = offset, self._names(row, offset)
            if offset != self._header[0]:
                yield offset, row

    def _names(self, row: list[str] | Damage, offset: int) -> list[str]:
        if isinstance(row, list) and len(set(row)) < len(row):
            row = Damage(f"two columns have one name: {reprlib.repr(row)}", offset)
        return self._sound(row)

    def _item(self, offset: int, record: list[str] | Damage) -> dict[str, str]:
        _, names = self._header or (0, [])
        fields = self._sound(record)
        if len(fields) != len(names):
            what = f"{len(fields)} fields, but the header names {len(names)}: {reprlib.repr(fields)}"
            raise LineError(what, self._line_number(offset), offset, self.path)
        return dict(zip(names, fields, strict=True))

    def _sound(self, row: list[str] | Damage) -> list[str]:
        if isinstance(row, Damage):
            raise LineError(row.what, self._line_number(row.offset), row.offset, self.path)
        return row


def _rows(lines: Iterable[Line], most: int) -> Iterator[tuple[int, list[str] | Damage]]:
    """Yield the rows that are not blank, each with its offset; reading goes on after a damaged one.

    A row of more than `most` bytes is damaged: a quote that never closes would make one of all that follows.
    """
    lines = iter(lines)
    starts: list[int] = []  # of the lines that the row takes
    quotes = 0  # in these lines: after an odd number, a newline is part of a field
    undecodable: list[Damage] = []

    def texts() -> Iterator[str]:
        nonlocal quotes
        for offset, line in lines:
            starts.append(offset)
            quotes += line.count(b'"')
            if (size := offset + len(line) - starts[0]) > most:
                raise _RowTooLongError(f"the row takes more than {most} bytes, the limit `max_line`")
            if size > csv.field_size_limit():  # a setting of the whole process: so it is raised, never lowered
                csv.field_size_limit(most)
            try:
                yield line.decode("utf-8" if offset else "utf-8-sig")
            except UnicodeDecodeError as error:
                undecodable.append(Damage(f"not UTF-8, {error.reason}", offset + error.start))
                yield line.decode("latin-1")  # for its commas, quotes and newlines

    row: list[str] | Damage | None
    reader = csv.reader(texts(), strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            row = Damage(f"not valid CSV, {error}", starts[0])
        except _RowTooLongError as error:
            row = Damage(str(error), starts[0])
            while quotes % 2 and (rest := next(lines, None)):
                quotes += rest[1].count(b'"')
            reader = csv.reader(texts(), strict=True)
        if row is None:
            return
        if row:
            yield starts[0], undecodable[0] if undecodable else row
        starts.clear()
        undecodable.clear()
        quotes = 0
