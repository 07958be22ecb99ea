"""Time as a parameter: whatever waits or stamps asks a `Clock`, so a test or a lesson can hand in a `VirtualClock`.

Virtual time stands still while anybody works. When everybody waits, it jumps to the moment when the first wait ends.
An hour of waiting then takes no time, and every run takes the same course. `run` does this for a program of tasks: it
is `asyncio.run` on an event loop whose time is a `VirtualClock`'s.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import selectors
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeVar, TypeVarTuple

from maif.errors import DeadlockError

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Clock:
    """Real time.

    `time()` stamps, in seconds since the epoch; `monotonic()` measures spans, and never goes back.

    >>> SYSTEM_CLOCK.monotonic() <= SYSTEM_CLOCK.monotonic()
    True
    """

    def time(self) -> float:
        """Return the seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds that never go back, from an arbitrary start."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Block this thread for a time span in seconds."""
        time.sleep(max(0, seconds))

    def condition(self) -> threading.Condition:
        """Return a condition variable whose `wait(timeout)` and `wait_for(predicate, timeout)` run on this clock."""
        return threading.Condition()

    async def sleep_async(self, seconds: float) -> None:
        """Suspend this task for a time span in seconds."""
        await asyncio.sleep(max(0, seconds))

    async def wait_async(self, condition: asyncio.Condition, timeout: float | None = None) -> bool:
        """Wait, holding `condition`, until it is notified (True) or `timeout` seconds have passed (False)."""
        try:
            async with asyncio.timeout(timeout):
                return await condition.wait()
        except TimeoutError:
            return False


SYSTEM_CLOCK = Clock()


class VirtualClock(Clock):
    """Time that passes only when all who take part wait: nobody ever really does.

    One thread alone sees every wait end at once, at the right virtual time:

    >>> clock = VirtualClock()
    >>> clock.sleep(3600)
    >>> clock.monotonic()
    3600.0

    `call_later` makes things happen on the way, as if somebody else did them:

    >>> clock.call_later(5, lambda: print("at", clock.monotonic()))
    >>> clock.sleep(10)
    at 3605.0

    `run_threads` runs several threads on this clock: time passes when all of them wait, in `sleep` or on a condition
    that this clock's `condition()` made. Should all wait without any timeout, each gets a `DeadlockError`
    instead of a hang.
    """

    def __init__(self, start: float = 0.0) -> None:
        self._now = float(start)
        self._participants = 1
        self._lock = threading.RLock()
        self._waits: dict[_Wait, None] = {}  # who waits now, in the order of coming
        self._calls: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()

    def time(self) -> float:
        """Return the virtual time."""
        return self._now

    def monotonic(self) -> float:
        """Return the virtual time."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Wait until virtual time has moved on by `seconds`."""
        wait = _Wait(self._now + max(0, seconds))
        self._begin(wait)
        self._finish(wait)

    def condition(self) -> threading.Condition:
        """Return a condition variable whose waits run on virtual time."""
        return _VirtualCondition(self)

    def call_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Have `call()` called when virtual time has moved on by `seconds`."""
        with self._lock:
            heapq.heappush(self._calls, (self._now + max(0, seconds), next(self._order), call))

    def advance(self, seconds: float) -> None:
        """Move time on by hand, ending the waits and making the calls that come due, in their order.

        >>> clock = VirtualClock()
        >>> clock.advance(1.5)
        >>> clock.time()
        1.5
        """
        with self._lock:
            end = self._now + max(0, seconds)
            while (due := self.next_due()) is not None and due <= end:
                self._move_to(due)
            self._now = max(self._now, end)

    def run_threads(self, *calls: Callable[[], T]) -> list[T]:
        """Make each call in a thread of its own; return their results, or raise the first call's error.

        >>> clock = VirtualClock()
        >>> def nap(seconds):
        ...     clock.sleep(seconds)
        ...     return clock.monotonic()
        >>> clock.run_threads(lambda: nap(3600), lambda: nap(60))
        [3600.0, 60.0]
        """
        with self._lock:
            before, self._participants = self._participants, len(calls)
        with ThreadPoolExecutor(max(1, len(calls))) as threads:
            futures = [threads.submit(self._take_part, call) for call in calls]
        self._participants = before
        return [future.result() for future in futures]

    def _take_part(self, call: Callable[[], T]) -> T:
        try:
            return call()
        finally:
            with self._lock:
                self._participants -= 1
                self._pass_time()

    def next_due(self) -> float | None:
        """Return the moment at which the next wait ends or the next call is made; None if there is neither."""
        dues = [wait.deadline for wait in self._waits if wait.deadline is not None]
        return min(dues + [call[0] for call in self._calls[:1]], default=None)

    def _move_to(self, moment: float) -> None:
        """Make the calls due at `moment`; where there are none, end the waits due then."""
        self._now = max(self._now, moment)
        if self._calls and self._calls[0][0] <= moment:
            while self._calls and self._calls[0][0] <= moment:
                heapq.heappop(self._calls)[2]()
            return
        for wait in [wait for wait in self._waits if wait.deadline is not None and wait.deadline <= moment]:
            self._end(wait)

    def _begin(self, wait: _Wait) -> None:
        with self._lock:
            self._waits[wait] = None

    def _end(self, wait: _Wait, *, notified: bool = False, deadlocked: bool = False) -> bool:
        """End a wait, if it has not ended: from this moment on its thread counts as working."""
        with self._lock:
            if wait not in self._waits:
                return False
            del self._waits[wait]
            wait.notified, wait.deadlocked = notified, deadlocked
            wait.ended.set()
            return True

    def _finish(self, wait: _Wait) -> bool:
        """Block until a wait has ended. Whoever comes last, and finds all others waiting, moves time on."""
        while not wait.ended.is_set():
            with self._lock:
                self._pass_time()
            wait.ended.wait()
        if wait.deadlocked:
            raise DeadlockError(f"at {self._now} s everybody waits, and nothing is due")
        return wait.notified

    def _pass_time(self) -> None:
        """Move time on for as long as everybody waits."""
        while self._waits and len(self._waits) >= self._participants:
            if (due := self.next_due()) is not None:
                self._move_to(due)
            else:
                for wait in list(self._waits):
                    self._end(wait, deadlocked=True)


class _Wait:
    """One thread's wait for a moment, a notification, or whichever comes first."""

    __slots__ = ("deadline", "deadlocked", "ended", "notified")

    def __init__(self, deadline: float | None) -> None:
        self.deadline = deadline
        self.ended = threading.Event()
        self.notified = self.deadlocked = False


