"""Calls that a Dask cluster makes, with the promises of `WorkerProcesses`.

Function and arguments travel as bytes. So Dask neither looks for its own objects in a batch nor treats a list as a
graph, and an error comes back as it does from a process.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from maif.errors import InvalidArgumentError, WorkerDiedError
from maif.parallel.travel import answer, pack, result_of

R = TypeVar("R")


class Pending(Protocol):
    """A result that is still to come."""

    def result(self) -> Any:
        """Wait for it, and return it or raise its error."""
        ...


class Cluster(Protocol):
    """What takes calls to other machines, such as a `distributed.Client`."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, pure: bool) -> Pending:
        """Have a function called somewhere."""
        ...

    def cancel(self, futures: Iterable[Any], *, force: bool) -> Any:
        """Forget calls whose results nobody wants any more."""
        ...


class ClusterCalls:
    """The calls of some threads on a cluster; each thread waits for its own.

    `client` is a `distributed.Client`; one that is asynchronous raises `InvalidArgumentError`.
    """

    def __init__(self, client: Cluster) -> None:
        if getattr(client, "asynchronous", False):
            raise InvalidArgumentError("the client is asynchronous: use distributed.Client(…, asynchronous=False)")
        self._client = client
        self._lock = threading.Lock()
        self._running: dict[int, Pending] = {}  # by the thread that waits
        self._closed = False

    def wrap(self, fn: Callable[..., R]) -> Callable[..., R]:
        """Return a function that has the cluster call `fn`, and returns or raises what that did.

        A call whose worker dies is made again by another. If too many die (Dask's `allowed-failures`), or the cluster
        is lost, it raises `WorkerDiedError`. What cannot travel raises what `WorkerProcesses.wrap` says.
        """
        packed = pack(fn)

        def call(*arguments: Any) -> R:
            result: R = result_of(self._reply(packed, pack(arguments), getattr(fn, "__name__", repr(fn))))
            return result

        return call

    def _reply(self, fn: bytes, arguments: bytes, name: str) -> Any:
        caller = threading.get_ident()
        with self._lock:
            if self._closed:
                raise CancelledError
            self._running[caller] = pending = self._client.submit(answer, fn, arguments, pure=False)
        try:
            return pending.result()
        except (Exception, asyncio.CancelledError) as error:  # the latter where the client is closed meanwhile
            if self._closed:
                raise CancelledError from None
            raise WorkerDiedError(f"the cluster gave up calling {name}: {error}") from error
        finally:
            del self._running[caller]

    def close(self) -> None:
        """Drop all calls. What a worker is in the midst of runs on there; whoever waits gets `CancelledError`."""
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        if running:
            with suppress(Exception):  # a client that is closed by now has nobody left to tell
                self._client.cancel(running, force=True)
