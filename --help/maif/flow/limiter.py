"""Waiting for a token bucket: `RateLimiter` for threads and tasks, `throttle` for streams."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import TypeVar, overload

from maif.clock import SYSTEM_CLOCK, Clock
from maif.flow.token_queue import Ticket, TokenQueue
from maif.sources import closing_async_source, closing_source

T = TypeVar("T")


class RateLimiter:
    """Lets `rate` a second pass, and up to `burst` at once after a pause: a token bucket that one can wait for.

    Threads and tasks, also of several event loops, may share one; first come, first served. Who gives up waiting (a
    cancelled task, Ctrl-C) gives the place back, and those behind move up. Raises `InvalidArgumentError` for a `rate`
    or `burst` that is not above 0.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> limiter = RateLimiter(rate=10, burst=2, clock=clock)
    >>> for request in range(4):
    ...     limiter.acquire()
    ...     print(request, clock.time())
    0 0.0
    1 0.0
    2 0.1
    3 0.2
    """

    def __init__(self, rate: float, burst: float = 1, *, clock: Clock = SYSTEM_CLOCK) -> None:
        self._queue = TokenQueue(rate, burst)
        self._clock = clock
        self._lock = threading.Lock()
        self._moved_up = clock.condition(self._lock)
        self._wakeups: dict[Ticket, Callable[[], object]] = {}  # for the tickets that tasks hold

    def try_acquire(self, n: float = 1) -> bool:
        """Take `n` tokens if they are there and nobody waits for them; return whether they were."""
        with self._lock:
            return self._queue.take(n, self._clock.monotonic())

    def acquire(self, n: float = 1) -> None:
        """Take `n` tokens; block this thread until they are there.

        Raises `InvalidArgumentError` if `n` is not above 0, or above `burst`: that many never come together.
        """
        with self._lock:
            ticket = self._queue.offer(n, self._clock.monotonic())
            try:
                while (left := ticket.due - self._clock.monotonic()) > 0:
                    self._moved_up.wait(left)
            except BaseException:
                self._withdraw(ticket)
                raise
            self._queue.redeem(ticket)

    async def acquire_async(self, n: float = 1) -> None:
        """Take `n` tokens; suspend this task until they are there. Raises like `acquire`."""
        moved_up = asyncio.Event()
        with self._lock:
            ticket = self._queue.offer(n, self._clock.monotonic())
            self._wakeups[ticket] = partial(asyncio.get_running_loop().call_soon_threadsafe, moved_up.set)
        try:
            while (left := ticket.due - self._clock.monotonic()) > 0:
                await self._clock.wait_async(moved_up, left)
                moved_up.clear()
        except BaseException:
            with self._lock:
                del self._wakeups[ticket]
                self._withdraw(ticket)
            raise
        with self._lock:
            del self._wakeups[ticket]
            self._queue.redeem(ticket)

    def _withdraw(self, ticket: Ticket) -> None:
        self._queue.withdraw(ticket, self._clock.monotonic())
        self._moved_up.notify_all()
        for wake in self._wakeups.values():
            with suppress(RuntimeError):  # its event loop has been closed
                wake()


@overload
def throttle(items: Iterable[T], rate: float, burst: float = 1, *, clock: Clock = SYSTEM_CLOCK) -> Generator[T]: ...


@overload
def throttle(
    items: AsyncIterable[T], rate: float, burst: float = 1, *, clock: Clock = SYSTEM_CLOCK
) -> AsyncGenerator[T]: ...


def throttle(
    items: Iterable[T] | AsyncIterable[T], rate: float, burst: float = 1, *, clock: Clock = SYSTEM_CLOCK
) -> Generator[T] | AsyncGenerator[T]:
    """Yield the items, at most `rate` a second, and up to `burst` at once after a pause.

    An item is pulled before its wait, and no other meanwhile. An iterable makes a generator, an async iterable an async
    generator. Closing it closes the source. Raises like `RateLimiter`.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> [(letter, clock.time()) for letter in throttle("ABC", rate=2, clock=clock)]
    [('A', 0.0), ('B', 0.5), ('C', 1.0)]
    """
    limiter = RateLimiter(rate, burst, clock=clock)
    if isinstance(items, AsyncIterable):
        return _throttled_async(aiter(items), limiter)
    return paced(iter(items), limiter.acquire)


from maif._learner.lesson_10 import paced


async def _throttled_async(source: AsyncIterator[T], limiter: RateLimiter) -> AsyncGenerator[T]:
    async with closing_async_source(source):
        async for item in source:
            await limiter.acquire_async()
            yield item
