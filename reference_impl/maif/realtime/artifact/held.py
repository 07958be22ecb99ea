"""What artifacts hold already of a partition: the messages from the committed position on that need not be handled."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import FormatError
from maif.file.block import Block
from maif.realtime.artifact.draft import FROM
from maif.realtime.artifact.segment import highest_in
from maif.segments.grouping import whole_groups

_FROM_TEXT = f'"{FROM}"'.encode()


class Mark(NamedTuple):
    """Whence a block came: what its metadata say under `_from`."""

    source: str
    group: str
    partition: int | str
    position: int
    number: int
    of: int
    artifacts: int = 1


class Committed:
    """The committed positions of the partitions of a source, as a group reads it: what lies before is not looked at."""

    def __init__(self, source: str, group: str, positions: Mapping[int | str, int | None]) -> None:
        self.source, self.group, self._positions = source, group, positions
        self.partitions = [*positions]

    def __contains__(self, mark: Mark) -> bool:
        """Say whether a block's origin is at or after the committed position."""
        return (mark.source, mark.group) == (self.source, self.group) and self.reaches(mark.partition, mark.position)

    def reaches(self, partition: int | str, position: int) -> bool:
        """Say whether a position of a partition is at or after the committed one."""
        if partition not in self._positions:
            return False
        committed = self._positions[partition]
        return committed is None or position >= committed


def mark_of(block: Block) -> Mark | None:
    """Return whence a block came, if a message has caused it."""
    raw = bytes(block.raw_metadata)
    if _FROM_TEXT not in raw:
        return None
    try:
        mark = Mark(*json.loads(raw)[FROM])
    except (TypeError, ValueError, KeyError, RecursionError):
        return None
    numbers = (mark.position, mark.number, mark.of, mark.artifacts)
    return mark if all(type(number) is int for number in numbers) else None


def marks_in(path: str, committed: Committed) -> Iterator[Mark]:
    """Yield whence the blocks of a file came, those whose messages are not committed.

    A finished segment that lies wholly before is passed by with one read. A damaged one gives what can be read.
    """
    try:
        with BlockStorage(path, allow_unfinished=True) as storage:
            highest = highest_in(storage)
            if highest is not None and not any(
                (source, group) == (committed.source, committed.group) and committed.reaches(partition, position)
                for (source, group, partition), position in highest.items()
            ):
                return
            blocks: Iterator[Block] = storage.iterate()
            for block in blocks if storage.finished else whole_groups(blocks):
                mark = mark_of(block)
                if mark is not None and mark in committed:
                    yield mark
    except FormatError:  # not a MAIF file yet, or not any more: verifying tells, reading on does not depend on it
        return


class Held:
    """Gathers what the artifacts of a root hold, and tells what is there in full, and what in part."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int | str, int], dict[str, set[int]]] = {}
        self._artifacts: dict[tuple[int | str, int], int] = {}
        self._of: dict[tuple[int | str, int, str], int] = {}

    def add(self, folder: str, mark: Mark) -> None:
        """Take note of a block of an artifact."""
        place = (mark.partition, mark.position)
        self._numbers.setdefault(place, {}).setdefault(folder, set()).add(mark.number)
        self._artifacts[place] = max(self._artifacts.get(place, 1), mark.artifacts)
        self._of[*place, folder] = mark.of

    def parts(self) -> Iterator[tuple[int | str, int, set[str], bool]]:
        """Yield partition, position, the artifacts that have their whole part, and whether these are all there are."""
        for place, by_folder in self._numbers.items():
            whole = {folder for folder, numbers in by_folder.items() if len(numbers) >= self._of[*place, folder]}
            if whole:
                yield *place, whole, len(whole) >= self._artifacts[place]
