"""One object of a store: what it was when it was opened, and its bytes, range by range, of that version.

Stores fail all the time, and for a moment: what may come out better is asked for again, after a growing pause.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from maif.clock import Clock
from maif.errors import MAIFError, RemoteError, RemoteFileNotFoundError
from maif.remote.failures import is_changed, is_gone, is_passing
from maif.remote.stores import STORES, State, Store, at_once
from maif.remote.urls import file_system, scheme, without_secrets

if TYPE_CHECKING:
    from concurrent.futures import Future

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds between two attempts
Result = TypeVar("Result")


class Patience(NamedTuple):
    """How long a store is waited for: seconds an answer, attempts after the first, and the clock of the pauses."""

    timeout: float
    retries: int
    clock: Clock


class Connection:
    """The way to one object of a store, whether it is there or not."""

    def __init__(self, url: str, storage_options: Mapping[str, Any], patience: Patience) -> None:
        self.url, self.name = url, without_secrets(url)
        self.patience = patience
        self._options = storage_options
        self._connected: tuple[int, Store] | None = None

    @property
    def store(self) -> Store:
        """The connection; a forked child gets its own."""
        process = os.getpid()
        if self._connected is None or self._connected[0] != process:
            kind = STORES.get(scheme(self.url), Store)
            self._connected = process, kind(*file_system(self.url, self._options), self.name)
        return self._connected[1]

    def look(self) -> State:
        """Return what the object is now, in one request. Raises `RemoteFileNotFoundError` where there is none."""
        try:
            return self.patiently(self.name, lambda store: self.answer(store, store.state()))
        except RemoteError as error:
            if error.__cause__ is not None and is_gone(error.__cause__):
                raise RemoteFileNotFoundError(f"{self.name}: there is no such file") from error.__cause__
            raise

    def patiently(self, what: str, attempt: Callable[[Store], Result]) -> Result:
        """Return what an attempt returns, made again while that may help; `what` tells of it in the `RemoteError`."""
        retries, clock = self.patience.retries, self.patience.clock
        for number in range(retries + 1):
            try:
                return attempt(self.store)
            except MAIFError:
                raise
            except Exception as error:
                if number == retries or not is_passing(error):
                    tried = f" (tried {number + 1} times)" if number else ""
                    raise RemoteError(f"{what}: {str(error) or type(error).__name__}{tried}") from error
            pause = min(FIRST_PAUSE * 2**number, LONGEST_PAUSE)
            clock.sleep(pause * random.uniform(0.75, 1.25))  # of many workers, not all come back at once
        raise AssertionError("the last attempt returns or raises")

    def answer(self, store: Store, question: Coroutine[Any, Any, Result]) -> Result:
        """Return the answer to a question; whoever is interrupted leaves nothing on its way."""
        if not store.asynchronous:
            return at_once(question)
        future = self.submit(store, question)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def submit(self, store: Store, question: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Have a question asked by the thread of fsspec's event loop."""
        import asyncio

        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(question, self.patience.timeout), store.system.loop)


class RemoteObject(Connection):
    """An object of a store. Every range is of the version that `state` tells."""

    def __init__(self, url: str, storage_options: Mapping[str, Any], patience: Patience, state: State | None) -> None:
        super().__init__(url, storage_options, patience)
        self.state = state or self.look()

    def fetch(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to `end`.

        Raises `FileChangedError` where the object is not what it was, and `RemoteError` where the store keeps failing.
        """
        what = f"{self.name}, bytes {start} to {end}"
        return self.patiently(what, lambda store: self.answer(store, self._range(store, start, end)))

    def begin(self, start: int, end: int) -> Future[bytes] | None:
        """Ask for a range, once, and do not wait for it; None where a store is asked for one thing at a time."""
        store = self.store
        return self.submit(store, self._range(store, start, end)) if store.asynchronous else None

    async def _range(self, store: Store, start: int, end: int) -> bytes:
        try:
            return await store.range(start, end, self.state)
        except MAIFError:
            raise
        except Exception as error:
            if is_changed(error) or is_gone(error):
                raise store.changed() from error
            raise
