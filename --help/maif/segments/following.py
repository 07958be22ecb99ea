"""Reading segments as they grow: what a folder holds, and then what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import islice

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.file.block import Block
from maif.file.format import BLOCK_HEADER, FILE_HEADER
from maif.file.integrity import content_hash
from maif.file.lock import StrPath, is_locked
from maif.segments.grouping import whole_groups
from maif.segments.masking import masked, read_masks
from maif.segments.naming import segment_paths
from maif.segments.reading import META

FIRST_WAIT, LONGEST_WAIT = 0.001, 0.05  # seconds between two looks at a folder
AT_A_TIME = 256  # blocks that are looked at before others get a turn


async def follow_blocks(folder: StrPath, *, clock: Clock = SYSTEM_CLOCK) -> AsyncIterator[Block]:
    """Yield what a folder's segments hold, and go on with what comes, without end.

    The folder need not be there yet. A segment is left for the next one when its writer is gone: until then it grows,
    and the last one may be appended to even after it was finished.
    """
    place, wait, number = Place(), FIRST_WAIT, 0
    while True:
        paths = segment_paths(folder)
        blocks: list[Block] = []
        over = False
        if number < len(paths):
            blocks, over = place.look(paths[number])
            masks = read_masks(folder)
            for block in blocks:
                if block.block_type != META:
                    yield masked(block, masks)
        if blocks:
            wait = FIRST_WAIT
            await clock.sleep_async(0)
        elif over and number + 1 < len(paths):
            place, number = Place(), number + 1
        else:
            await clock.sleep_async(wait)
            wait = min(2 * wait, LONGEST_WAIT)


class Place:
    """How far a segment has been read. It is not kept open in between."""

    def __init__(self) -> None:
        self.finished = False  # whether the segment was, at the last look
        self._identity: object = None
        self._offset, self._number = FILE_HEADER.size, 0

    def look(self, path: str) -> tuple[list[Block], bool]:
        """Return some blocks that have not been read; if there are none, also whether none will follow.

        They come as they stand in the file: what the segment says of itself among them, and nothing masked.
        """
        with open(path, "rb") as file:
            writing = is_locked(file.fileno())  # asked first: what comes later is another look
        with BlockStorage(path, enable_mmap=False, allow_unfinished=True) as storage:
            identity, self.finished = storage.file.identity(), storage.finished
            if self._number and identity != self._identity:  # rewritten: the same blocks at other offsets
                self._go_behind(storage[self._number - 1])
            self._identity = identity
            blocks = storage.whole_blocks(self._offset, self._number)
            fresh = list(islice(blocks if storage.finished else whole_groups(blocks), AT_A_TIME))
        while fresh and not _is_whole(fresh[-1]):
            fresh.pop()
        if fresh:
            self._go_behind(fresh[-1])
        return fresh, not writing

    def _go_behind(self, block: Block) -> None:
        self._offset, self._number = block.offset + block.header.size, block.index + 1


def _is_whole(block: Block) -> bool:
    """Say whether a block is what its hash says: its writer may be at work on it."""
    header = block.header
    fits = header.metadata_size <= header.size - BLOCK_HEADER.size
    return fits and content_hash(block.view, block.raw_metadata) == header.content_hash
