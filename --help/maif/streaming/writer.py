"""Writing a MAIF file as a stream: each block reaches the file as it comes, and none stays in memory.

While the file is written its header says that it is unfinished. Closing adds provenance, security, index and footer,
makes all of it durable, and only then writes the final header, which commits the file.
"""

from __future__ import annotations

import math
import os
import threading
import uuid
import warnings
import weakref
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn, Self, TypeVar

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, LimitError, WriteError
from maif.file.block import Block
from maif.file.format import FILE_HEADER, MAGIC, VERSION, BlockType, FileHeader
from maif.file.integrity import Chain, key_field, load_private_key
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH
from maif.file.metadata import encode_metadata
from maif.file.output import MappedOutput, Output, telling
from maif.file.placing import open_locked, open_new
from maif.file.provenance import ProvenanceLog, is_addition
from maif.file.spill import Spill
from maif.remote import Upload, destination
from maif.streaming.appending import remove_undo, resume
from maif.streaming.block_writer import LARGE, BlockWriter, Books, PendingBlock
from maif.streaming.finishing import finish_file
from maif.streaming.flushing import FLUSHER
from maif.streaming.pending import BlockMaker, did_of, raw_id
from maif.units import parse_size

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from maif.file.integrity import PrivateKey

FLUSH_EVERY = 200_000  # microseconds
Result = TypeVar("Result")


class WriterStats(NamedTuple):
    """What a writer has done so far: blocks, bytes of the file, seconds since it was opened, and their quotient."""

    blocks: int
    bytes: int
    seconds: float
    bytes_per_second: float


