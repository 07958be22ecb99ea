"""Threads for plain functions that may never return: they keep neither the process, nor whoever waits, from ending."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any

from maif.errors import ClosedError

Job = tuple[Future[Any], Callable[[], Any]]


class DaemonThreads(Executor):
    """Up to `count` daemon threads; they are started when they are needed.

    A thread cannot be cancelled. Whoever gives up waiting for one abandons it: it is lost to the others until its
    function returns, if it ever does.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self.abandoned = 0
        self.all_lost: Callable[[], None] = lambda: None  # called when the last thread is abandoned
        self._started = self._idle = 0
        self._lock = threading.Lock()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False

    async def call(self, fn: Callable[[Any], Any], argument: Any) -> Any:
        """Return `fn(argument)`, called in a thread that sees this task's context variables; await what it gives."""
        call = _Call(self, fn, argument)
        try:
            result = await asyncio.get_running_loop().run_in_executor(self, call)
        except asyncio.CancelledError:
            if call.abandon() and self.abandoned >= self.count:
                self.all_lost()
            raise
        return await result if inspect.isawaitable(result) else result

    def submit(self, fn: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Have a function called in a thread, as `concurrent.futures.Executor.submit`, or raise `ClosedError`."""
        future: Future[Any] = Future()
        with self._lock:
            if self._closed:
                raise ClosedError("these threads have been closed")
            self._jobs.put((future, lambda: fn(*arguments, **keywords)))
            if self._idle:
                self._idle -= 1
            elif self._started < self.count:
                self._started += 1
                threading.Thread(target=self._work, name=f"maif-call-{self._started}", daemon=True).start()
        return future

    def close(self) -> None:
        """Take no more calls, and end the threads that are not busy; those that are end after their call."""
        with self._lock:
            self._closed = True
            for _ in range(self._started):
                self._jobs.put(None)

    def note_abandoned(self, change: int) -> None:
        """Take note that a thread is lost (1), or has come back (-1)."""
        with self._lock:
            self.abandoned += change

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, call = job
            if future.set_running_or_notify_cancel():
                try:
                    result = call()
                except BaseException as error:
                    future.set_exception(error)
                    del error
                else:
                    future.set_result(result)
                    del result
            del future, call, job
            with self._lock:
                self._idle += 1


class _Call:
    """One call: it knows whether anybody still waits for it."""

    def __init__(self, threads: DaemonThreads, fn: Callable[[Any], Any], argument: Any) -> None:
        self._threads, self._fn, self._argument = threads, fn, argument
        self._context = copy_context()
        self._lock = threading.Lock()
        self._running = self._abandoned = False

    def __call__(self) -> Any:
        with self._lock:
            if self._abandoned:
                return None
            self._running = True
        try:
            return self._context.run(self._fn, self._argument)
        except StopIteration as error:  # no future can carry it: whoever waits for this would wait for ever
            raise RuntimeError("a function that was called in a thread raised StopIteration") from error
        finally:
            with self._lock:
                self._running = False
                if self._abandoned:
                    self._threads.note_abandoned(-1)

    def abandon(self) -> bool:
        """Take note that nobody waits any more; return whether a thread is lost by this."""
        with self._lock:
            self._abandoned = True
            if self._running:
                self._threads.note_abandoned(1)
            return self._running
