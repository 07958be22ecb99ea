"""Gauges: how many items somebody holds, how many calls are under way, and work that ends when the check says so."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Held:
    """Makes items that are counted for as long as anybody holds them; numbers, texts, bytes and tuples can be made so.

    >>> held = Held()
    >>> kept = [item for item in held.items(range(5)) if item % 2]
    >>> kept, held.now, held.most
    ([1, 3], 2, 3)
    """

    def __init__(self) -> None:
        self.now = 0
        self.most = 0
        self._kinds: dict[type, type] = {}

    def items(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield the values, each as an object of its own that is counted while it lives."""
        return map(self.item, values)

    def item(self, value: Any) -> Any:
        """Return the value as an object that is counted while it lives."""
        base = type(value)
        kind = self._kinds.get(base) or self._kinds.setdefault(base, self._counted(base))
        self.now += 1
        self.most = max(self.most, self.now)
        return kind(value)

    def _counted(self, base: type) -> type:
        def leave(_: object) -> None:
            self.now -= 1

        return type(base.__name__, (base,), {"__del__": leave})


class InFlight:
    """Counts how many calls of a function are under way at once: `now`, and `most` so far.

    >>> gauge = InFlight()
    >>> gauge.counting(len)("abc"), gauge.now, gauge.most
    (3, 0, 1)
    """

    def __init__(self) -> None:
        self.now = 0
        self.most = 0
        self._lock = threading.Lock()

    def counting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, plain or `async`, so that its calls are counted."""
        if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__):

            @functools.wraps(function, updated=())
            async def counted_async(*args: Any, **kwargs: Any) -> Any:
                with self:
                    return await function(*args, **kwargs)

            return counted_async

        @functools.wraps(function, updated=())
        def counted(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return counted

    def __enter__(self) -> InFlight:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.now -= 1


class Gate:
    """Asynchronous work that waits at a gate: `await gate(item)` ends with the item once `open(item)` was called.

    `waiting` lists the items that have come and not yet gone on, in their order.
    """

    def __init__(self) -> None:
        self.waiting: list[Any] = []
        self._opened: list[Any] = []
        self._changed = asyncio.Condition()

    async def __call__(self, item: Any) -> Any:
        self.waiting.append(item)
        try:
            async with self._changed:
                await self._changed.wait_for(lambda: item in self._opened)
                self._opened.remove(item)
        finally:
            self.waiting.remove(item)
        return item

    async def open(self, *items: Any) -> None:
        """Let these items pass, each once; then let everybody run who can."""
        async with self._changed:
            self._opened += items
            self._changed.notify_all()
        await settled()


async def settled(rounds: int = 20) -> None:
    """Give every task that can run the chance to do so."""
    for _ in range(rounds):
        await asyncio.sleep(0)
