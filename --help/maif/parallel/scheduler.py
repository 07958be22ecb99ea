"""What makes the calls of a map over an async function, and hands on their results.

What may begin, and whose result is next, is for the `CallQueue` to say; `WorkerTasks` make the calls; here is where
they get their items, and the reader its results. Whoever waits (a worker for an item, the source for room, the reader
for a result) waits on a future of its own: the work for one item stays the same, however many are in flight.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextvars import Context
from typing import Any, Generic, NoReturn, Self, TypeVar

from maif.futures import cancel_all, set_done
from maif.parallel.call_queue import CallQueue
from maif.parallel.workers import WorkerTasks
from maif.sources import closing_async_source, closing_source

T = TypeVar("T")
R = TypeVar("R")


class Call(Generic[T, R]):
    """One item on its way to a result."""

    __slots__ = ("_map", "done", "error", "item", "result")

    result: R

    def __init__(self, item: T, running_map: Map[T, R]) -> None:
        self.item = item
        self.done = False
        self.error: BaseException | None = None
        self._map = running_map

    def hand_over(self, result: R) -> None:
        """Let the reader have the result in this item's turn, though the call has not ended yet."""
        self._map.finish(self, result)


class Map(WorkerTasks[Call[T, R], R]):
    """One run of a map: the workers, and the results on their way to the reader.

    `fn` gets the `Call` itself. All calls see the variables of `context`, by default those of the reader. Whoever reads
    does it in an `async with` block: `take()` gives the next call that is done, and where there is none, `wait()` waits
    for one, until it says that no more will come.
    """

    def __init__(
        self,
        fn: Callable[[Call[T, R]], Awaitable[R]],
        max_workers: int,
        calls: CallQueue[Call[T, R]],
        context: Context | None = None,
    ) -> None:
        super().__init__(fn, max_workers, context)
        self._calls = calls
        self._source_ended = False
        self._source_error: BaseException | None = None
        self._reader: asyncio.Future[None] | None = None

    @abstractmethod
    def _room_again(self) -> None:
        """Take note that the reader has taken a result."""

    @abstractmethod
    async def _close(self) -> None:
        """Close the source."""

    async def results(self) -> AsyncGenerator[R]:
        """Yield the results."""
        async with self:
            while True:
                while (call := self.take()) is not None:
                    yield call.result
                if not await self.wait():
                    return

    def take(self) -> Call[T, R] | None:
        """Return the next call whose result is there, or raise its error; None if it takes waiting."""
        if not self._calls.has_result():
            return None
        call = self._calls.take()
        if call.error is not None:
            _raise_from(call, "error")
        self._room_again()
        return call

    async def wait(self) -> bool:
        """Wait until there may be something to take; return False once all results have been taken."""
        if self._source_ended and not self._calls.ahead:
            if self._source_error is not None:
                _raise_from(self, "_source_error")
            return False
        self._reader = self._loop.create_future()
        await self._reader
        return True

    async def __aenter__(self) -> Self:
        self._start()
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._stopped = True
        try:
            await cancel_all(self._tasks())
        finally:
            await self._close()

    def _start(self) -> None:
        super()._start()
        self._summon_worker()

    def _fail(self, call: Call[T, R], error: BaseException) -> None:
        self._stopped = True
        if not call.done:
            call.error = error
            self.finish(call)

    def finish(self, call: Call[T, R], result: Any = None) -> None:
        """Take note of a call's result, unless it has been handed over."""
        if not call.done:
            call.result = result
            self._calls.finish(call)
            if self._reader is not None and self._calls.has_result():
                self._wake_reader()

    def _end_source(self) -> None:
        """Take note that no more items will come."""
        self._source_ended = True
        self._wake_reader()

    def _wake_reader(self) -> None:
        if self._reader is not None:
            set_done(self._reader)
            self._reader = None


class SourceMap(Map[T, R]):
    """A map over an iterable: each worker takes its items itself, right before the call."""

    def __init__(self, source: Iterator[T], *settings: Any) -> None:
        super().__init__(*settings)
        self._source = source

    def _next(self) -> Call[T, R] | None:
        if self._stopped or self._source_ended or not self._calls.has_room():
            return None
        try:
            item = next(self._source)
        except StopIteration:
            self._end_source()
            return None
        except BaseException as error:
            self._source_error = error
            self._end_source()
            return None
        call: Call[T, R] = Call(item, self)  # Call[T, R](…) would take longer than all the rest
        self._calls.begin(call)
        if not self._worker_is_coming:  # as it often is; asking here saves a call
            self._summon_worker()
        return call

    _room_again = Map._summon_worker

    async def _close(self) -> None:
        with closing_source(self._source):
            pass


class AsyncSourceMap(Map[T, R]):
    """A map over an async iterable: a task of its own reads it, and keeps as many items ready as the bounds allow."""

    def __init__(self, source: AsyncIterator[T], *settings: Any) -> None:
        super().__init__(*settings)
        self._source = source
        self._ready: deque[Call[T, R]] = deque()
        self._room: asyncio.Future[None] | None = None

    def _start(self) -> None:
        super()._start()
        self._feeder = self._new_task(self._feed())

    async def _feed(self) -> None:
        try:
            async with closing_async_source(self._source):
                try:
                    await self._read()
                except BaseException as error:
                    self._source_error = error
        finally:
            self._end_source()

    async def _read(self) -> None:
        async for item in self._source:
            if self._stopped:
                return
            call: Call[T, R] = Call(item, self)
            self._calls.begin(call)
            self._ready.append(call)
            self._summon_worker()
            while not self._calls.has_room():
                self._room = self._loop.create_future()
                await self._room

    def _next(self) -> Call[T, R] | None:
        if self._stopped or not self._ready:
            return None
        call = self._ready.popleft()
        if self._ready:
            self._summon_worker()
        return call

    def _room_again(self) -> None:
        if self._room is not None:
            set_done(self._room)
            self._room = None

    def _tasks(self) -> set[asyncio.Task[None]]:
        return {self._feeder, *self._workers}

    async def _close(self) -> None:
        if not self._feeder.cancelled():
            self._feeder.result()


def _raise_from(holder: object, name: str) -> NoReturn:
    """Raise the error that an attribute holds, and leave no trace of it behind.

    An error's traceback holds the frames it passed. If one of them held the error, neither would be freed at once.
    """
    error = getattr(holder, name)
    setattr(holder, name, None)
    try:
        raise error
    finally:
        del error
