"""Where reading a topic begins."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from maif.arguments import require_at_least
from maif.errors import InvalidArgumentError, InvalidTypeError

if TYPE_CHECKING:
    from maif.realtime.sources.kafka.client import KafkaClient

Start: TypeAlias = "Literal['committed', 'earliest', 'latest'] | float | datetime | Mapping[int, int]"
CheckedStart: TypeAlias = "str | float | dict[int, int]"  # a name, seconds since the epoch, or offsets


def checked_start(start: Start) -> CheckedStart:
    """Return where to begin, in fewer forms. Raises `InvalidArgumentError` or `InvalidTypeError` for anything else.

    >>> checked_start("latest"), checked_start({0: 17})
    ('latest', {0: 17})
    """
    if isinstance(start, str):
        if start not in ("committed", "earliest", "latest"):
            raise InvalidArgumentError(f"start must be 'committed', 'earliest', 'latest', a time or offsets: {start!r}")
        return start
    if isinstance(start, datetime):
        return start.timestamp()
    if isinstance(start, Mapping):
        for partition, offset in start.items():
            require_at_least(0, partition=partition, offset=offset)
        return dict(start)
    if isinstance(start, bool) or not isinstance(start, (int, float)):
        raise InvalidTypeError(f"start must be a text, seconds since the epoch, a datetime or offsets, got {start!r}")
    if not 0 <= start < math.inf:
        raise InvalidArgumentError(f"start must be seconds since the epoch, got {start!r}")
    return start


async def starting_offsets(
    client: KafkaClient, start: CheckedStart, committed: Mapping[int, int | None], *, is_first_assignment: bool
) -> dict[int, int]:
    """Return the offset at which each partition begins: what was committed, and `start` where nothing was.

    A time, or offsets, count before what was committed, in the first assignment: later ones may bring partitions that
    another member has read meanwhile.
    """
    starts = {partition: offset for partition, offset in committed.items() if offset is not None}
    if not isinstance(start, str) and is_first_assignment:
        if isinstance(start, dict):
            starts |= {partition: offset for partition, offset in start.items() if partition in committed}
        else:
            starts |= await client.at_time(committed.keys(), start)
    if new := committed.keys() - starts.keys():
        starts |= await (client.ends(new) if start == "latest" else client.beginnings(new))
    return starts
