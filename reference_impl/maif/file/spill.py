"""What a writer must remember until the end (the index, the provenance) without keeping it in memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator


class Spill:
    """Bytes that are written once and read back at the end: up to a megabyte in memory, more in a file.

    >>> spill = Spill()
    >>> for number in range(3):
    ...     spill.write(bytes([number]) * 2)
    >>> spill.size, b"".join(spill)
    (6, b'\\x00\\x00\\x01\\x01\\x02\\x02')
    >>> spill.close()
    """

    def __init__(self, folder: str | None = None) -> None:
        self._pending = bytearray()
        self._spilled = 0
        self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)  # noqa: SIM115 — closed by close()

    @property
    def size(self) -> int:
        """How many bytes have been written."""
        return self._spilled + len(self._pending)

    def write(self, data: bytes | bytearray) -> None:
        """Add bytes at the end; raise `OSError` where the disk refuses."""
        self._pending += data
        if len(self._pending) >= 1 << 16:
            self._flush()

    def __iter__(self) -> Iterator[bytes]:
        """Yield all the bytes, in pieces of at most 64 KiB."""
        self._flush()
        for position in range(0, self._spilled, 1 << 16):
            self._file.seek(position)
            yield self._file.read(1 << 16)

    def close(self) -> None:
        """Forget the bytes."""
        self._file.close()

    def _flush(self) -> None:
        self._file.seek(0, os.SEEK_END)  # somebody may have left in the middle of reading
        self._file.write(self._pending)
        self._file.flush()
        self._spilled += len(self._pending)
        self._pending.clear()
