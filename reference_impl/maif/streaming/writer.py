"""Writing a MAIF file as a stream: each block reaches the file as it comes, and none stays in memory.

While the file is written its header says that it is unfinished. Closing adds provenance, security, index and footer,
makes all of it durable, and only then writes the final header, which commits the file.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, LimitError, WriteError
from maif.file.block import Block
from maif.file.compression import Compressor
from maif.file.format import (
    BLOCK_HEADER,
    CODEC_KEY,
    FILE_HEADER,
    GROUP_KEY,
    MAGIC,
    MAX_UINT32,
    NO_METADATA,
    TYPE_CODES,
    UNCOVERED_FLAGS,
    VERSION,
    BlockFlag,
    BlockType,
    FileHeader,
    encode_metadata,
)
from maif.file.integrity import NO_HASH, Chain, key_field, load_private_key
from maif.file.output import MappedOutput, Output, StrPath, open_locked, open_new, telling
from maif.file.provenance import ProvenanceLog, is_addition
from maif.file.spill import Spill
from maif.streaming.appending import remove_undo, resume
from maif.streaming.closing import finish_file
from maif.streaming.sealing import LARGE, BlockSealer, Books, PendingBlock
from maif.units import parse_size

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PrivateKey

FLUSH_EVERY = 200_000  # microseconds
MAX_AGENT_ID = 4096  # bytes


class WriterStats(NamedTuple):
    """What a writer has done so far: blocks, bytes of the file, seconds since it was opened, and their quotient."""

    blocks: int
    bytes: int
    seconds: float
    bytes_per_second: float


class MAIFStreamWriter:
    """Writes blocks to a file as they come; memory does not grow with their number.

    `path`: the file. `mode`: `"w"` replaces a file that is there, `"x"` refuses to, `"a"` reopens a finished file and
    goes on, signing as before. `private_key`: an Ed25519 key (see `maif.file.integrity.load_private_key`);
    without one the writer makes one, and a file that is to be appended to later needs one that is kept.
    `sign="merkle"` signs all blocks at once when the file is closed; `"block"` signs each, and adds a provenance entry
    for each. `compression`: None, `"zstd"`, or a Zstandard level from 1 to 22. `buffer_size`: small blocks are
    gathered up to this size, or for 0.2 seconds, before they are written.

    Use it as a context manager. Left by an exception, it closes the file but does not finish it: the blocks can be
    recovered. It raises `FileLockedError` where another writer is at work on the file, `WriteError` where the disk
    refuses, `LimitError` before a field of the format would overflow. A writer belongs to one thread at a time.

    >>> with MAIFStreamWriter("tour.maif", agent_id="guide") as writer:
    ...     block_id = writer.write_text_chunk("hello", {"lang": "en"})
    >>> len(block_id), writer.stats.blocks
    (32, 1)
    """

    def __init__(
        self,
        path: StrPath,
        *,
        agent_id: str = "maif",
        private_key: PrivateKey | None = None,
        sign: Literal["merkle", "block"] = "merkle",
        compression: str | int | None = None,
        buffer_size: int | str = "1MB",
        mode: Literal["w", "x", "a"] = "w",
        enable_mmap: bool = False,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        if sign not in ("merkle", "block"):
            raise InvalidArgumentError(f"sign is 'merkle' or 'block', not {sign!r}")
        if mode not in ("w", "x", "a"):
            raise InvalidArgumentError(f"mode is 'w', 'x' or 'a', not {mode!r}")
        self.path = os.path.realpath(path)
        self._buffer_size = parse_size(buffer_size)
        self._compressor = Compressor(compression) if compression else None
        output_class = MappedOutput if enable_mmap else Output
        self._clock, self._started = clock, clock.monotonic()
        self._time = time.time if clock is SYSTEM_CLOCK else clock.time  # asked for every block: spare a call
        self._key = load_private_key(private_key)
        self._public_key = self._key.public_key().public_bytes_raw()
        self._agent_id, self._agent_did = agent_id, _did(agent_id)
        self._pending: list[PendingBlock] = []
        self._pending_size = 0
        self._ids: list[bytes] = []
        self._closed = False
        self._failure: BaseException | None = None
        self._flushed_at = self._now()
        self._least_size = 0  # of the finished file
        folder = os.path.dirname(self.path)
        if appending := mode == "a" and os.path.exists(self.path):
            self._output = output_class(open_locked(self.path), self.path)
        else:
            self._header, self._position = self._first_header(), FILE_HEADER.size
            descriptor = open_new(self.path, self._header.pack(), replace=mode == "w")
            self._output = output_class(descriptor, self.path)
        provenance = ProvenanceLog(self._key, self._agent_id, self._agent_did, folder)
        self._books = Books(Chain(), Spill(folder), provenance)
        sign_blocks = sign == "block"
        try:
            with telling("beginning to write", self.path):
                if appending:
                    sign_blocks = self._resume(sign_blocks)
                else:
                    provenance.begin(self._header)
        except BaseException:
            self._books.close()
            self._output.close()
            raise
        self._sealer = BlockSealer(self._output, self._books, self._key if sign_blocks else None)
        self._flags = 0
        if sign_blocks:
            self._flags = BlockFlag.SIGNED.value | BlockFlag.IMMUTABLE.value
            self._buffer_size = 0  # a signed block is written at once

    def _first_header(self) -> FileHeader:
        """Return the header of a file that is being written."""
        did = self._agent_did.encode()[:64].decode(errors="ignore").encode()
        now, file_id, creator_id = self._now(), uuid.uuid4().bytes, uuid.uuid4().bytes
        key = key_field(self._public_key)
        return FileHeader(MAGIC, *VERSION, 0, now, now, file_id, creator_id, did, 0, 0, 0, 0, NO_HASH, key)

    def _resume(self, sign_blocks: bool) -> bool:
        """Go on with a finished file; return whether its blocks are signed, or `sign_blocks` if it has none."""
        self._least_size = os.fstat(self._output.descriptor).st_size
        self._header, signed = resume(self._output, self._public_key, self._books)
        self._position = self._header.provenance_offset
        return sign_blocks if signed is None else signed

    @property
    def public_key(self) -> str:
        """The key that the file's signatures can be checked with, 64 hex digits."""
        return self._public_key.hex()

    @property
    def stats(self) -> WriterStats:
        """Blocks, bytes, seconds and bytes a second so far."""
        seconds = self._clock.monotonic() - self._started
        size, blocks = self._position + self._pending_size, self._books.chain.count + len(self._pending)
        return WriterStats(blocks, size, seconds, size / seconds if seconds > 0 else 0.0)

    def write_text_chunk(self, text: str, metadata: dict[str, Any] | None = None) -> str:
        """Write a text as a `TEXT` block, in UTF-8; return the block's id."""
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
        """
        import numpy as np

        try:
            vectors = np.ascontiguousarray(array, dtype="<f4")
        except (TypeError, ValueError) as error:
            raise InvalidTypeError(f"embeddings are an array of numbers: {error}") from None
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

        `data` is any bytes-like object; it is not needed any more when this returns. `metadata` is a JSON
        object. `block_id` is one that `new_block_id` drew. Whatever is wrong with the arguments raises before anything
        is written.
        """
        raw_id = self._draw_id() if block_id is None else _raw_id(block_id)
        self._add(self._now(), self._prepared(data, block_type, metadata, raw_id))
        return raw_id.hex()

    def new_block_id(self) -> str:
        """Draw the id of a block that is to be written later, 32 hex digits."""
        return self._draw_id().hex()

    def write_group(
        self, blocks: Iterable[tuple[ReadableBuffer, str | BlockType, dict[str, Any] | None, str | None]]
    ) -> list[str]:
        """Write blocks that belong together; return their ids. After a crash, recovery keeps all of them or none.

        Each is `(data, block_type, metadata, block_id)`; without an id the block gets a new one. They are written
        by one call, and held in memory until then. Whatever is wrong with any of them raises before one is written.

        >>> with MAIFStreamWriter("pair.maif") as writer:
        ...     text_id = writer.new_block_id()
        ...     ids = writer.write_group([
        ...         (b"hello", "TEXT", None, text_id),
        ...         (bytes(8), "EMBD", {"of": text_id, "dimensions": 2}, None),
        ...     ])
        >>> ids[0] == text_id, writer.stats.blocks
        (True, 2)
        """
        given = [(*block[:3], self._draw_id() if block[3] is None else _raw_id(block[3])) for block in blocks]
        of = len(given)
        group = [self._prepared(*block, group=[number, of] if of > 1 else None) for number, block in enumerate(given)]
        self._add(self._now(), *group)
        return [block_id.hex() for *_, block_id in given]

    def _prepared(
        self,
        data: ReadableBuffer,
        block_type: str | BlockType,
        metadata: dict[str, Any] | None,
        block_id: bytes,
        group: list[int] | None = None,
    ) -> PendingBlock:
        """Return a block as it will stand in the file, as far as it depends on nothing but itself."""
        type_code = _CODES.get(block_type) or TYPE_CODES[BlockType.of(block_type)]
        if type(data) is not bytes:
            data = _plain_view(data)
        reserved: dict[str, Any] = {GROUP_KEY: group} if group else {}
        encoded = NO_METADATA if metadata is None and not group else encode_metadata(metadata, reserved=reserved)
        flags = self._flags
        if self._compressor is not None and (compressed := self._compressor.compress(data)):
            data, codec = compressed
            flags, encoded = flags | _COMPRESSED, encode_metadata(metadata, reserved=reserved | {CODEC_KEY: codec})
        return _whole(type_code, flags, int(self._time() * 1_000_000), block_id, data, encoded)

    def copy_block(self, block: Block) -> None:
        """Write a block of another file as it is: with its id, time, type and metadata, and not compressed anew."""
        header = block.header
        flags = header.flags & ~UNCOVERED_FLAGS | self._flags
        encoded = bytes(block.raw_metadata)
        copy = _whole(header.type_code, flags, header.timestamp, header.block_id, block.view, encoded)
        self._add(self._now(), copy)

    def _add(self, now: int, *blocks: PendingBlock) -> None:
        """Let blocks wait until there are enough to write, or write them now; never a part of them alone."""
        if self._closed or self._failure:
            raise self._refusal()
        size = sum(block[0] for block in blocks)
        if size < LARGE or len(blocks) > 1:
            self._pending += [block if type(block[5]) is bytes else _held(block) for block in blocks]
            waiting = self._pending_size = self._pending_size + size
            if waiting < self._buffer_size and 0 <= now - self._flushed_at < FLUSH_EVERY:
                return
        else:
            self._flush()
            self._pending += blocks
        self._flush()

    def note(self, action: str, metadata: dict[str, Any]) -> None:
        """Add an entry of your own to the file's provenance; its `block_hash` is that of the last block so far.

        Raises `InvalidArgumentError` for the actions that the file adds by itself (`genesis`, `finalize`,
        `add_<type>_block`), and whatever block metadata may raise.
        """
        encode_metadata(metadata)
        if action in ("genesis", "finalize") or is_addition(action):
            raise InvalidArgumentError(
                f"the file adds the action {action!r} to its provenance by itself: choose another"
            )
        if self._closed or self._failure:
            raise self._refusal()
        self._flush()
        with telling("writing", self.path):
            self._books.provenance.add(action, self._books.chain.last_hash.hex(), self._now(), metadata)

    def flush(self, sync: bool = False) -> None:
        """Hand all blocks so far to the operating system: they survive the end of this process, however sudden.

        With `sync=True` they survive a loss of power, too.
        """
        if self._closed or self._failure:
            raise self._refusal()
        self._flush()
        if sync:
            self._output.sync()

    def _flush(self) -> None:
        """Write the blocks that are waiting."""
        try:
            with telling("writing", self.path):  # to the file, or to the temporary ones in which the index spills
                size, parts = self._sealer.seal(self._pending, self._position)
                self._output.write_at(self._position, b"".join(parts))
        except LimitError:  # raised before the block changed anything
            raise
        except BaseException as error:  # what is in memory and in the file may no longer agree
            self._failure = error
            raise
        finally:
            self._pending.clear()
            self._pending_size = 0
        self._position += size
        self._flushed_at = self._now()

    def _draw_id(self) -> bytes:
        return (self._ids or self._draw_ids()).pop()

    def _draw_ids(self) -> list[bytes]:
        """Draw a thousand random block ids together (UUIDs, version 4): at most as many as there may be blocks."""
        left = MAX_UINT32 - self._books.chain.count - len(self._pending)
        if not left:
            raise LimitError(f"a file has at most {MAX_UINT32} blocks: go on in another")
        drawn = bytearray(os.urandom(16 * min(1000, left)))
        drawn[6::16] = drawn[6::16].translate(_VERSION_4)
        drawn[8::16] = drawn[8::16].translate(_VARIANT)
        ids = bytes(drawn)
        self._ids = [ids[at : at + 16] for at in range(0, len(ids), 16)]
        return self._ids

    def _now(self) -> int:
        return int(self._time() * 1_000_000)

    def _refusal(self) -> ClosedError:
        if self._failure is None:
            return ClosedError(f"{self.path}: the writer is closed")
        refusal = ClosedError(
            f"{self.path}: an earlier write failed, the file is unfinished: mend it with `maif recover`"
        )
        refusal.__cause__ = self._failure
        return refusal

    def close(self) -> None:
        """Finish the file and close it: when this returns, it is complete and durable. A second call does nothing."""
        if self._closed:
            return
        try:
            if self._failure:
                raise self._refusal()
            self._flush()
            with telling("finishing", self.path):
                self._finish()
        finally:
            self._release()

    def _finish(self) -> None:
        signer = {"signer_id": self._agent_id, "signer_did": self._agent_did, "public_key": self.public_key}
        self._position = finish_file(
            self._output,
            self._position,
            self._header,
            self._books,
            self._key,
            signer=signer,
            now=self._now(),
            least_size=self._least_size,
        )
        remove_undo(self.path)

    def _release(self) -> None:
        """Let go of everything, leaving the file as it is."""
        self._closed = True
        self._sealer.close()
        self._books.close()
        self._output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: type[BaseException] | None, *_: object) -> None:
        if error_type is None:
            self.close()
        elif not self._closed:
            try:
                if self._failure is None:
                    self._flush()
            except WriteError:  # the error that ends the `with` is the one to see; the file is unfinished either way
                pass
            finally:
                self._release()


