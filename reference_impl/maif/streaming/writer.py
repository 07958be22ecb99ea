"""Writing a MAIF file as a stream: each block reaches the file as it comes, and none stays in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from maif.arguments import require_unmasked
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.lock import StrPath
from maif.file.metadata import encode_metadata
from maif.file.output import MappedOutput, Output, telling
from maif.file.provenance import is_addition
from maif.remote import Upload
from maif.streaming.open_file import OpenFile
from maif.streaming.pending import BlockMaker, raw_id
from maif.units import parse_size

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PrivateKey


class WriterStats(NamedTuple):
    """What a writer has done so far: blocks, bytes of the file, seconds since it was opened, and their quotient."""

    blocks: int
    bytes: int
    seconds: float
    bytes_per_second: float


class MAIFStreamWriter(OpenFile):
    """Writes blocks to a file as they come; memory does not grow with their number.

    `path`: the file, or a URL: then the file grows on this machine, and is stored when it is closed (see
    `maif.remote.Upload`). `mode`: `"w"` replaces a file that is there, `"x"` refuses to, `"a"` reopens a finished file
    and goes on, signing as before. `agent_id`: who writes; `agent_did` is `did:maif:<agent_id>` if you give no other.
    `private_key`: an Ed25519 key (see `maif.file.integrity.load_private_key`); without one the writer makes one; keep
    one of your own for a file to which you will append. `sign="merkle"` signs all blocks at once when the file is
    closed; `"block"` signs each, and adds a provenance entry for each. `compression`: None, `"zstd"`, or a Zstandard
    level from 1 to 22. `buffer_size`: the writer gathers small blocks up to this size before it writes them, and for
    0.2 seconds at most, also when nothing follows (on another clock than the system's: until the next one comes); with
    `flush_soon=False` until `flush`, for whoever has many writers, and visits them.

    Use it as a context manager. Left by an exception, it closes the file but does not finish it: `maif recover` saves
    the blocks. Whatever a call raises, an interrupt included, the writer then is as before, or it has failed for good:
    every later call, `close` among them, says so. It raises `FileLockedError` where another writer is at work on the
    file, `WriteError` where the disk refuses, `LimitError` before a field of the format would overflow. A writer
    belongs to one thread at a time, and to the process that made it: a forked child cannot use it.

    >>> with MAIFStreamWriter("tour.maif", agent_id="guide") as writer:
    ...     block_id = writer.write_text_chunk("hello", {"lang": "en"})
    >>> len(block_id), writer.stats.blocks
    (32, 1)
    """

    def __init__(
        self,
        path: StrPath | Upload,
        *,
        agent_id: str = "maif",
        agent_did: str | None = None,
        private_key: PrivateKey | None = None,
        sign: Literal["merkle", "block"] = "merkle",
        compression: str | int | None = None,
        buffer_size: int | str = "1MB",
        mode: Literal["w", "x", "a"] = "w",
        enable_mmap: bool = False,
        flush_soon: bool = True,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        if sign not in ("merkle", "block"):
            raise InvalidArgumentError(f"sign is 'merkle' or 'block', not {sign!r}")
        if mode not in ("w", "x", "a"):
            raise InvalidArgumentError(f"mode is 'w', 'x' or 'a', not {mode!r}")
        self._maker = BlockMaker(clock, compression)
        self._clock, self._started = clock, clock.monotonic()
        super().__init__(
            path,
            agent_id,
            private_key,
            sign_each=sign == "block",
            buffer_size=parse_size(buffer_size),
            mode=mode,
            kind=MappedOutput if enable_mmap else Output,
            flush_soon=flush_soon,
            clock=clock,
            agent_did=agent_did,
        )
        if self._signs_each:
            self._maker.sign_each()

    @property
    def public_key(self) -> str:
        """The key with which a reader checks the file's signatures, 64 hex digits."""
        return self._public_key.hex()

    @property
    def stats(self) -> WriterStats:
        """Blocks, bytes, seconds and bytes a second so far."""
        seconds = self._clock.monotonic() - self._started
        with self._lock:
            waiting = list(self._pending)
            size, blocks = self._position + sum(block[0] for block in waiting), self._count()
        return WriterStats(blocks, size, seconds, size / seconds if seconds > 0 else 0.0)

    def write_text_chunk(self, text: str, metadata: dict[str, Any] | None = None) -> str:
        """Write a text as a `TEXT` block, in UTF-8; return the block's id.

        Raises `InvalidTypeError` for what is no `str`, `InvalidArgumentError` for text that UTF-8 cannot say.
        """
        if not isinstance(text, str):
            raise InvalidTypeError(
                f"a text chunk is a str, not {type(text).__name__}: use write_binary_chunk for bytes"
            )
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise InvalidArgumentError(f"the text cannot be written as UTF-8: {error}") from None
        return self.write_chunk(data, BlockType.TEXT, metadata)

    def write_binary_chunk(
        self, data: ReadableBuffer, metadata: dict[str, Any] | None = None, block_type: str | BlockType = "BINA"
    ) -> str:
        """Write bytes, as a `BINA` block if no other type is given; return the block's id."""
        return self.write_chunk(data, block_type, metadata)

    def write_embeddings_chunk(self, array: Any, metadata: dict[str, Any] | None = None) -> str:
        """Write vectors as an `EMBD` block of float32; return the block's id.

        `array` has the shape (count, dimensions), or (dimensions,) for one vector. Both numbers go into the metadata.
        Raises `InvalidTypeError` for what is no array of numbers, `InvalidArgumentError` for another shape, or what is
        masked.
        """
        import numpy as np

        require_unmasked(embeddings=array)
        try:
            given = np.asarray(array)
            if given.dtype.hasobject and None in given.ravel().tolist():
                raise TypeError("None is none")
            with np.errstate(over="raise"):
                vectors = given.astype("<f4", order="C", copy=False)
        except (TypeError, ValueError) as error:
            raise InvalidTypeError(f"embeddings are an array of numbers: {error}") from None
        except (FloatingPointError, OverflowError):
            raise InvalidArgumentError(
                "embeddings are stored as float32, which has no number as large as one"
            ) from None
        if vectors.ndim == 1:
            vectors = vectors[None]
        if vectors.ndim != 2 or not vectors.shape[1]:
            raise InvalidArgumentError(f"embeddings have the shape (count, dimensions), not {vectors.shape}")
        count, dimensions = vectors.shape
        if metadata is None or isinstance(metadata, dict):
            metadata = (metadata or {}) | {"count": count, "dimensions": dimensions, "dtype": "float32"}
        return self.write_chunk(vectors.data, BlockType.EMBEDDINGS, metadata)

    def write_chunk(
        self,
        data: ReadableBuffer,
        block_type: str | BlockType,
        metadata: dict[str, Any] | None = None,
        *,
        block_id: str | None = None,
    ) -> str:
        """Write a block of any type (a code like `"IMAG"`, a name, or a `BlockType`); return its id, 32 hex digits.

        `data` is any bytes-like object; the writer is done with it when this returns. `metadata` is a JSON
        object. `block_id` is one that `new_block_id` drew. Whatever is wrong with the arguments raises before it has
        written anything.
        """
        ids = self._maker.ids  # those that are drawn already: nearly every block finds one
        raw = raw_id(block_id) if block_id is not None else ids.pop() if ids else self._draw_id()
        block = self._maker.make(data, block_type, metadata, raw)
        return self._take((block,), block[0], block[3], raw.hex())

    def new_block_id(self) -> str:
        """Draw the id of a block that you will write later, 32 hex digits."""
        return self._draw_id().hex()

    def _draw_id(self) -> bytes:
        return (self._maker.ids or self._maker.draw_ids(self._count())).pop()

    def write_group(
        self, blocks: Iterable[tuple[ReadableBuffer, str | BlockType, dict[str, Any] | None, str | None]]
    ) -> list[str]:
        """Write blocks that belong together; return their ids. After a crash, recovery keeps all of them or none.

        Each is `(data, block_type, metadata, block_id)`; without an id the block gets a new one. The writer
        holds them in memory, and hands them over by one call. Whatever is wrong with any of them raises before that.

        >>> with MAIFStreamWriter("pair.maif") as writer:
        ...     text_id = writer.new_block_id()
        ...     ids = writer.write_group([
        ...         (b"hello", "TEXT", None, text_id),
        ...         (bytes(8), "EMBD", {"of": text_id, "dimensions": 2}, None),
        ...     ])
        >>> ids[0] == text_id, writer.stats.blocks
        (True, 2)
        """
        try:
            given = [
                (data, block_type, metadata, self._draw_id() if block_id is None else raw_id(block_id))
                for data, block_type, metadata, block_id in blocks
            ]
        except (TypeError, ValueError) as error:
            if isinstance(error, MAIFError):
                raise
            raise InvalidTypeError(f"a group is a list of (data, block_type, metadata, block_id): {error}") from error
        of, make = len(given), self._maker.make
        group = [make(*block, group=[number, of] if of > 1 else None) for number, block in enumerate(given)]
        size, ids = sum(block[0] for block in group), [block[4].hex() for block in group]
        return self._take(group, size, self._now(), ids)

    def copy_block(self, block: Block) -> None:
        """Write a block of another file as it is: with its id, time, type and metadata, and not compressed anew.

        Raises `InvalidTypeError` for what is no `Block`.
        """
        if not isinstance(block, Block):
            raise InvalidTypeError(f"copy_block copies a block of a reader, not {block!r}")
        copy = self._maker.copy(block)
        self._take((copy,), copy[0], self._now(), None)

    def note(self, action: str, metadata: dict[str, Any] | None = None) -> None:
        """Add an entry of your own to the file's provenance; its `block_hash` is that of the last block so far.

        Raises `InvalidArgumentError` for the actions that the file adds by itself (`genesis`, `finalize`,
        `add_<type>_block`), and whatever block metadata may raise.
        """
        encode_metadata(metadata)
        if not isinstance(action, str) or not action:
            raise InvalidTypeError(f"an action is a word that says what was done, not {action!r}")
        if action in ("genesis", "finalize") or is_addition(action):
            raise InvalidArgumentError(
                f"the file adds the action {action!r} to its provenance by itself: choose another"
            )
        self._check_open()
        try:
            with self._lock, telling("writing", self.path):
                self._write_waiting()
                self._books.provenance.add(action, self._books.chain.last_hash.hex(), self._now(), metadata or {})
        except BaseException as error:
            self._fail(error)
