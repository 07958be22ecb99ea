"""A clock for threads that never really wait."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from maif.clock.system import Clock
from maif.errors import DeadlockError

T = TypeVar("T")


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
        self._workers = 1  # who takes part, waiting or not
        self._lock = threading.RLock()
        self._waits: dict[_Wait, None] = {}  # who waits now, in the order of coming
        self._calls: list[tuple[float, int, Callable[[], object]]] = []
        self._caller: int | None = None  # the thread that makes a call now
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

    def condition(self, lock: threading.Lock | None = None) -> threading.Condition:
        """Return a condition variable whose waits run on virtual time."""
        return _VirtualCondition(self, lock)

    async def sleep_async(self, seconds: float) -> None:
        """Suspend this task until virtual time has moved on by `seconds`; the loop must be this clock's (see `run`)."""
        self._require_own_loop()
        await super().sleep_async(seconds)

    async def wait_async(self, signal: asyncio.Condition | asyncio.Event, timeout: float | None = None) -> bool:
        """Wait until `signal` comes or `timeout` has passed; the loop must be this clock's (see `run`)."""
        self._require_own_loop()
        return await super().wait_async(signal, timeout)

    async def wait_for_async(
        self, condition: asyncio.Condition, predicate: Callable[[], object], timeout: float | None = None
    ) -> bool:
        """Wait until `predicate()` is true or `timeout` has passed; the loop must be this clock's (see `run`)."""
        self._require_own_loop()
        return await super().wait_for_async(condition, predicate, timeout)

    def _require_own_loop(self) -> None:
        if getattr(asyncio.get_running_loop(), "clock", None) is not self:
            raise DeadlockError(
                "this event loop does not move this virtual clock, so the wait would never end: "
                "start the program with maif.clock.run(main, clock=clock)"
            )

    def call_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Have `call()` called when virtual time has moved on by `seconds`.

        Whoever moves time makes the call, and gets the error that it raises. The call itself must not wait.
        """
        with self._lock:
            heapq.heappush(self._calls, (self._now + max(0, seconds), next(self._order), call))

    def advance(self, seconds: float) -> None:
        """Move time on by hand, ending the waits and making the calls that come due, in their order.

        >>> clock = VirtualClock()
        >>> clock.advance(1.5)
        >>> clock.time()
        1.5
        """
        self.advance_to(self._now + max(0, seconds))

    def advance_to(self, end: float) -> None:
        """Move time on by hand to a moment; one that has passed changes nothing."""
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
        if not calls:
            return []
        at_work = len(calls)

        def take_part(call: Callable[[], T]) -> T:
            nonlocal at_work
            try:
                return call()
            finally:
                with self._lock:
                    at_work -= 1
                    self._workers -= at_work > 0  # the last one's place goes back to the caller
                self._pass_time()

        with self._lock:
            self._workers += len(calls) - 1  # the caller does nothing meanwhile
        with ThreadPoolExecutor(len(calls)) as threads:
            futures = [threads.submit(take_part, call) for call in calls]
        return [future.result() for future in futures]

    def next_due(self) -> float | None:
        """Return the moment at which the next wait ends or the next call is made; None if there is neither."""
        with self._lock:
            dues = [wait.deadline for wait in self._waits if wait.deadline is not None]
            return min(dues + [call[0] for call in self._calls[:1]], default=None)

    def _pass_time(self) -> None:
        """Move time on for as long as everybody waits."""
        while True:
            with self._lock:
                if not self._waits or len(self._waits) < self._workers:
                    return
                due = self.next_due()
                if due is None:
                    for wait in list(self._waits):
                        self._end(wait, deadlocked=True)
                    return
                call = self._step_to(due)
            if call is not None:
                self._make(call)

    def _move_to(self, moment: float) -> None:
        """Make one call that is due at `moment`; where there is none, end the waits due then."""
        if (call := self._step_to(moment)) is not None:
            self._make(call)

    def _step_to(self, moment: float) -> Callable[[], object] | None:
        """Move time; end the waits due by then, unless a call comes first: that is returned, as a worker more."""
        with self._lock:
            self._now = max(self._now, moment)
            if self._calls and self._calls[0][0] <= moment:
                self._workers += 1
                return heapq.heappop(self._calls)[2]
            for wait in [wait for wait in self._waits if wait.deadline is not None and wait.deadline <= moment]:
                self._end(wait)
            return None

    def _make(self, call: Callable[[], object]) -> None:
        """Make a call without holding the lock: it may need a lock whose holder is about to use the clock."""
        self._caller = threading.get_ident()
        try:
            call()
        finally:
            with self._lock:
                self._caller = None
                self._workers -= 1

    def _begin(self, wait: _Wait) -> None:
        if self._caller == threading.get_ident():
            raise DeadlockError("what call_later calls must not wait: whoever calls it could not go on in time")
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
        try:
            self._pass_time()
            wait.ended.wait()
        finally:  # an error of a call, or Ctrl-C, ends the wait too
            self._end(wait)
        if wait.deadlocked:
            raise DeadlockError(
                f"at {self._now} s everybody waits, and nothing is due: somebody must notify, or wait with a timeout"
            )
        return wait.notified


class _Wait:
    """One thread's wait for a moment, a notification, or whichever comes first."""

    __slots__ = ("deadline", "deadlocked", "ended", "notified")

    def __init__(self, deadline: float | None) -> None:
        self.deadline = deadline
        self.ended = threading.Event()
        self.notified = self.deadlocked = False


class _VirtualCondition(threading.Condition):
    """A condition variable on virtual time. A notified thread counts as working at once, before it really runs."""

    def __init__(self, clock: VirtualClock, lock: threading.Lock | None = None) -> None:
        super().__init__(lock)
        self._clock = clock
        self._virtual_waits: dict[_Wait, None] = {}

    def wait(self, timeout: float | None = None) -> bool:
        if not self._is_owned():  # type: ignore[attr-defined]
            raise RuntimeError("cannot wait on un-acquired lock")
        wait = _Wait(None if timeout is None else self._clock.monotonic() + max(0, timeout))
        self._clock._begin(wait)
        self._virtual_waits[wait] = None
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
