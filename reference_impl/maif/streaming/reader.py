"""Reading a MAIF file as a stream: block by block, verified on the way if wanted, also while it is being written."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from maif.arguments import require_at_least
from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FormatError, IntegrityError, InvalidArgumentError, UnfinishedFileError
from maif.file.access import Access
from maif.file.block import Block
from maif.file.format import FILE_AT, BlockType
from maif.file.integrity import content_hash, load_public_key
from maif.file.lock import StrPath
from maif.file.metadata import LIMITS, Limits
from maif.file.versions import Remembered
from maif.sources import closing_source
from maif.streaming.following import follow as following
from maif.streaming.tables import data_frame, record_batches
from maif.streaming.vouching import Voucher
from maif.threads import submit
from maif.verification import VerifyReport, verify_storage

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from maif.file.integrity import PublicKey
    from maif.file.versions import Time
    from maif.hot_buffer import HotBuffer

LARGE = 1 << 18  # bytes; from here on a block is hashed on another core, ahead of its turn
MOST_AHEAD, SIZE_AHEAD = 16, 8 << 20  # blocks, and bytes


class MAIFStreamReader(BlockStorage):
    """Reads blocks one after the other, and by number or id: a context manager and a sequence.

    With `verify=True`, opening checks the file's signature and that it covers the headers of all blocks, and no block
    is handed out before its content was checked. `trusted_key` asks for the same, and refuses any signer but this.
    `min_blocks` and `not_before` (seconds since the epoch, or a `datetime` with its time zone) refuse an older version
    of the file, which is as validly signed as the newest.

    A file that is not finished raises `UnfinishedFileError`, unless `allow_unfinished` asks for its whole blocks, or
    `follow` waits for those to come: iterating then ends when the file is finished, and raises `UnfinishedFileError`
    if its writer dies. Nothing vouches for such a file yet. So a verifying reader hands out only blocks that carry a
    signature of the key (written with `sign="block"`), unless you say `unauthenticated=True`.
    Damage raises `IntegrityError` or another `FormatError`.

    A file is read through a mapping unless `enable_mmap=False`, which trusts whoever owns the file: see `BlockStorage`.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("letters.maif") as writer:
    ...     ids = [writer.write_text_chunk(letter) for letter in "abc"]
    >>> with MAIFStreamReader("letters.maif", trusted_key=writer.public_key) as reader:
    ...     [block.text for block in reader.read_blocks()], reader[-1].text, reader.get_block(ids[1]).text
    (['a', 'b', 'c'], 'c', 'b')
    >>> MAIFStreamReader("letters.maif", trusted_key=writer.public_key, min_blocks=4)
    Traceback (most recent call last):
    maif.errors.IntegrityError: letters.maif, offset 124: the file has 3 blocks, not 4 or more
    """

    def __init__(
        self,
        path: StrPath | Access,
        *,
        verify: bool = False,
        trusted_key: PublicKey | None = None,
        allow_unfinished: bool = False,
        follow: bool = False,
        enable_mmap: bool = True,
        unauthenticated: bool = False,
        min_blocks: int | None = None,
        not_before: Time | None = None,
        cache: HotBuffer[Any, bytes] | None = None,
        limits: Limits = LIMITS,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._trusted_key = None if trusted_key is None else load_public_key(trusted_key)
        self._newest = Remembered.of(min_blocks, not_before)
        super().__init__(
            path,
            enable_mmap=enable_mmap and not follow,  # a growing file would need a new mapping for each look at it
            cache=cache,
            limits=limits,
            allow_unfinished=allow_unfinished or follow,
        )
        self._options = {
            "verify": verify,
            "trusted_key": self._trusted_key,
            "allow_unfinished": allow_unfinished,
            "follow": follow,
            "enable_mmap": enable_mmap,
            "unauthenticated": unauthenticated,
            "min_blocks": min_blocks,
            "not_before": not_before,
            "limits": limits,
        } | ({} if clock is SYSTEM_CLOCK else {"clock": clock})
        if follow and self.file.far:
            self.close()
            raise InvalidArgumentError(
                f"{self.path} cannot be followed: stores show a file when it is complete, and do not tell who writes"
            )
        self._clock = clock
        self._following = follow and not self.finished
        self._voucher: Voucher | None = None
        if verify or trusted_key is not None:
            self._voucher = Voucher(self, self._trusted_key, unauthenticated=unauthenticated)
        try:
            self._vouch()
        except BaseException:
            self.close()
            raise

    def _vouch(self) -> None:
        """Check what the caller remembers of the file, and who signed it."""
        if self.finished:
            for what in self._newest.missing_in(self.header):
                raise IntegrityError(what, path=self.path, offset=FILE_AT["block_count"])
        if self._voucher is not None:
            try:
                self._voucher.open()
            except FormatError:
                if self.finished and not self.unchanged():
                    what = (
                        "a writer began to append to the file while it was opened: read it with follow=True, or later"
                    )
                    raise UnfinishedFileError(what, path=self.path) from None
                raise

    def read_blocks(self) -> Iterator[Block]:
        """Yield all blocks, in order."""
        return self.iterate()

    def read_blocks_by_type(self, *block_types: str | BlockType) -> Iterator[Block]:
        """Yield the blocks of these types: codes like `"TEXT"`, names like `"embeddings"`, or `BlockType`s."""
        wanted = {BlockType.of(block_type).value for block_type in block_types}
        return (block for block in self.iterate() if block.block_type in wanted)

    def read_blocks_range(self, start: int = 0, end: int | None = None) -> Iterator[Block]:
        """Yield the blocks from number `start` up to number `end`, which is excluded."""
        return self.iterate(start, end)

    def iterate(self, start: int = 0, end: int | None = None) -> Iterator[Block]:
        """Yield the blocks from number `start` up to `end`, which is excluded; wait for them, if the reader follows."""
        if self._following:
            require_at_least(0, start=start, end=0 if end is None else end)
            return itertools.islice(self._wait_for_blocks(), start, end)
        return super().iterate(start, end)

    async def aread_blocks(self) -> AsyncIterator[Block]:
        """Yield all blocks, in order, letting other tasks run; what `read_blocks` waits for is awaited."""
        if self.file.far:
            from maif.streaming.awaiting import in_thread  # asyncio takes a third of the time that a reader takes

            async for block in in_thread(self.iterate()):
                yield block
            return
        with closing_source(self._steps() if self._following else self.iterate()) as steps:
            for number, step in enumerate(steps):
                if isinstance(step, Block):
                    yield step
                    if number % 64 == 63:
                        await self._clock.sleep_async(0)
                else:
                    await self._clock.sleep_async(step)

    def verify(self, trusted_key: PublicKey | None = None) -> VerifyReport:
        """Check the whole file, and report everything that is wrong with it (see `maif.verification`)."""
        key = self._trusted_key if trusted_key is None else load_public_key(trusted_key)
        return verify_storage(self, key, self._newest)

    def _wait_for_blocks(self) -> Iterator[Block]:
        for step in self._steps():
            if isinstance(step, Block):
                yield step
            else:
                self._clock.sleep(step)

    def _steps(self) -> Iterator[Block | float]:
        """Yield the blocks of a file that is being written, and the seconds to wait for the next one."""
        yield from following(self, (lambda block: None) if self._voucher is None else self._voucher.check)
        self._following = False
        self._vouch()

    def _vet(self, block: Block) -> None:
        if self._voucher is None:
            super()._vet(block)
        else:
            self._voucher.check(block)

    def _vetted(self, blocks: Iterator[Block]) -> Iterator[Block]:
        return super()._vetted(blocks) if self._voucher is None else self._check_each(blocks, self._voucher)

    def _check_each(self, blocks: Iterable[Block], voucher: Voucher) -> Iterator[Block]:
        """Yield the blocks that hold, in order."""
        previous = None
        with ThreadPoolExecutor(2, "maif-reader") as pool:
            for block, digest in _hashed_ahead(blocks, pool):
                voucher.check(block, previous=previous, digest=None if digest is None else digest.result())
                yield block
                previous = block.header.content_hash

    def to_pandas(self) -> pd.DataFrame:
        """Return all blocks as a DataFrame, a row a block: for files that fit into memory.

        Columns: `block_id`, `block_type`, `timestamp` (UTC; NaT after 2262), `metadata` (dicts), `text` (of `TEXT`
        blocks that are UTF-8, else missing), `data`. Needs the extra `pandas`.
        """
        return data_frame(self)

    def iter_arrow(self, batch_size: int = 1000) -> Iterator[pa.RecordBatch]:
        """Yield the blocks as Arrow record batches of at most `batch_size` rows; of an empty file, an empty one.

        The columns are those of `to_pandas`, with the metadata as JSON text (what JSON has no number for is null), and
        no timestamp after the year 9999. Needs the extra `arrow`.
        """
        return record_batches(self, batch_size)


def _hashed_ahead(blocks: Iterable[Block], pool: Executor) -> Iterator[tuple[Block, Future[bytes] | None]]:
    """Yield the blocks; the large ones with the hash of their content, which other cores compute ahead of their turn.

    So that none of them waits for work, several blocks are ahead; of very large ones, two.
    """
    ahead: deque[tuple[Block, Future[bytes] | None]] = deque()
    size = 0
    try:
        for block in blocks:
            large = len(block.frame) >= LARGE
            if not (large or ahead):
                yield block, None
                continue
            ahead.append((block, submit(pool, _hash_of, block) if large else None))
            size += len(block.frame)
            while len(ahead) > 2 and (len(ahead) > MOST_AHEAD or size > SIZE_AHEAD):
                size -= len(ahead[0][0].frame)
                yield ahead.popleft()
            while ahead and ahead[0][1] is None:
                size -= len(ahead[0][0].frame)
                yield ahead.popleft()
    except FormatError:  # those before the damage come first
        yield from ahead
        raise
    yield from ahead


def _hash_of(block: Block) -> bytes:
    return content_hash(*block.content)