_COMPRESSED = BlockFlag.COMPRESSED.value
_CODES: dict[object, int] = {key: TYPE_CODES[kind] for kind in BlockType for key in (kind, kind.value)}
_VERSION_4 = bytes(byte & 0x0F | 0x40 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


def _whole(
    type_code: int, flags: int, timestamp: int, block_id: bytes, data: bytes | memoryview, encoded: bytes
) -> PendingBlock:
    size = BLOCK_HEADER.size + len(data) + len(encoded)
    if size > MAX_UINT32:
        raise LimitError(f"a block has less than 4 GiB with header and metadata, this one {size} bytes: split it")
    return size, type_code, flags, timestamp, block_id, data, encoded


def _held(block: PendingBlock) -> PendingBlock:
    """Return a block whose data is its own: the caller may use the buffer again."""
    return (*block[:5], bytes(block[5]), block[6])


def _raw_id(block_id: str) -> bytes:
    """Return the bytes of an id; refuse what is none."""
    try:
        raw = bytes.fromhex(block_id)
    except (TypeError, ValueError):
        raw = b""
    if len(raw) != 16:
        raise InvalidArgumentError(f"a block id is text of 32 hex digits, not {block_id!r}: see new_block_id()")
    return raw


def _plain_view(data: ReadableBuffer) -> memoryview:
    """Return any bytes-like object as a flat view of its bytes; one that is not contiguous is copied."""
    try:
        view = memoryview(data)
    except (TypeError, ValueError) as error:
        raise InvalidTypeError(f"a block's data is a bytes-like object, not {type(data).__name__}: {error}") from None
    try:
        return view.cast("B")
    except TypeError:
        return memoryview(view.tobytes())


def _did(agent_id: str) -> str:
    """Return an agent's DID; refuse an id that is no text, or does not fit into every provenance entry."""
    if not isinstance(agent_id, str):
        raise InvalidTypeError(f"agent_id is text, not {agent_id!r}")
    try:
        size = len(agent_id.encode())
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"agent_id cannot be written as UTF-8: {error}") from None
    if size > MAX_AGENT_ID:
        raise LimitError(f"agent_id takes {size} bytes, more than the limit of {MAX_AGENT_ID}")
    return f"did:maif:{agent_id}"
