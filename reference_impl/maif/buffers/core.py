"""The rules of a bounded buffer, without clock, lock or waiting."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Generic, Literal, NamedTuple, TypeVar, get_args

from maif.arguments import whole_number
from maif.errors import BufferFullError, ClosedError, InvalidArgumentError

T = TypeVar("T")
Policy = Literal["drop_oldest", "drop_newest", "block", "error"]


class BufferedItem(NamedTuple):
    """An item and the id that it came with."""

    item_id: Any
    data: Any


@dataclass(frozen=True, slots=True)
class BufferStats:
    """What has happened to a buffer's items so far; all are counts of items, except the rate.

    Each item that somebody offered is `taken`, `waiting` or `dropped`, and nothing else.
    """

    added: int
    """Accepted, whatever became of them."""
    dropped: int
    """Lost because the buffer was full: pushed out by a newer item, or turned away."""
    taken: int
    """Handed to a reader."""
    waiting: int
    """In the buffer now."""
    high_water_mark: int
    """The most that ever waited at once."""

    @property
    def drop_rate(self) -> float:
        """The dropped share of all that was offered, from 0 to 1."""
        return self.dropped / max(1, self.taken + self.waiting + self.dropped)


class BufferCore(Generic[T]):
    """The rules of a bounded buffer of `capacity` items.

    When it is full, the policy decides: `"drop_oldest"` pushes out the item that has waited longest, `"drop_newest"`
    and `"block"` turn the new one away, `"error"` raises `BufferFullError`. Before it offers, a writer under `"block"`
    waits for `has_room()`, for as long as it likes.

    >>> core = BufferCore(3, "drop_oldest")
    >>> [core.offer(letter) for letter in "ABCD"]
    [True, True, True, True]
    >>> core.take(2), core.take(2)
    (['B', 'C'], ['D'])
    """

    def __init__(self, capacity: int, policy: Policy = "drop_oldest") -> None:
        capacity = whole_number(1, capacity=capacity)
        if policy not in get_args(Policy):
            raise InvalidArgumentError(f"policy must be one of {', '.join(get_args(Policy))}, got {policy!r}")
        self.capacity = capacity
        self.policy = policy
        self.closed = False
        self._items: deque[T] = deque()
        self._pushed_out = self._turned_away = self._taken = self._high_water_mark = 0

    def __len__(self) -> int:
        """Return how many items wait."""
        return len(self._items)

    def offer(self, item: T) -> bool:
        """Add an item, as far as the policy allows; return whether it is in the buffer now."""
        if self.closed:
            raise ClosedError("this buffer was closed: nothing can be added any more")
        if len(self._items) < self.capacity:
            self._items.append(item)
            return True
        if self.policy == "drop_oldest":
            self._items.popleft()
            self._items.append(item)
            self._pushed_out += 1
            return True
        self._turned_away += 1
        if self.policy == "error":
            raise BufferFullError(f"all {self.capacity} places are taken: read faster, or choose another policy")
        return False

    def has_room(self) -> bool:
        """Return whether it is of no use to wait before `offer`: there is room, or it will not wait for any."""
        return len(self._items) < self.capacity or self.policy != "block" or self.closed

    def is_ready(self, count: int) -> bool:
        """Return whether it is of no use to wait for `count` items: they are there, or more than these cannot come."""
        waiting = len(self._items)
        return waiting >= count or waiting >= self.capacity or self.closed

    def take(self, max_items: int) -> list[T]:
        """Remove and return the oldest items, at most `max_items`."""
        items, waiting = self._items, len(self._items)
        if waiting > self._high_water_mark:
            self._high_water_mark = waiting
        if waiting <= max_items:
            batch = list(items)
            items.clear()
        else:
            batch = [items.popleft() for _ in range(max_items)]
        self._taken += len(batch)
        return batch

    @property
    def stats(self) -> BufferStats:
        """The counts so far."""
        waiting = len(self._items)
        return BufferStats(
            added=self._taken + waiting + self._pushed_out,
            dropped=self._pushed_out + self._turned_away,
            taken=self._taken,
            waiting=waiting,
            high_water_mark=max(self._high_water_mark, waiting),
        )
