"""Telling an older version of a file from the newest, by what somebody remembers of that.

A signature says who wrote a file, not that nobody has put an older one, with the same signature, in its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple, Self

from maif.arguments import LARGEST, plain_number, whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.file.format import FileHeader

Time = float | datetime.datetime  # seconds since the epoch, or a moment with its time zone


class Remembered(NamedTuple):
    """What a file must have at least: blocks, and the time at which it was finished, in seconds since the epoch.

    >>> header = FileHeader(b"MAIF", 2, 1, 3, 0, 2_000_000, *[b""] * 3, 7, 0, 0, 0, b"", b"")
    >>> list(Remembered(7, 2.0).missing_in(header))
    []
    >>> list(Remembered(8, 2.5).missing_in(header))
    ['the file has 7 blocks, not 8 or more', 'the file was finished at 2.0, not at 2.5 or later']
    """

    min_blocks: int | None = None
    not_before: float | None = None

    @classmethod
    def of(cls, min_blocks: int | None, not_before: Time | None) -> Self:
        """Return what a caller remembers.

        Raises `InvalidTypeError` or `InvalidArgumentError` for what makes no sense: no file would be short of it.

        >>> Remembered.of(3, float("nan"))
        Traceback (most recent call last):
        maif.errors.InvalidArgumentError: not_before must be finite, got nan
        """
        return cls(
            None if min_blocks is None else whole_number(0, min_blocks=min_blocks),
            None if not_before is None else _seconds(not_before),
        )

    def missing_in(self, header: FileHeader) -> Iterator[str]:
        """Yield what a finished file with this header is short of."""
        if self.min_blocks is not None and header.block_count < self.min_blocks:
            yield f"the file has {header.block_count} blocks, not {self.min_blocks} or more"
        if self.not_before is not None and header.modified / 1e6 < self.not_before:
            yield f"the file was finished at {header.modified / 1e6}, not at {self.not_before} or later"


def _seconds(time: Time) -> float:
    if not isinstance(time, datetime.datetime):
        seconds = None if isinstance(time, bool) else plain_number(time)
        if seconds is None:
            raise InvalidTypeError(f"not_before is seconds since the epoch, or a datetime, not {time!r}")
        if not abs(seconds) <= LARGEST:
            raise InvalidArgumentError(f"not_before must be finite, got {time!r}")
        return float(seconds)
    if time.tzinfo is None:
        raise InvalidArgumentError(f"not_before needs a time zone: {time!r} means another moment everywhere")
    return time.timestamp()
