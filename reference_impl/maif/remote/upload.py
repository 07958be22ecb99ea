"""Writing to a URL: the file grows on this machine, and is stored, whole and finished, when it is closed.

A MAIF file is not finished before its first bytes are, so there is nothing to send on the way. Stores show an object
when all of it is there: until then the URL leads to what it led to before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import posixpath
import shutil
import tempfile
import threading
from collections.abc import Mapping
from typing import Any, Literal

from maif.arguments import whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import (
    FileAlreadyExistsError,
    FileChangedError,
    InvalidArgumentError,
    RemoteError,
    RemoteFileNotFoundError,
)
from maif.remote.failures import is_changed
from maif.remote.objects import Connection, Patience
from maif.remote.ranges import RangedFile
from maif.remote.stores import State, Store, at_once
from maif.remote.urls import is_url, local_path

_TIMEOUT = 60.0  # seconds for an answer; an upload takes as long as it takes


class Upload:
    """A URL to write to: what a writer takes in the place of a path.

    The file is written in a folder of its own in `folder` (else where Python keeps temporary files, see `TMPDIR`),
    which needs room for all of it; `spool` is its path there. Closing the writer stores it in one go, tried again
    `retries` times after growing pauses on the `clock`, and removes it. Where that fails for good, `RemoteError` says
    so, and where the finished file is kept. A writer that is left by an exception stores nothing: what was written is
    kept for `maif recover`, and the exception gets a note that says where. A process that is killed leaves its folder
    behind, and in the middle of an upload to S3 parts of that, which a lifecycle rule of the bucket removes
    (`AbortIncompleteMultipartUpload`).

    `storage_options` are fsspec's.

    >>> from maif.streaming import MAIFStreamReader, MAIFStreamWriter
    >>> with MAIFStreamWriter(Upload("memory://shelf/letter.maif", retries=2)) as writer:
    ...     block_id = writer.write_text_chunk("hello")
    >>> MAIFStreamReader("memory://shelf/letter.maif")[0].text
    'hello'
    """

    def __init__(
        self,
        url: str,
        *,
        folder: str | os.PathLike[str] | None = None,
        retries: int = 5,
        storage_options: Mapping[str, Any] | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        if not is_url(url):
            raise InvalidArgumentError(f"{url!r} is no URL of a file far away")
        self.url = url
        self._options = dict(storage_options or {})
        patience = Patience(_TIMEOUT, whole_number(0, retries=retries), clock)
        self._connection = Connection(url, self._options, patience)
        self._connection.store  # noqa: B018 — a URL that nobody knows is told before anything is written
        self.name = self._connection.name
        self.spool = ""
        self._folder = folder
        self._before: State | None = None  # what an appending writer goes on with
        self._create = False

    def begin(self, mode: Literal["w", "x", "a"]) -> None:
        """Make the folder for the spool; for `"a"`, fetch what is there; for `"x"`, refuse if anything is."""
        self._create = mode == "x"
        if self._create:
            self._refuse_existing()
        place = tempfile.mkdtemp(prefix="maif-upload-", dir=self._folder)
        self.spool = os.path.join(place, posixpath.basename(self.url.partition("?")[0]) or "unnamed.maif")
        if mode == "a":
            try:
                self._fetch()
            except BaseException:
                self.discard()
                raise

    def _fetch(self) -> None:
        try:
            file = RangedFile(
                self.url,
                storage_options=self._options,
                retries=self._connection.patience.retries,
                clock=self._connection.patience.clock,
            )
        except RemoteFileNotFoundError:
            self._create = True
            return
        with contextlib.closing(file), open(self.spool, "xb") as spool:
            self._before = file.state
            for window in file.windows(0, file.size):
                spool.write(window)

    def put(self) -> None:
        """Store the finished file, and remove it here."""
        if self._before is not None and self._connection.look() != self._before:
            raise FileChangedError(f"{self.name}: somebody else wrote it meanwhile; {self.kept}")
        if self._create:
            self._refuse_existing()
        try:
            self._connection.patiently(self.name, self._put)
        except RemoteError as error:
            if self._create and error.__cause__ is not None and is_changed(error.__cause__):
                raise self._exists() from error
            raise RemoteError(f"{error}; {self.kept}") from error.__cause__
        self.discard()

    def _put(self, store: Store) -> None:
        progress = stoppable_progress()
        question = store.put(self.spool, create=self._create, progress=progress)
        if not store.asynchronous:
            at_once(question)
            return
        import asyncio

        future = asyncio.run_coroutine_threadsafe(question, store.system.loop)
        try:
            future.result()
        except BaseException:
            progress.stopped.set()
            with contextlib.suppress(Exception):
                future.result()  # it ends with the parts that are on their way, and takes back all
            raise

    @property
    def kept(self) -> str:
        """What is said of the spool when it is not stored."""
        return f"what was written is kept in {self.spool}"

    def discard(self) -> None:
        """Remove the spool and its folder."""
        shutil.rmtree(os.path.dirname(self.spool), ignore_errors=True)

    def _refuse_existing(self) -> None:
        with contextlib.suppress(RemoteFileNotFoundError):
            self._connection.look()
            raise self._exists()

    def _exists(self) -> FileAlreadyExistsError:
        advice = "the file exists: use mode 'w' to replace it, or 'a' to append"
        kept = f"; {self.kept}" if self.spool else ""
        return FileAlreadyExistsError(errno.EEXIST, advice + kept, self.name)


def destination(path: str | os.PathLike[str] | Upload) -> tuple[str, Upload | None]:
    """Return what errors call the place that is written to, and the upload, if it is far away."""
    if not isinstance(path, Upload):
        name = local_path(path)
        if not is_url(name):
            return name, None
        path = Upload(name)
    return path.name, path


def stoppable_progress() -> Any:
    """Return what fsspec tells of an upload's progress; once `stopped`, it fails the upload as the store itself could.

    A cancelled upload to S3 would leave its parts behind, a failed one removes them.
    """
    from fsspec.callbacks import Callback

    class Progress(Callback):  # type: ignore[misc]
        stopped = threading.Event()

        def relative_update(self, inc: int = 1) -> None:
            if self.stopped.is_set():
                raise ConnectionAbortedError("the upload was stopped")

    return Progress()
