"""Following a file that is being written: its blocks as they come, and how long to wait where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from maif.block_storage import BlockStorage
from maif.errors import IntegrityError, UnfinishedFileError
from maif.file.block import Block
from maif.file.claims import findings
from maif.file.format import FILE_HEADER
from maif.file.merkle import NO_HASH

FIRST_WAIT, LONGEST_WAIT = 0.001, 0.05  # seconds between two looks at a file that is being written


def follow(storage: BlockStorage, check: Callable[[Block], object]) -> Iterator[Block | float]:
    """Yield the blocks of a file that is being written; where there is no new one, the seconds to wait for it.

    `check` sees each block before. Raises `UnfinishedFileError` if the writer is gone and has not finished the file,
    and `IntegrityError` where a block does not follow the one before, or a finished file has others than it says.

    The lock tells whether the writer lives. It is asked before the file is looked at: what is not there when the lock
    was free will not come.
    """
    offset, number, previous, wait = FILE_HEADER.size, 0, NO_HASH, FIRST_WAIT
    writing = True
    while True:
        seen = number
        for block in storage.whole_blocks(offset, number):
            found = list(findings(block, previous=previous))
            if found and (writing or any(finding.kind != "chain" for finding in found)):
                break  # its bytes are still coming
            if found:
                raise IntegrityError(found[0].what, path=storage.path, block=block.index, offset=block.offset)
            check(block)
            yield block
            offset, number, previous = block.offset + block.header.size, number + 1, block.header.content_hash
        if not writing:
            break
        if number > seen:
            wait = FIRST_WAIT
        else:
            yield wait
            wait = min(2 * wait, LONGEST_WAIT)
        writing = storage.file.is_being_written()
        storage.refresh()
        storage.finished = storage.finished and not writing
    if not storage.finished:
        raise UnfinishedFileError(
            f"the writer is gone after {number} blocks and did not finish the file: mend it with `maif recover`",
            path=storage.path,
        )
    if offset != storage.blocks_end or number != storage.header.block_count:
        what = f"{number} whole blocks are here, the file says that it has {storage.header.block_count}"
        raise IntegrityError(what, path=storage.path, offset=offset)