class _VirtualCondition(threading.Condition):
    """A condition variable on virtual time. A notified thread counts as working at once, before it really runs."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock
        self._virtual_waits: dict[_Wait, None] = {}

    def wait(self, timeout: float | None = None) -> bool:
        if not self._is_owned():  # type: ignore[attr-defined]
            raise RuntimeError("cannot wait on un-acquired lock")
        wait = _Wait(None if timeout is None else self._clock.monotonic() + max(0, timeout))
        self._virtual_waits[wait] = None
        self._clock._begin(wait)
        saved = self._release_save()  # type: ignore[attr-defined]
        try:
            return self._clock._finish(wait)
        finally:
            self._acquire_restore(saved)  # type: ignore[attr-defined]
            self._virtual_waits.pop(wait, None)

    def wait_for(self, predicate: Callable[[], T], timeout: float | None = None) -> T:
        end = None if timeout is None else self._clock.monotonic() + timeout
        while not (result := predicate()):
            left = None if end is None else end - self._clock.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
        return result

    def notify(self, n: int = 1) -> None:
        if not self._is_owned():  # type: ignore[attr-defined]
            raise RuntimeError("cannot notify on un-acquired lock")
        for wait in list(self._virtual_waits):
            if n <= 0:
                break
            n -= self._clock._end(wait, notified=True)

    def notify_all(self) -> None:
        self.notify(len(self._virtual_waits))


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time: when every task waits, the time of the next timer has come.

    While an executor's thread works, time stands still. Where nothing can ever happen again (no timer, no thread, no
    socket) the loop raises `DeadlockError` instead of hanging.
    """

    def __init__(self, clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock()
        self.working_threads = 0
        selector = _VirtualSelector(self)
        super().__init__(selector)
        selector.own_files = len(selector.get_map())

    def time(self) -> float:
        """Return the virtual time."""
        return self.clock.monotonic()

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """Call `func(*args)` in an executor's thread; virtual time stands still meanwhile."""
        future = super().run_in_executor(executor, func, *args)
        self.working_threads += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _: object) -> None:
        self.working_threads -= 1

    async def shutdown_default_executor(self, *args: Any) -> None:
        """Wait for the executor's threads to end."""
        self.working_threads += 1
        try:
            await super().shutdown_default_executor(*args)
        finally:
            self.working_threads -= 1


class _VirtualSelector(selectors.DefaultSelector):
    """Looks for what has really happened; if nothing has, moves virtual time instead of waiting."""

    def __init__(self, loop: VirtualTimeLoop) -> None:
        super().__init__()
        self.own_files = 0  # the loop's own wake-up socket
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        loop = self._loop
        if timeout != 0 and loop.working_threads:
            return super().select(None)
        happened = super().select(0)
        if happened or timeout == 0:
            return happened
        if timeout is None:
            due = loop.clock.next_due()
            if due is None:
                if len(self.get_map()) > self.own_files:
                    return super().select(None)
                raise DeadlockError(f"at {loop.time()} s every task waits, and nothing is due")
            timeout = due - loop.time()
        loop.clock.advance(timeout)
        return []


def run(main: Coroutine[Any, Any, T], *, clock: VirtualClock | None = None) -> T:
    """Run a coroutine as `asyncio.run` does, on virtual time.

    >>> async def nap():
    ...     await asyncio.sleep(3600)
    ...     return asyncio.get_running_loop().time()
    >>> run(nap())
    3600.0
    """
    with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock)) as runner:
        return runner.run(main)
