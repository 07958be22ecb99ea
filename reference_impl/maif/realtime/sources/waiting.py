"""Calls with a time limit that must not be cancelled, and the pauses between attempts to reach somebody."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from itertools import count
from typing import Any, TypeVar

from maif.errors import TimeoutExpiredError
from maif.flow.backoff import growing_pause

T = TypeVar("T")


def growing_pauses(first: float = 0.1, longest: float = 30.0) -> Iterator[float]:
    """Yield seconds to wait before one tries again: twice as long each time, and never two clients at the same moment.

    >>> pauses = growing_pauses(1.0, longest=4.0)
    >>> all(bound / 2 <= next(pauses) <= bound for bound in (1.0, 2.0, 4.0, 4.0))
    True
    """
    for attempt in count(1):
        yield growing_pause(attempt, first, longest) * random.uniform(0.5, 1.0)


class LimitedCalls:
    """Waits for calls for a limited time. One that takes longer goes on unseen, until `end`.

    A client that is cancelled in the middle of a request may be left in pieces; so nothing is cancelled before the end.
    """

    def __init__(self) -> None:
        self._unseen: set[asyncio.Task[Any]] = set()

    async def within(self, seconds: float, call: Coroutine[Any, Any, T]) -> T:
        """Return what a call returns; raise `TimeoutExpiredError` if that takes longer."""
        task = asyncio.ensure_future(call)
        self._unseen.add(task)
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            raise TimeoutExpiredError(f"no answer within {seconds:g} s")
        self._unseen.discard(task)
        if task.cancelled():  # the client's doing: for whoever waits it is a failure, not an order to end
            raise TimeoutExpiredError("the call was cut off")
        return task.result()

    async def ignoring(self, seconds: float, call: Coroutine[Any, Any, object]) -> None:
        """Wait for the end of a call, for so long at most, whether it fails or not."""
        with suppress(Exception):
            await self.within(seconds, call)

    async def end(self) -> None:
        """Cancel what still goes on."""
        unseen, self._unseen = self._unseen, set()
        for task in unseen:
            task.cancel()
        await asyncio.gather(*unseen, return_exceptions=True)