class MAIFStreamWriter:
    """Writes blocks to a file as they come; memory does not grow with their number.

    `path`: the file, or a URL: then the file grows on this machine, and is stored when it is closed (see
    `maif.remote.Upload`). `mode`: `"w"` replaces a file that is there, `"x"` refuses to, `"a"` reopens a finished file
    and goes on, signing as before. `private_key`: an Ed25519 key (see `maif.file.integrity.load_private_key`); without
    one the writer makes one; keep one of your own for a file to which you will append. `sign="merkle"` signs all blocks
    at once when the file is closed; `"block"` signs each, and adds a provenance entry for each. `compression`: None,
    `"zstd"`, or a Zstandard level from 1 to 22. `buffer_size`: the writer gathers small blocks up to this size before
    it writes them, and for 0.2 seconds at most, also when nothing follows (on another clock than the system's: until
    the next one comes); with `flush_soon=False` until `flush`, for whoever has many writers, and visits them.

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

    _closed = True  # until it has opened its file

    def __init__(
        self,
        path: StrPath | Upload,
        *,
        agent_id: str = "maif",
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
        self.path, self._upload = destination(path)
        self._buffer_size = parse_size(buffer_size)
        self._maker = BlockMaker(clock, compression)
        self._clock, self._started = clock, clock.monotonic()
        self._key = load_private_key(private_key)
        self._public_key = self._key.public_key().public_bytes_raw()
        self._agent_id, self._agent_did = agent_id, did_of(agent_id)
        self._pending: list[PendingBlock] = []
        self._hold: Callable[[Sequence[PendingBlock]], object] = self._pending.extend
        self._waiting = 0  # bytes in it, or more: who writes it beside this thread does not count
        self._lock = threading.RLock()  # held by whoever writes
        self._flush_every = FLUSH_EVERY if flush_soon else math.inf
        # Whether somebody will write what waits, or time stands still.
        self._asked = not flush_soon or clock is not SYSTEM_CLOCK
        self._failure: BaseException | None = None
        self._flushed_at = self._now()
        self._least_size = 0  # of the finished file
        self._open_target(sign == "block", mode, MappedOutput if enable_mmap else Output)
        _writers.add(self)
        self._closed = False

    def _open_target(self, sign_blocks: bool, mode: Literal["w", "x", "a"], kind: type[Output]) -> None:
        """Open the file, or the spool of an upload."""
        if self._upload is None:
            self._open(self.path, sign_blocks, mode, kind)
            return
        self._upload.begin(mode)
        try:
            self._open(self._upload.spool, sign_blocks, mode, kind)
        except BaseException:
            self._upload.discard()
            raise

    def _open(self, path: str, sign_blocks: bool, mode: str, kind: type[Output]) -> None:
        self._real_path = os.path.realpath(path)
        folder = os.path.dirname(self._real_path)
        appending = mode == "a" and os.path.exists(self._real_path)
        try:
            if appending:
                self._output = open_locked(self._real_path, kind)
            else:
                self._header, self._position = self._first_header(), FILE_HEADER.size
                self._output = open_new(self._real_path, self._header.pack(), kind, replace=mode == "w")
        except OSError as error:
            error.filename = self.path  # as it was given
            raise
        provenance = ProvenanceLog(self._key, self._agent_id, self._agent_did, folder)
        self._books = Books(Chain(), Spill(folder), provenance)
        try:
            self._output.path = self.path
            with telling("beginning to write", self.path):
                if appending:
                    sign_blocks = self._resume(sign_blocks)
                else:
                    provenance.begin(self._header)
            self._blocks = BlockWriter(self._output, self._books, self._key if sign_blocks else None)
        except BaseException:
            self._books.close()
            self._output.close()
            raise
        if sign_blocks:
            self._maker.sign_each()
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
        self._header, signed = resume(self._output, self._real_path, self._public_key, self._books)
        self._position = self._header.provenance_offset
        return sign_blocks if signed is None else signed

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

        `data` is any bytes-like object; the writer is done with it when this returns. `metadata` is a JSON
        object. `block_id` is one that `new_block_id` drew. Whatever is wrong with the arguments raises before it has
        written anything.
        """
        raw = self._draw_id() if block_id is None else raw_id(block_id)
        block = self._maker.make(data, block_type, metadata, raw)
        return self._take((block,), block[0], block[3], raw.hex())

    def new_block_id(self) -> str:
        """Draw the id of a block that you will write later, 32 hex digits."""
        return self._draw_id().hex()

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
        given = [(*block[:3], self._draw_id() if block[3] is None else raw_id(block[3])) for block in blocks]
        of, make = len(given), self._maker.make
        group = [make(*block, group=[number, of] if of > 1 else None) for number, block in enumerate(given)]
        size, ids = sum(block[0] for block in group), [block[4].hex() for block in group]
        return self._take(group, size, self._now(), ids)

    def copy_block(self, block: Block) -> None:
        """Write a block of another file as it is: with its id, time, type and metadata, and not compressed anew."""
        copy = self._maker.copy(block)
        self._take((copy,), copy[0], self._now(), None)

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
        self._check_open()
        try:
            with self._lock, telling("writing", self.path):
                self._write_waiting()
                self._books.provenance.add(action, self._books.chain.last_hash.hex(), self._now(), metadata)
        except BaseException as error:
            self._fail(error)

    def flush(self, sync: bool = False) -> None:
        """Hand all blocks so far to the operating system: they survive the end of this process, however sudden.

        With `sync=True` they survive a loss of power, too.
        """
        self._check_open()
        try:
            with self._lock:
                self._write_waiting()
                if sync:
                    self._output.sync()
        except BaseException as error:
            self._fail(error)

    def _take(self, blocks: Sequence[PendingBlock], size: int, now: int, result: Result) -> Result:
        """Let blocks wait, or write them now, with those that wait; return the result.

        Nothing comes after the step that makes them wait: who is interrupted has taken them, or left all as it was.
        """
        waiting = self._waiting + size
        if waiting < self._buffer_size and size < LARGE and 0 <= now - self._flushed_at < self._flush_every:
            self._waiting = waiting
            return result if not self._hold(blocks) and self._asked else self._ask(result)
        self._check_open()
        try:
            with self._lock:
                if size >= LARGE:
                    self._write_waiting()
                self._write_waiting(blocks)
            return result
        except BaseException as error:
            self._fail(error)

    def _ask(self, result: Result) -> Result:
        """Have written what waits, should nothing follow."""
        try:
            self._asked = True
            if not FLUSHER.ask(self):
                self.flush_waiting()
            return result
        except BaseException as error:
            self._fail(error)

    def flush_waiting(self) -> None:
        """Write what waits: called by a thread that looks after all writers. What fails is told by the next call."""
        self._asked = self._flush_every == math.inf  # if not, whoever adds a block asks again
        if not self._lock.acquire(blocking=False):
            return  # the writer is at work, and writes what waits
        try:
            if self._pending and not self._closed and self._failure is None:
                self._write_waiting()
        except BaseException as error:
            self._end(error)
        finally:
            self._lock.release()

    def _write_waiting(self, blocks: Sequence[PendingBlock] = ()) -> None:
        """Write the blocks that are waiting, and these; with the lock held."""
        pending = self._pending
        waiting = [*pending, *blocks]
        with telling("writing", self.path):  # to the file, or to the temporary ones in which the index spills
            position = self._blocks.write(waiting, self._position) if waiting else self._position
        self._position = position
        del pending[: len(waiting) - len(blocks)]  # more may have come meanwhile, from the writer's own thread
        self._waiting, self._flushed_at = 0, self._now()

    def _fail(self, error: BaseException) -> NoReturn:
        """Raise an error; what is in memory and in the file may no longer agree, so that nothing goes on from here."""
        if not isinstance(error, LimitError):  # which is raised before anything has changed
            self._end(error)
        raise error

    def _end(self, failure: BaseException | None) -> None:
        """Take nothing any more."""
        self._failure = self._failure or failure
        self._buffer_size = 0  # so that no block is taken without a look at the state

    def _draw_id(self) -> bytes:
        return (self._maker.ids or self._maker.draw_ids(self._count())).pop()

    def _count(self) -> int:
        return self._books.chain.count + len(self._pending)

    def _now(self) -> int:
        return int(self._maker.time() * 1_000_000)

    def _check_open(self) -> None:
        if self._closed or self._failure:
            self._refuse()

    def _refuse(self) -> NoReturn:
        if self._failure is None:
            raise ClosedError(f"{self.path}: the writer is closed")
        if isinstance(self._failure, ClosedError):
            raise self._failure
        if self._upload is not None:
            raise ClosedError(f"{self.path}: writing it has failed; {self._upload.kept}") from self._failure
        advice = f"{self.path}: an earlier write failed, the file is unfinished: mend it with `maif recover`"
        raise ClosedError(advice) from self._failure

    def close(self) -> None:
        """Finish the file and close it: when this returns, it is complete and durable. A second call does nothing.

        Where anything has failed before, it raises `ClosedError`, each time: the file is not finished.
        """
        if self._failure:
            self._release()
            self._refuse()
        if self._closed:
            return
        try:
            with self._lock:
                self._write_waiting()
                with telling("finishing", self.path):
                    self._finish()
            if self._upload is not None:
                self._upload.put()
            self._release()
        except BaseException as error:
            self._end(error)
            self._release()
            raise

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
        remove_undo(self._real_path, self._header.file_id)

    def _release(self) -> None:
        """Let go of everything, leaving the file as it is."""
        with self._lock:  # nobody is in the middle of writing
            self._closed = True
            self._end(None)
            try:
                self._blocks.close()
                self._books.close()
            finally:
                self._output.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error_type: type[BaseException] | None, error: BaseException | None = None, *_: object) -> None:
        if error is not None and self._upload is not None and not self._closed:
            error.add_note(f"{self.path}: {self._upload.kept}: `maif recover` makes a finished file of it")
        if error_type is None:
            self.close()
        elif not self._closed:
            try:
                if self._failure is None:
                    with self._lock:
                        self._write_waiting()
            except WriteError:  # the error that ends the `with` is the one to see; the file is unfinished either way
                pass
            finally:
                advice = f"{self.path}: the writer was left by an exception, the file is unfinished: see `maif recover`"
                self._end(ClosedError(advice))
                self._release()

    def __del__(self) -> None:
        if not self._closed:
            warnings.warn(
                f"{self.path}: the writer was not closed, the file is unfinished",
                ResourceWarning,
                stacklevel=1,
                source=self,
            )
            self.__exit__(ClosedError)

    def __reduce__(self) -> NoReturn:
        raise InvalidTypeError(
            f"{self.path}: a writer cannot be pickled: it belongs to the process that holds the file"
        )

    def disown(self) -> None:
        """Leave the file to the process that made the writer: this one is a forked child."""
        self._lock = threading.RLock()
        self._end(ClosedError(f"{self.path}: the writer belongs to the process that this one was forked from"))


_writers: weakref.WeakSet[MAIFStreamWriter] = weakref.WeakSet()


def _disown_all() -> None:
    for writer in list(_writers):
        writer.disown()


os.register_at_fork(after_in_child=_disown_all)
