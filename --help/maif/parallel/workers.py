"""Tasks that make calls, a bounded number at a time: what every async map stands on.

A worker that has finished one call begins the next at once, without waiting for its turn in the event loop, so a
function that never suspends costs no task switch. A worker without a call waits on a future of its own.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context, copy_context
from typing import Any, Generic, TypeVar

from maif.futures import set_done

C = TypeVar("C")
R = TypeVar("R")


class WorkerTasks(ABC, Generic[C, R]):
    """Up to `max_workers` tasks make the calls that `_next` gives them; whoever has a new one summons a worker.

    All calls see the variables of `context`, by default those of whoever starts the workers; what one of them sets, no
    other sees.
    """

    def __init__(self, fn: Callable[[C], Awaitable[R]], max_workers: int, context: Context | None = None) -> None:
        self._fn = fn
        self._given_context = context
        self._max_workers = max_workers
        self._surplus = 0  # workers that are to leave
        self._stopped = False
        self._workers: set[asyncio.Task[None]] = set()
        self._idle: list[asyncio.Future[None]] = []
        self._worker_is_coming = False

    @abstractmethod
    def _next(self) -> C | None:
        """Return the next call to make, if there is one that may begin."""

    @abstractmethod
    def finish(self, call: C, result: R) -> None:
        """Take note of a call's result."""

    @abstractmethod
    def _fail(self, call: C, error: BaseException) -> None:
        """Take note that a call has failed; its worker ends, as it does when it is cancelled."""

    def _tasks(self) -> set[asyncio.Task[None]]:
        return self._workers

    def _start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._context = self._given_context or copy_context()

    async def _work(self) -> None:
        while True:
            self._worker_is_coming = False
            while not self._surplus and (call := self._next()) is not None:
                try:
                    self.finish(call, await self._fn(call))
                except BaseException as error:  # a cancellation too: a worker that went on could not be cancelled
                    self._fail(call, error)
                    return
                if copy_context() != self._context:
                    self._retire()
                    return
            if self._stopped:
                return
            if self._surplus:
                self._surplus -= 1
                self._retire()
                return
            idle = self._loop.create_future()
            self._idle.append(idle)
            await idle

    def resize(self, max_workers: int) -> None:
        """Have more workers, or fewer: those that are too many leave after the call that they make now."""
        self._max_workers = max_workers
        self._surplus = max(0, len(self._workers) - max_workers)
        for _ in range(min(self._surplus, len(self._idle))):
            set_done(self._idle.pop())
        self._summon_worker()

    def _summon_worker(self) -> None:
        """Have one more worker look for an item, unless one is on its way; if it finds one, it summons the next."""
        if self._worker_is_coming:
            return
        if self._idle:
            self._worker_is_coming = True
            set_done(self._idle.pop())
        elif len(self._workers) < self._max_workers:
            self._worker_is_coming = True
            self._workers.add(self._new_task(self._work()))

    def _new_task(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # Not by create_task: an eager task factory would have the new worker overtake the one that summons it.
        return asyncio.Task(work, loop=self._loop, context=self._context.copy())

    def _retire(self) -> None:
        """Leave. A new worker takes the place, if there is one: no call may see the variables that another has set."""
        task = asyncio.current_task()
        assert task is not None
        self._workers.discard(task)
        self._summon_worker()
