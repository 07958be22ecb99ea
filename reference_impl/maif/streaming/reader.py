"""Reading a MAIF file as a stream: block by block, verified on the way if wanted, also while it is being written."""

from __future__ import annotations

import itertools
import json
import struct
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from maif.arguments import require_at_least
from maif.batches import batched
from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import FormatError, IntegrityError, MissingExtraError, UnfinishedFileError
from maif.file.block import Block
from maif.file.format import BLOCK_HEADER, FILE_HEADER, LIMITS, BlockFlag, BlockType, Limits
from maif.file.integrity import NO_HASH, Chain, content_hash, load_public_key, signature_holds
from maif.file.output import StrPath, is_locked
from maif.file.provenance import vouched_entries
from maif.sources import closing_source
from maif.verification import VerifyReport, verify_storage

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from maif.file.integrity import PublicKey
    from maif.hot_buffer import HotBuffer

_INDEXED_FIELDS = struct.Struct(">III")  # size, type and flags, with which a block begins
LARGE = 1 << 18  # bytes; from here on a block is hashed on another core, ahead of its turn
FIRST_WAIT, LONGEST_WAIT = 0.001, 0.05  # seconds between two looks at a file that is being written


class MAIFStreamReader(BlockStorage):
    """Reads blocks one after the other, and by number or id: a context manager and a sequence.

    With `verify=True`, opening checks the file's signature and that it covers the headers of all blocks, and no block
    is handed out before its content was checked. `trusted_key` asks for the same, and refuses any signer but this.
    A file that is not finished raises `UnfinishedFileError`, unless `allow_unfinished` asks for its whole blocks, or
    `follow` waits for those to come: iterating then ends when the file is finished, and raises `UnfinishedFileError`
    if its writer dies. Damage raises `IntegrityError` or another `FormatError`.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("letters.maif") as writer:
    ...     ids = [writer.write_text_chunk(letter) for letter in "abc"]
    >>> with MAIFStreamReader("letters.maif", trusted_key=writer.public_key) as reader:
    ...     [block.text for block in reader.read_blocks()], reader[-1].text, reader.get_block(ids[1]).text
    (['a', 'b', 'c'], 'c', 'b')
    """

    def __init__(
        self,
        path: StrPath,
        *,
        verify: bool = False,
        trusted_key: PublicKey | None = None,
        allow_unfinished: bool = False,
        follow: bool = False,
        enable_mmap: bool = True,
        cache: HotBuffer[Any, bytes] | None = None,
        limits: Limits = LIMITS,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._trusted_key = None if trusted_key is None else load_public_key(trusted_key)
        super().__init__(
            path,
            enable_mmap=enable_mmap and not follow,  # a growing file would need a new mapping for each look at it
            cache=cache,
            limits=limits,
            allow_unfinished=allow_unfinished or follow,
        )
        self._clock = clock
        self._key: bytes | None = None  # the signer's, when it has been checked
        self._following = follow and not self.finished
        self._verifying = verify or trusted_key is not None
        try:
            if self._verifying:
                self._check_signer()
        except BaseException:
            self.close()
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
        blocks = super().iterate(start, end)
        return self._check_each(blocks) if self._verifying else blocks

    async def aread_blocks(self) -> AsyncIterator[Block]:
        """Yield all blocks, in order, letting other tasks run; what `read_blocks` waits for is awaited."""
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
        return verify_storage(self, self._trusted_key if trusted_key is None else load_public_key(trusted_key))

    def _wait_for_blocks(self) -> Iterator[Block]:
        for step in self._steps():
            if isinstance(step, Block):
                yield step
            else:
                self._clock.sleep(step)

    def _steps(self) -> Iterator[Block | float]:
        """Yield the blocks of a file that is being written; where there is no new one, the seconds to wait for it.

        The lock tells whether the writer lives. It is asked before the file is looked at: what is not there when the
        lock was free will not come.
        """
        offset, number, previous, wait = FILE_HEADER.size, 0, NO_HASH, FIRST_WAIT
        writing = True
        while True:
            seen = number
            for block in self.whole_blocks(offset, number):
                follows = block.header.previous_hash == previous
                if not self._holds(block) or (writing and not follows):
                    break  # its bytes are still coming
                if not follows:
                    self._refuse("the block does not follow the one before it", block)
                yield block
                offset, number, previous = block.offset + block.header.size, number + 1, block.header.content_hash
            if not writing:
                break
            if number > seen:
                wait = FIRST_WAIT
            else:
                yield wait
                wait = min(2 * wait, LONGEST_WAIT)
            writing = is_locked(self.file.descriptor)
            self.file.refresh()
            self._load_header(allow_unfinished=True)
            self.finished = self.finished and not writing
        if not self.finished:
            raise UnfinishedFileError(
                f"the writer is gone after {number} blocks and did not finish the file: mend it with `maif recover`",
                path=self.path,
            )
        self._following = False
        if offset != self.blocks_end or number != self.header.block_count:
            what = f"{number} whole blocks are here, the file says that it has {self.header.block_count}"
            raise IntegrityError(what, path=self.path, offset=offset)
        if self._verifying:
            self._check_signer()

    def _check_signer(self) -> None:
        """Check the signer's key and signature, and that they cover all there is to know of the blocks' headers."""
        key = self._key = self.public_key()
        if self._trusted_key is not None and key != self._trusted_key:
            named = key.hex() if key else "unknown"
            raise IntegrityError(f"the file's key is {named}, not the trusted one", path=self.path)
        if not self.finished:
            return
        header, chain, unsigned = self.header, Chain(), 0
        if key is None or not signature_holds(key, header.signature, header.signed_part):
            raise IntegrityError("the file's signature does not hold", path=self.path)
        for (offset, frame), entry in zip(self.frames(), self.index_entries(), strict=False):
            if entry != (offset, *_INDEXED_FIELDS.unpack_from(frame)):
                raise IntegrityError("the index says otherwise", path=self.path, block=chain.count, offset=offset)
            chain.add_frame(frame)
            unsigned += not frame[11] & BlockFlag.SIGNED.value
        if chain.count != header.block_count or chain.root() != header.merkle_root:
            raise IntegrityError("the file's signature does not cover the blocks that are here", path=self.path)
        if unsigned:
            try:
                for _ in vouched_entries(self.provenance(), key, header, chain, unsigned):
                    pass
            except FormatError as error:
                raise IntegrityError(error.what, path=self.path, offset=header.provenance_offset) from None

    def _block(self, number: int) -> Block:
        block = super()._block(number)
        if self._verifying:
            self._check(block, _hash_of(block))
        return block

    def _check_each(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks that hold, in order. Large ones are hashed ahead, two at a time."""
        ahead: deque[tuple[Block, Future[bytes]]] = deque()
        with ThreadPoolExecutor(2, "maif-reader") as pool:
            for block in blocks:
                if len(block.frame) < LARGE and not ahead:
                    self._check(block, _hash_of(block))
                    yield block
                    continue
                ahead.append((block, pool.submit(_hash_of, block)))
                if len(ahead) > 2:
                    earlier, digest = ahead.popleft()
                    self._check(earlier, digest.result())
                    yield earlier
            for block, digest in ahead:
                self._check(block, digest.result())
                yield block

    def _check(self, block: Block, digest: bytes) -> None:
        header = block.header
        if digest != header.content_hash:
            self._refuse("the content is not what its hash says", block)
        if header.flags & BlockFlag.SIGNED:
            message = header.signed_part + block.frame[BLOCK_HEADER.size :]
            if not signature_holds(self._key or b"", header.signature, message):
                self._refuse("the block's signature does not hold", block)

    def _holds(self, block: Block) -> bool:
        if (
            len(block.frame) < BLOCK_HEADER.size + block.header.metadata_size
            or _hash_of(block) != block.header.content_hash
        ):
            return False
        if self._verifying:
            self._check(block, block.header.content_hash)
        return True

    def _refuse(self, what: str, block: Block) -> None:
        raise IntegrityError(what, path=self.path, block=block.index, offset=block.offset)

    def to_pandas(self) -> pd.DataFrame:
        """Return all blocks as a DataFrame, a row a block: for files that fit into memory.

        Columns: `block_id`, `block_type`, `timestamp` (UTC), `metadata` (dicts), `text` (of `TEXT` blocks), `data`.
        Needs the extra `pandas`.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError("pandas", extra="pandas", needed_for="to_pandas()") from None
        frame = pd.DataFrame(map(_row, self), columns=list(_COLUMNS))
        frame["timestamp"] = pd.to_datetime(frame["timestamp"], unit="us", utc=True)
        return frame

    def iter_arrow(self, batch_size: int = 1000) -> Iterator[pa.RecordBatch]:
        """Yield the blocks as Arrow record batches of at most `batch_size` rows.

        The columns are those of `to_pandas`, with the metadata as JSON text. Needs the extra `arrow`.
        """
        try:
            import pyarrow as pa
        except ImportError:
            raise MissingExtraError("pyarrow", extra="arrow", needed_for="iter_arrow()") from None
        schema = pa.schema([(name, getattr(pa, kind)(*arguments)) for name, (kind, *arguments) in _COLUMNS.items()])
        rows = ({**row, "metadata": json.dumps(row["metadata"])} for row in map(_row, self))
        return (pa.RecordBatch.from_pylist(batch, schema=schema) for batch in batched(rows, batch_size))


_COLUMNS: dict[str, tuple[str, ...]] = {  # each with its Arrow type
    "block_id": ("string",),
    "block_type": ("string",),
    "timestamp": ("timestamp", "us", "UTC"),
    "metadata": ("string",),
    "text": ("large_string",),
    "data": ("large_binary",),
}


def _row(block: Block) -> dict[str, Any]:
    text = block.text if block.block_type == BlockType.TEXT.value else None
    values = (block.block_id, block.block_type, block.header.timestamp, block.metadata, text, block.data)
    return dict(zip(_COLUMNS, values, strict=True))


def _hash_of(block: Block) -> bytes:
    return content_hash(block.view, block.raw_metadata)
