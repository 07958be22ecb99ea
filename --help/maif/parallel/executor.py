"""Threads and processes that make calls for the event loop: of functions that would hold it up."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any, Literal

from maif.futures import wait_for_end
from maif.parallel.processes import WorkerProcesses

RunIn = Literal["thread", "process"]


class Values(tuple[Any, ...]):
    """What a generator made in a thread or process, where its body ran to the end."""


class CallExecutor:
    """Threads that make the calls of `fn`, up to `most` at a time.

    With `run_in="process"`, each has a process make its calls. There are `limit` processes; None
    stands for one a processor.
    """

    def __init__(self, fn: Callable[..., Any], run_in: RunIn, limit: int | None, most: int) -> None:
        self._processes = WorkerProcesses() if run_in == "process" else None
        self._fn: Callable[..., Any] = partial(_run_to_end, fn)
        if self._processes:
            self._fn = self._processes.wrap(self._fn)
            most = limit or os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(most, thread_name_prefix="maif-stage")
        self._running: set[asyncio.Future[Any]] = set()

    async def call(self, *args: Any, **kwargs: Any) -> Any:
        """Have a thread make the call. If this is cancelled, the call goes on: a thread cannot be stopped."""
        work = partial(copy_context().run, self._fn, args, kwargs)
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        self._running.add(future)
        future.add_done_callback(self._note_end)
        await asyncio.wait([future])
        return future.result()

    def _note_end(self, future: asyncio.Future[Any]) -> None:
        self._running.discard(future)
        if not future.cancelled():
            future.exception()  # an error that nobody waits for any more is no cause for asyncio to complain

    async def close(self) -> None:
        """Drop the calls that have not begun, end processes, and wait for the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._processes:
            self._processes.close()
        await wait_for_end(self._running.copy())
        self._threads.shutdown()


def _run_to_end(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    result = fn(*args, **kwargs)
    return Values(result) if inspect.isgenerator(result) else result
