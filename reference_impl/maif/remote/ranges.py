"""A file far away as an `Access`: each read is one range, windows are fetched ahead, and one version is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Self

from maif.arguments import path_text, whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ClosedError, InvalidArgumentError
from maif.file.access import WINDOW, Access, open_access, require_inside
from maif.file.format import FILE_HEADER
from maif.file.lock import StrPath
from maif.remote.ahead import ReadAhead
from maif.remote.kept import Fetch, KeptCopy
from maif.remote.objects import Patience, RemoteObject
from maif.remote.stores import State
from maif.remote.urls import is_url, local_path
from maif.units import parse_duration, parse_size


def open_anywhere(path: StrPath | Access, *, mapped: bool) -> Access:
    """Open a path or a URL for reading; what is open already stays as it is."""
    if not isinstance(path, (str, bytes, os.PathLike)) and hasattr(path, "window"):
        return path
    name = path_text(path)
    return RangedFile(name) if is_url(name) else open_access(local_path(name), mapped=mapped)


class RangedFile:
    """The bytes of a file at a URL, asked for range by range: what every reader takes in the place of a path.

    Opening asks for the object's size and version, and all that is read is of this version: where the store has
    another one by then, reading raises `FileChangedError`. `prefetch` is the size of the steps in which reading on
    fetches ahead, two at most at a time (where fsspec's file system is asynchronous, as those of S3 and HTTP are).
    Where the store fails, an answer takes longer than `timeout`, or is not what was asked for, it is asked again after
    growing pauses on the `clock`, `retries` times, before `RemoteError` tells the URL and the range.
    `storage_options` are fsspec's, such as `{"anon": True}` for S3; a chained URL takes them by protocol.

    What must be looked at as a whole (a lookup by id, an unfinished file, `verify`, `trusted_key`) is fetched once, in
    order, into a temporary file, and read from there.

    It pickles by URL, with the version: who receives it reads the same one, and asks for nothing to open it.

    >>> import fsspec
    >>> from maif.streaming import MAIFStreamReader, MAIFStreamWriter
    >>> with MAIFStreamWriter("far.maif") as writer:
    ...     block_id = writer.write_text_chunk("hello")
    >>> fsspec.filesystem("memory").put_file("far.maif", "/shelf/far.maif")
    >>> with MAIFStreamReader("memory://shelf/far.maif") as reader:
    ...     reader[0].text
    'hello'
    >>> with MAIFStreamReader(RangedFile("memory://shelf/far.maif", prefetch="1MB", retries=0)) as reader:
    ...     [block.text for block in reader]
    ['hello']
    >>> RangedFile("memory://shelf/near.maif")
    Traceback (most recent call last):
    maif.errors.RemoteFileNotFoundError: memory://shelf/near.maif: there is no such file
    """

    far = True
    _ahead: ReadAhead | None = None  # until the object was found
    _borrows = False  # whether another access fetches ahead for this one

    def __init__(
        self,
        url: str,
        *,
        prefetch: int | str = "8MB",
        retries: int = 5,
        timeout: float | str = "60s",
        storage_options: Mapping[str, Any] | None = None,
        clock: Clock = SYSTEM_CLOCK,
        opened: tuple[State, bytes] | None = None,
    ) -> None:
        if not is_url(url):
            raise InvalidArgumentError(f"{url!r} is no URL of a file far away: a path is opened by `open_access`")
        self.url = url
        patience = Patience(parse_duration(timeout), whole_number(0, retries=retries), clock)
        if not patience.timeout:
            raise InvalidArgumentError("timeout must be above 0: no store answers in no time")
        step = whole_number(1, prefetch=parse_size(prefetch))
        self._options: dict[str, Any] = {
            "prefetch": step,
            "retries": patience.retries,
            "timeout": patience.timeout,
            "storage_options": storage_options,
        } | ({} if clock is SYSTEM_CLOCK else {"clock": clock})
        state, self._head = opened or (None, b"")
        self._lock = threading.Lock()
        self._kept: KeptCopy | None = None
        self._closed = False
        self._remote = RemoteObject(url, storage_options or {}, patience, state)
        self._ahead = ReadAhead(self._remote, step)
        self.path = self._remote.name
        self.size = self._remote.state.size

    def __reduce__(self) -> tuple[Callable[[], Self], tuple[()]]:
        opened = (self._remote.state, self._head)
        return partial(type(self), self.url, **self._options, opened=opened), ()

    @property
    def state(self) -> State:
        """Which version of the object is read."""
        return self._remote.state

    def read(self, offset: int, size: int) -> memoryview:
        """Return the bytes from `offset` on; raise `FormatError` if the file does not reach that far."""
        self._check(offset, size)
        if offset + size <= min(FILE_HEADER.size, self.size):
            return memoryview(self._header())[offset : offset + size]
        return self._bytes(offset, offset + size, self.size, self._fetch)

    def window(self, offset: int, size: int, until: int | None = None) -> memoryview:
        """Return what the file has from `offset` on, `size` bytes at most; reading on will not go beyond `until`."""
        size = min(size, self.size - offset)
        self._check(offset, size)
        limit = self.size if until is None else min(until, self.size)
        assert self._ahead is not None
        return self._bytes(offset, offset + size, limit, self._ahead.take)

    def windows(self, start: int, end: int, size: int = WINDOW) -> Iterator[memoryview]:
        """Yield the bytes from `start` up to `end`, in windows of a size."""
        for offset in range(start, end, size):
            yield self.window(offset, min(size, end - offset), end)

    def _header(self) -> bytes:
        """Return the first bytes. They are asked for once: each range is of the version that they are of."""
        if not self._head:
            self._head = self._remote.fetch(0, min(FILE_HEADER.size, self.size))
        return self._head

    def _fetch(self, start: int, end: int, until: int) -> memoryview:
        assert self._ahead is not None
        found = self._ahead.peek(start, end)
        return memoryview(self._remote.fetch(start, end)) if found is None else found

    def _bytes(self, start: int, end: int, until: int, fetch: Fetch) -> memoryview:
        if start == end:
            return memoryview(b"")
        if self._kept is None:
            return fetch(start, end, until)
        with self._lock:
            return self._kept.read(start, end, until, fetch)

    def _check(self, offset: int, size: int) -> None:
        if self._closed:
            raise ClosedError(f"{self.path}: the reader is closed")
        require_inside(self.path, offset, size, self.size)

    def keep(self) -> None:
        """Keep what is read from here on in a temporary file: most of the object will be looked at more than once."""
        if self._kept is None:
            kept = KeptCopy(self.path)
            if self._head:
                kept.read(0, len(self._head), self.size, lambda start, end, _: memoryview(self._head)[start:end])
            self._kept = kept
            if 0 < self.size <= WINDOW:
                self.read(0, self.size)  # a small file comes in one range

    def check_size(self) -> None:
        """Do nothing: a range of an object that has another size by now is refused."""

    def refresh(self) -> None:
        """Turn to the version that the store has now."""
        state = self._remote.look()
        if state != self._remote.state:
            assert self._ahead is not None
            self._ahead.stop()
            self._remote.state, self._head, self._kept = state, b"", None
            self.size = state.size

    def is_being_written(self) -> bool:
        """Return False: a store shows an object when it is complete."""
        return False

    def identity(self) -> object:
        """Return what tells the object from one that took its place under the same URL."""
        return self.url, self._remote.state

    def again(self) -> Self:
        """Return another access to the same bytes, for another thread; both share what is kept."""
        other = self.__reduce__()[0]()
        if self._kept is not None:
            other._kept, other._lock, other._ahead, other._borrows = self._kept, self._lock, self._ahead, True
        return other

    def close(self) -> None:
        """Let go of what is on its way and of what is kept; what was handed out stays valid."""
        self._closed = True
        if self._ahead is not None and not self._borrows:
            self._ahead.stop()
        self._kept = None

    def __del__(self) -> None:
        self.close()
