"""A copy on disk of what was fetched, for what is looked at more than once: every byte comes over the wire once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator

from maif.errors import WriteError

Fetch = Callable[[int, int, int], memoryview]


class KeptCopy:
    """The parts of an object that are here already, in a file without a name: it goes with the process, at the latest.

    It takes as much space as was fetched, where Python keeps temporary files (`TMPDIR`).

    >>> copy = KeptCopy("s3://bucket/key")
    >>> wire = memoryview(b"0123456789")
    >>> def fetch(start, end, until):
    ...     print("fetching", start, end, "before", until)
    ...     return wire[start:end]
    >>> bytes(copy.read(2, 5, 10, fetch)), bytes(copy.read(0, 8, 10, fetch))
    fetching 2 5 before 10
    fetching 0 2 before 2
    fetching 5 8 before 10
    (b'234', b'01234567')
    """

    _descriptor = -1

    def __init__(self, name: str) -> None:
        self._name = name
        self._here: list[tuple[int, int]] = []  # the parts, in order; no two of them touch
        with tempfile.TemporaryFile(prefix="maif-") as file:
            self._descriptor = os.dup(file.fileno())

    def read(self, start: int, end: int, until: int, fetch: Fetch) -> memoryview:
        """Return the bytes from `start` up to `end`; `fetch(start, end, until)` is asked for those that are not here.

        What is here already, or lies behind `until`, need not be fetched ahead. Raises `WriteError` where the disk has
        no room.
        """
        for gap in list(self._gaps(start, end)):
            next_part = min((first for first, _ in self._here if first >= gap[1]), default=until)
            self._write(gap[0], fetch(*gap, min(next_part, until)))
            self._here = _joined([*self._here, gap])
        data = os.pread(self._descriptor, end - start, start)
        while len(data) < end - start:  # one call reads at most 2 GiB
            data += os.pread(self._descriptor, end - start - len(data), start + len(data))
        return memoryview(data)

    def _gaps(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for first, last in self._here:
            if start < first and start < end:
                yield start, min(first, end)
            start = max(start, last)
        if start < end:
            yield start, end

    def _write(self, position: int, data: memoryview) -> None:
        try:
            while data:
                written = os.pwrite(self._descriptor, data, position)
                position, data = position + written, data[written:]
        except OSError as error:
            folder = tempfile.gettempdir()
            advice = f"its copy in {folder} could not be written ({error.strerror}): give TMPDIR a folder with room"
            raise WriteError(error.errno, advice, self._name) from error

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the same parts in order, those that touch made one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result
