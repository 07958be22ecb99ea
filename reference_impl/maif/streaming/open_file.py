"""A file that is being written: it takes blocks, holds them for a moment, and in the end it is finished, or has failed.

While it is open its header says that it is unfinished. Closing adds provenance, security, index and footer, makes all
of it durable, and only then writes the final header, which commits the file.
"""

from __future__ import annotations

import math
import os
import threading
import time
import uuid
import warnings
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NoReturn, Self, TypeVar

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, LimitError, WriteError
from maif.file.format import FILE_HEADER, MAGIC, VERSION, FileHeader
from maif.file.integrity import Chain, key_field, load_private_key
from maif.file.lock import StrPath
from maif.file.merkle import NO_HASH
from maif.file.output import Output, telling
from maif.file.placing import open_locked, open_new
from maif.file.provenance import ProvenanceLog
from maif.file.spill import Spill
from maif.remote import Upload, destination
from maif.streaming.appending import remove_undo, resume
from maif.streaming.block_writer import LARGE, BlockWriter, Books, PendingBlock
from maif.streaming.finishing import finish_file
from maif.streaming.flushing import FLUSHER
from maif.streaming.pending import did_of

if TYPE_CHECKING:
    from maif.file.integrity import PrivateKey

FLUSH_EVERY = 200_000  # microseconds
_LATEST = 2**64 // 1_000_000  # seconds: a time takes eight bytes
Result = TypeVar("Result")


class OpenFile:
    """Takes blocks that are made, and sees that they reach the file: what a `MAIFStreamWriter` stands on.

    Whatever is raised, it then is as before, or it has failed for good: every later call says so.
    """

    _closed = True  # until it has opened its file

    def __init__(
        self,
        path: StrPath | Upload,
        agent_id: str,
        private_key: PrivateKey | None,
        *,
        sign_each: bool,
        buffer_size: int,
        mode: Literal["w", "x", "a"],
        kind: type[Output],
        flush_soon: bool,
        clock: Clock,
        agent_did: str | None = None,
    ) -> None:
        self.path, self._upload = destination(path)
        self._buffer_size = buffer_size
        self._time = time.time if clock is SYSTEM_CLOCK else clock.time
        self._key = load_private_key(private_key)
        self._public_key = self._key.public_key().public_bytes_raw()
        self._agent_id, self._agent_did = agent_id, did_of(agent_id, agent_did)
        self._pending: list[PendingBlock] = []
        self._hold: Callable[[Sequence[PendingBlock]], object] = self._pending.extend
        self._waiting = 0  # bytes in it, or more: who writes it beside this thread does not count
        self._lock = threading.RLock()  # held by whoever writes
        self._flush_every = FLUSH_EVERY if flush_soon else math.inf
        # Whether somebody will write what waits, or time stands still.
        self._asked = not flush_soon or clock is not SYSTEM_CLOCK
        self._failure: BaseException | None = None
        moment = self._time()
        if not 0 <= moment < _LATEST:
            raise InvalidArgumentError(
                f"the clock says {moment!r}: a file holds seconds since 1970, as far as 64 bits go"
            )
        self._flushed_at = self._now()
        self._least_size = 0  # of the finished file
        self._open_target(sign_each, mode, kind)
        _files.add(self)
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
        self._signs_each = sign_blocks
        if sign_blocks:
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

    def _count(self) -> int:
        return self._books.chain.count + len(self._pending)

    def _now(self) -> int:
        return int(self._time() * 1_000_000)

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
        signer = {"signer_id": self._agent_id, "signer_did": self._agent_did, "public_key": self._public_key.hex()}
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
        if self._least_size:  # it was appended to; nothing can have been saved of a new file
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


_files: weakref.WeakSet[OpenFile] = weakref.WeakSet()


def _disown_all() -> None:
    for file in list(_files):
        file.disown()


os.register_at_fork(after_in_child=_disown_all)
