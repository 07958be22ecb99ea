"""An event loop that runs on a virtual clock."""

from __future__ import annotations

import asyncio
import math
import selectors
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple

from maif.clock.virtual import VirtualClock
from maif.errors import DeadlockError

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Real seconds that a virtual loop gives threads that are none of its executors', before it calls a program deadlocked.
PATIENCE = 5.0


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time: when every task waits, the time of the next timer has come.

    While an executor's thread works, time stands still; such a thread must not wait on this clock itself. Sockets and
    pipes work, in real time: while no timer is set the loop waits for them, and a timer that is set does not. Where
    nothing can ever happen again (no timer, no thread, no socket) the loop raises `DeadlockError` instead of hanging.
    """

    def __init__(self, clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock()
        self.working_threads = 0
        selector = _VirtualSelector(self)
        super().__init__(selector)
        selector.own_files = len(selector.get_map())

    def _make_self_pipe(self) -> None:
        """Do without the pipe that wakes the loop where there are no sockets, as in a browser, and no threads."""
        try:
            super()._make_self_pipe()  # type: ignore[misc]
        except OSError:
            self._ssock = self._csock = None

    def _close_self_pipe(self) -> None:
        if self._ssock is not None:
            super()._close_self_pipe()

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

    def next_due(self) -> float | None:
        """Return the moment of the next timer, of this loop or of its clock; None if there is none."""
        timer = self._scheduled[0].when() if self._scheduled else None  # type: ignore[attr-defined]
        return min((due for due in (timer, self.clock.next_due()) if due is not None), default=None)

    def heed_timers_due_now(self) -> None:
        """Count a timer as due at its very moment. asyncio's fixed 1 ns is lost in a time such as 1.7e9 s."""
        self._clock_resolution = math.ulp(self.time())

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
        self._strangers = set(threading.enumerate())  # threads from before the loop: they know nothing of it

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout != 0 and self._loop.working_threads:
            happened = super().select(None)
        else:
            happened = super().select(0)
            if timeout != 0 and not happened:
                happened = self._pass_time()
        self._loop.heed_timers_due_now()
        return happened

    def _pass_time(self) -> list[tuple[selectors.SelectorKey, int]]:
        if (due := self._loop.next_due()) is not None:
            self._loop.clock.advance_to(due)
            return []
        if len(self.get_map()) > self.own_files:
            return super().select(None)
        if set(threading.enumerate()) - self._strangers and (happened := super().select(PATIENCE)):
            return happened
        raise DeadlockError(
            f"at {self._loop.time()} s every task waits, and nothing is due: "
            "somebody must set the event, notify, put an item, or wait with a timeout"
        )


def run(main: Coroutine[Any, Any, T], *, clock: VirtualClock | None = None) -> T:
    """Run a coroutine as `asyncio.run` does, on virtual time.

    >>> async def nap():
    ...     await asyncio.sleep(3600)
    ...     return asyncio.get_running_loop().time()
    >>> run(nap())
    3600.0

    Unlike `asyncio.run` it may be called where a loop is running already, as in a cell of a notebook: what waits in
    virtual time takes none, so that loop is held up no longer than by any other call.
    """
    with _beside_a_running_loop(), asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(clock)) as runner:
        return runner.run(main)


@contextmanager
def _beside_a_running_loop() -> Iterator[None]:
    """Put aside the loop and the task that run in this thread, if any, while another loop runs."""
    if (loop := asyncio._get_running_loop()) is None:
        yield
        return
    if task := asyncio.current_task(loop):
        asyncio.tasks._leave_task(loop, task)
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)
        if task:
            asyncio.tasks._enter_task(loop, task)
