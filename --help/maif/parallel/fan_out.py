"""The values of a generator, on their way to the reader while its body still runs."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any


class Room:
    """Room for values that nobody has taken yet: a stage has one, and all its generators share it."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._taken = 0
        self._stalled: dict[FanOut, None] = {}

    @property
    def full(self) -> bool:
        """Whether no further value should be made."""
        return self._taken >= self._size

    def take(self) -> None:
        """Take the room for a value."""
        self._taken += 1

    def give_back(self) -> None:
        """Give back the room for a value, and have the generator go on that has waited longest."""
        self._taken -= 1
        if self._stalled and not self.full:
            next(iter(self._stalled)).go_on()

    def wait(self, fan_out: FanOut) -> asyncio.Future[None]:
        """Return what `fan_out` is to wait for."""
        self._stalled[fan_out] = None
        return asyncio.get_running_loop().create_future()

    def leave(self, fan_out: FanOut) -> None:
        """Take note that `fan_out` waits no longer."""
        self._stalled.pop(fan_out, None)


class FanOut:
    """The values of one generator: its body puts them, the reader takes them.

    While the room is full the body waits; but if the reader waits for it, it may always put one value more. So values
    whose turn comes later never stop the generator whose turn it is.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._values: deque[Any] = deque()
        self._ended = False
        self._error: BaseException | None = None
        self._reader: asyncio.Future[None] | None = None
        self._body: asyncio.Future[None] | None = None

    def put(self, value: Any) -> None:
        """Add a value."""
        self._values.append(value)
        self._room.take()
        self._wake_reader()

    async def wait_for_room(self) -> None:
        """Wait until the body may go on."""
        while self._room.full and (self._values or self._reader is None):
            self._body = self._room.wait(self)
            try:
                await self._body
            finally:
                self._body = None

    def go_on(self) -> None:
        """Have the body look whether there is room."""
        self._room.leave(self)
        if self._body is not None and not self._body.done():
            self._body.set_result(None)

    def end(self, error: BaseException | None = None) -> None:
        """Add nothing more; `error` is raised after the last value."""
        self._ended, self._error = True, error
        self._wake_reader()

    def _wake_reader(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def __bool__(self) -> bool:
        """Whether there is a value to take."""
        return bool(self._values)

    def take(self) -> Any:
        """Return the next value."""
        self._room.give_back()
        return self._values.popleft()

    async def wait(self) -> bool:
        """Wait for a value; return False when all have been taken, or raise the error that ended them."""
        if self._values:
            return True
        if not self._ended:
            self._reader = asyncio.get_running_loop().create_future()
            self.go_on()
            await self._reader
            self._reader = None
            return True
        if self._error is None:
            return False
        try:
            raise self._error
        finally:
            self._error = None
