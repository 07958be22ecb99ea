"""`ArtifactWriter`: the one place in this process through which blocks reach an artifact's segments."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol

from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, LimitError
from maif.file.output import Output
from maif.file.placing import beside
from maif.realtime.artifact.draft import Draft
from maif.realtime.artifact.naming import ID_NAME, folder_name, is_hashed
from maif.realtime.artifact.segment import OpenSegment, Writing, begin_segment, is_abandoned, reopen_segment
from maif.segments.naming import segment_paths

if TYPE_CHECKING:
    from maif.realtime.outbox import Origin

LARGE = 1 << 18  # bytes that are not written in an event loop's thread
_REFUSED = (InvalidArgumentError, InvalidTypeError, LimitError)  # raised before anything was written


class Keeper(Protocol):
    """Whoever keeps writers, and must know what they do: see `maif.realtime.artifact.shelf`."""

    root: str
    writing: Writing

    def note_written(self, writer: ArtifactWriter) -> None: ...
    def note_opened(self, writer: ArtifactWriter) -> None: ...
    def note_closed(self, writer: ArtifactWriter) -> None: ...
    def mend_later(self, paths: Iterable[str]) -> None: ...
    def in_background(self, work: Callable[[], None]) -> Future[None]: ...


class ArtifactWriter:
    """Writes groups of blocks into the segments of one artifact. Safe across threads.

    At most one segment is open; a full one is finished in the background while the next takes blocks. After a write
    that failed half way the writer is failed for good: what it had taken and not synced may be lost, so that whoever
    relies on `flush(sync=True)` must not be told that all is well.
    """

    def __init__(self, keeper: Keeper, source_id: str) -> None:
        self.source_id = source_id
        self.folder = os.path.join(keeper.root, folder_name(source_id))
        self.last_written = 0.0
        self._keeper = keeper
        self._lock = threading.Lock()
        self._segment: OpenSegment | None = None
        self._finishing: list[Future[None]] = []
        self._failure: BaseException | None = None
        self._looked_for_abandoned = False
        self._resting = threading.Lock()  # held while the segments that there are must stay closed

    def write(self, drafts: Sequence[Draft], origin: Origin | None = None, artifacts: int = 1) -> None:
        """Write blocks as one group; they are on disk after `flush`."""
        with self._lock:
            self._write(drafts, origin, artifacts)

    def write_at_once(self, drafts: Sequence[Draft], origin: Origin | None = None, artifacts: int = 1) -> bool:
        """Write blocks if that takes no time worth speaking of; say whether it was so."""
        size = 0
        for draft in drafts:
            size += len(draft.data)
        if self._segment is None or size > LARGE or self._lock.locked():
            return False
        with self._lock:  # an interrupt between taking a lock by hand and a `try` would keep it for ever
            if self._segment is None:
                return False
            self._write(drafts, origin, artifacts)
            return True

    def _write(self, drafts: Sequence[Draft], origin: Origin | None, artifacts: int) -> None:
        self._require_sound()
        segment = self._segment or self._begin()
        try:
            segment.write(drafts, origin, artifacts)
        except _REFUSED:
            raise
        except BaseException as error:
            self._fail(error)
            raise
        self._keeper.note_written(self)
        if segment.size >= self._keeper.writing.segment_size:
            self._finish_later()

    def _begin(self) -> OpenSegment:
        writing = self._keeper.writing
        segment = None if self._resting.locked() else reopen_segment(self.folder, writing)
        segment = segment or begin_segment(self.folder, writing)
        try:
            if is_hashed(os.path.basename(self.folder)):
                self._keep_id()
            self._segment = segment
            self._keeper.note_opened(self)
            if not self._looked_for_abandoned:
                self._keeper.mend_later(path for path in segment_paths(self.folder) if is_abandoned(path))
                self._looked_for_abandoned = True
        except BaseException:
            self._segment = None
            self._keeper.note_closed(self)
            segment.abandon()
            raise
        return segment

    def _keep_id(self) -> None:
        """Write the id of the source into a file: of the folder's name, which is its hash, it cannot be told."""
        path = os.path.join(self.folder, ID_NAME)
        if not os.path.exists(path):
            with beside(path, "new", Output) as (output, temporary):
                output.write_at(0, self.source_id.encode())
                os.replace(temporary, path)

    def flush(self, sync: bool = False) -> None:
        """Return when what was written survives the end of this process, with `sync` also a loss of power."""
        with self._lock:
            self._require_sound()
            try:
                if sync:
                    for finishing in self._finishing:
                        finishing.result()
                    self._finishing.clear()
                if self._segment is not None:
                    self._segment.flush(sync)
            except BaseException as error:
                self._fail(error)
                raise

    def flush_waiting(self) -> None:
        """Have what waits reach the file, without waiting for whoever writes: see `Shelf.flush_waiting`."""
        if (segment := self._segment) is not None:
            segment.flush_waiting()

    def finish(self) -> None:
        """Finish the open segment, and wait for those that are being finished. The next write begins a new one."""
        with self._lock:
            self._require_sound()
            segment, self._segment = self._segment, None
            try:
                self._keeper.note_closed(self)
                if segment is not None:
                    segment.finish()
                for finishing in self._finishing:
                    finishing.result()
                self._finishing.clear()
            except BaseException as error:
                self._fail(error, segment)
                raise

    def finish_if_idle(self) -> bool:
        """Have the open segment finished in the background, unless it is being written to; say whether it was so."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if self._segment is None or self._failure is not None:
                return False
            self._finish_later()
            return True
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def at_rest(self) -> Iterator[None]:
        """Keep the segments that there are closed for as long as the `with` block runs.

        Nobody waits for its end: what is written meanwhile goes into a segment that is begun.
        """
        with self._resting:
            self.finish()
            yield

    def _finish_later(self) -> None:
        segment, self._segment = self._segment, None
        assert segment is not None
        try:
            self._keeper.note_closed(self)
            self._finishing = [future for future in self._finishing if not future.done() or future.exception()]
            segment.flush(sync=False)  # what was written is in the file from here on, whoever waits for the rest
            self._finishing.append(self._keeper.in_background(segment.finish))
        except BaseException as error:
            self._fail(error, segment)
            raise

    def _require_sound(self) -> None:
        if self._failure is not None:
            refusal = ClosedError(f"{self.folder}: an earlier write failed, what came after the last sync may be lost")
            refusal.__cause__ = self._failure
            raise refusal

    def _fail(self, error: BaseException, closing: OpenSegment | None = None) -> None:
        """Write nothing any more, and leave the segment that is open, or about to be closed, as it is."""
        self._failure = error
        segment, self._segment = self._segment or closing, None
        if segment is not None:
            self._keeper.note_closed(self)
            segment.abandon()
