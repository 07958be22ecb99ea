"""Real time, and what every clock can do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio  # at run time only where something is awaited: it takes a third of the time that a reader takes


LONGEST = 1e9
"""Seconds (31 years) that a thread waits at most: what is much longer, the operating system cannot say."""


class _Condition(threading.Condition):
    """A condition variable that can be waited for as long as anybody says."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(None if timeout is None else min(timeout, LONGEST))


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
        time.sleep(min(max(0, seconds), LONGEST))

    def condition(self, lock: threading.Lock | None = None) -> threading.Condition:
        """Return a condition variable whose `wait(timeout)` and `wait_for(predicate, timeout)` run on this clock.

        Several conditions may share one `lock`.
        """
        return _Condition(lock)

    async def sleep_async(self, seconds: float) -> None:
        """Suspend this task for a time span in seconds."""
        import asyncio

        await asyncio.sleep(max(0, seconds))

    async def wait_async(self, signal: asyncio.Condition | asyncio.Event, timeout: float | None = None) -> bool:
        """Wait until `signal` comes (True) or `timeout` seconds have passed (False).

        A condition must be held, and comes when it is notified; an event comes when it is set.
        """
        import asyncio

        try:
            async with asyncio.timeout(timeout):
                return await signal.wait()
        except TimeoutError:
            return False

    async def wait_for_async(
        self, condition: asyncio.Condition, predicate: Callable[[], object], timeout: float | None = None
    ) -> bool:
        """Wait, holding `condition`, until `predicate()` is true at a notification, for at most `timeout` seconds.

        Return whether it is true in the end.
        """
        import asyncio

        if not predicate():
            try:
                async with asyncio.timeout(timeout):
                    await condition.wait_for(predicate)
            except TimeoutError:
                return bool(predicate())
        return True


SYSTEM_CLOCK = Clock()
