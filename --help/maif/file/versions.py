"""Telling an older version of a file from the newest, by what somebody remembers of that.

A signature says who wrote a file, not that nobody has put an older one, with the same signature, in its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from maif.arguments import plain_number, require_at_least
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.file.format import FileHeader

Time = float | datetime.datetime  # seconds since the epoch, or a moment with its time zone


class Remembered(NamedTuple):
    """What a file must have at least: blocks, and the time at which it was finished.

    >>> header = FileHeader(b"MAIF", 2, 1, 3, 0, 2_000_000, *[b""] * 3, 7, 0, 0, 0, b"", b"")
    >>> list(Remembered(7, 2.0).missing_in(header))
    []
    >>> list(Remembered(8, 2.5).missing_in(header))
    ['the file has 7 blocks, not 8 or more', 'the file was finished at 2.0, not at 2.5 or later']
    """

    min_blocks: int | None = None
    not_before: Time | None = None

    def missing_in(self, header: FileHeader) -> Iterator[str]:
        """Yield what a finished file with this header is short of; raise a `MAIFError` for what makes no sense."""
        least, earliest = self.min_blocks, self.not_before
        if least is not None:
            require_at_least(0, min_blocks=least)
            if header.block_count < least:
                yield f"the file has {header.block_count} blocks, not {least} or more"
        if earliest is not None and header.modified < _seconds(earliest) * 1e6:
            yield f"the file was finished at {header.modified / 1e6}, not at {_seconds(earliest)} or later"


def _seconds(time: Time) -> float:
    if not isinstance(time, datetime.datetime):
        seconds = plain_number(time)
        if seconds is None:
            raise InvalidTypeError(f"not_before is seconds since the epoch, or a datetime, not {time!r}")
        return float(seconds)
    if time.tzinfo is None:
        raise InvalidArgumentError(f"not_before needs a time zone: {time!r} means another moment everywhere")
    return time.timestamp()
