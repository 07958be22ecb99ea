"""`Shelf`: all artifacts that one client writes in this process; who is open, who has something to sync."""

from __future__ import annotations

import logging
import math
import os
import resource
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from maif.batches import batched
from maif.clock import SYSTEM_CLOCK
from maif.errors import FileLockedError, MAIFError
from maif.parallel import map_as_completed
from maif.realtime.artifact.chores import Chores
from maif.realtime.artifact.segment import Writing, finish_abandoned
from maif.realtime.artifact.writer import ArtifactWriter
from maif.streaming.flushing import FLUSHER, PERIOD

IDLE = 10.0  # seconds without a write, after which a segment may be finished because many are open
AT_A_VISIT = 200  # artifacts, five times a second: where there are more, each write takes more blocks
SIDE_BY_SIDE = 16  # syncs wait for the disk, which takes many at once
_log = logging.getLogger("maif.realtime")


class Shelf:
    """Keeps one writer an artifact, and what must happen to several of them at a time. Safe across threads.

    It finishes segments when more than `max_open` are open, those first that have been idle for longest and for ten
    seconds at least: so it does not open a busy artifact again and again. Only where the open files would come near
    what this process may open, it finishes busy ones as well.

    What was written reaches its file a fifth of a second later; where very many artifacts are busy, a little after.
    (On another clock than the system's it does so when it is flushed.)
    """

    def __init__(
        self, root: str, writing: Writing, max_open: int = 256, *, opened: Callable[[], object] = lambda: None
    ) -> None:
        self.root = root
        self.writing = writing
        self.max_open = max_open
        self._opened = opened  # called when a segment is: it must be finished some day
        self._most_open = max(max_open, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
        self._writers: dict[str, ArtifactWriter] = {}
        self._open: set[ArtifactWriter] = set()
        self._none_idle_before = 0.0
        self._unsynced: set[ArtifactWriter] = set()
        self._unflushed: dict[ArtifactWriter, None] = {}  # those that have waited for longest come first
        self._next_visit = 0.0 if writing.clock is SYSTEM_CLOCK else math.inf
        self._lock = threading.RLock()
        self._pool: ThreadPoolExecutor | None = None
        self.chores = Chores()
        self._mending: dict[str, Future[None]] = {}

    def writer(self, source_id: str) -> ArtifactWriter:
        """Return the writer of an artifact, the same one each time."""
        if (writer := self._writers.get(source_id)) is None:
            with self._lock:
                writer = self._writers.setdefault(source_id, ArtifactWriter(self, source_id))
        return writer

    def flush(self) -> None:
        """Hand everything that was written to the operating system."""
        for writer in [*self._unsynced]:
            writer.flush()

    def flush_waiting(self) -> None:
        """Have some of what waits reach its files: called by the thread that looks after all writers."""
        for writer in [*self._unflushed][:AT_A_VISIT]:
            self._unflushed.pop(writer, None)
            writer.flush_waiting()
        if self._unflushed:
            self._ask_for_visit()

    def _ask_for_visit(self) -> None:
        self._next_visit = time.monotonic() + PERIOD
        if not FLUSHER.ask(self):
            self.flush_waiting()

    def sync(self, durable: bool = True) -> None:
        """Return when all that was written so far survives a loss of power (else: the end of this process).

        Raises what a flush raised, each time anew: from then on nothing may be taken for safe.
        """
        changed = [*self._unsynced]

        def sync_some(writers: list[ArtifactWriter]) -> None:
            for writer in writers:
                try:
                    self._unsynced.discard(writer)
                    writer.flush(durable)
                except BaseException:
                    self._unsynced.add(writer)
                    raise

        several = len(changed) // (4 * SIDE_BY_SIDE) or 1  # a call for each would take as long as its work
        for _ in map_as_completed(sync_some, batched(changed, several), num_workers=SIDE_BY_SIDE):
            pass

    def leave_chores(self) -> Chores:
        """Leave to the next start what was to be mended or compacted; return the chores, of which one may go on."""
        with self._lock:
            chores, self.chores = self.chores, Chores()
            self._mending.clear()
        chores.give_up()
        return chores

    def finish(self, timeout: float | None = None) -> None:
        """Finish all segments that are open. The shelf can be used again.

        What has not begun to be mended or compacted is left for the next start: that may take longer than a stop
        should. So is what is not done `timeout` seconds after everything else.
        """
        chores = self.leave_chores()
        with self._lock:
            writers = [*self._writers.values()]
        try:
            self._finish_each(writers)
        finally:
            with self._lock:
                pool, self._pool = self._pool, None
            if pool is not None:
                pool.shutdown()
            chores.join(timeout)

    def _finish_each(self, writers: Iterable[ArtifactWriter]) -> None:
        errors: list[Exception] = []

        def finish_one(writer: ArtifactWriter) -> None:
            try:
                writer.finish()
                self._unsynced.discard(writer)
            except Exception as error:
                errors.append(error)

        try:
            for _ in map_as_completed(finish_one, writers, num_workers=SIDE_BY_SIDE):
                pass
        except RuntimeError:  # the interpreter ends, and begins no more threads
            for writer in writers:
                finish_one(writer)
        if errors:
            raise errors[0]

    def mend_later(self, paths: Iterable[str]) -> None:
        """Have segments whose writers died finished in the background."""
        for path in paths:
            with self._lock:
                if path not in self._mending:
                    self._mending[path] = self.chores.put(partial(self._mend, path))

    def mending(self, folder: str | None = None) -> list[Future[None]]:
        """Return what is being mended in the background, of one artifact or of all."""
        paths = [*self._mending.items()]
        return [future for path, future in paths if folder in (None, os.path.dirname(path))]

    def _mend(self, path: str) -> None:
        try:
            finish_abandoned(path, self.writing)
        except (FileLockedError, FileNotFoundError):  # another process is at it, or has removed it
            pass
        except (MAIFError, OSError) as error:
            _log.warning("%s cannot be recovered, it is left as it is: %s", path, error)

    def in_background(self, work: Callable[[], None]) -> Future[None]:
        """Have something done in a thread; where the interpreter ends, at once."""
        with self._lock:
            self._pool = self._pool or ThreadPoolExecutor(2, "maif-artifacts")
            try:
                return self._pool.submit(work)
            except RuntimeError:
                done: Future[None] = Future()
                try:
                    work()
                    done.set_result(None)
                except BaseException as error:
                    done.set_exception(error)
                return done

    def note_written(self, writer: ArtifactWriter) -> None:
        """Remember that an artifact has something to sync."""
        writer.last_written = now = self.writing.clock.monotonic()
        self._unsynced.add(writer)
        self._unflushed[writer] = None
        if now >= self._next_visit:  # what is written before it is flushed by it
            self._ask_for_visit()

    def note_opened(self, writer: ArtifactWriter) -> None:
        """Remember that an artifact has an open segment; if there are many, have the idle ones finished."""
        self._opened()
        with self._lock:
            self._open.add(writer)
            writer.last_written = self.writing.clock.monotonic()
            if len(self._open) > self.max_open:
                self._finish_idle(writer)

    def note_closed(self, writer: ArtifactWriter) -> None:
        """Remember that an artifact has no open segment any more."""
        with self._lock:
            self._open.discard(writer)

    def _finish_idle(self, opened: ArtifactWriter) -> None:
        now = opened.last_written
        if now < self._none_idle_before and len(self._open) <= self._most_open:
            return
        others = sorted(self._open - {opened}, key=lambda writer: writer.last_written)
        for writer in others:
            busy = now - writer.last_written < IDLE
            if busy:
                self._none_idle_before = writer.last_written + IDLE
            if len(self._open) <= self.max_open or (busy and len(self._open) <= self._most_open):
                return
            writer.finish_if_idle()


def artifact_folders(root: str) -> list[str]:
    """Return the folders below a root that may be artifacts."""
    try:
        with os.scandir(root) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except FileNotFoundError:
        return []
