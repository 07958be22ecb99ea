"""Several files as one row of items, of which only a few are open at a time."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from threading import RLock
from typing import Any, Protocol

from maif.dataset.data_file import Items
from maif.errors import OutOfRangeError

MOST_OPEN = 64  # a folder may have more files than a process may open


class Part(Protocol):
    """A row of items: a `DataFile`, or items that were loaded from one."""

    def __len__(self) -> int: ...
    def read(self, number: int, /) -> Any: ...
    def items_from(self, number: int, /) -> Iterator[Any]: ...
    def close(self) -> None: ...


class LoadedItems:
    """The items of a file, held in memory."""

    def __init__(self, items: Items) -> None:
        self._items = items
        self.read = items.__getitem__

    def __len__(self) -> int:
        return len(self._items)

    def items_from(self, number: int) -> Iterator[Any]:
        """Yield the items from this number on."""
        return (self._items[index] for index in range(number, len(self._items)))

    def close(self) -> None:
        """Do nothing: no file is open."""


class JoinedFiles:
    """Items of several parts, one part after the other, numbered through. Safe across threads.

    A part's length is asked for when an item behind it is. Parts that were not used for longest are closed.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._starts = array("Q", [0])  # the number of each part's first item, as far as parts were counted
        self._open: dict[Part, None] = {}  # the least recently used first
        self._lock = RLock()

    def __len__(self) -> int:
        with self._lock:
            while len(self._starts) <= len(self._parts):
                self._count_next()
            return self._starts[-1]

    def read(self, number: int) -> Any:
        """Return an item by its number, from the end if that is negative; raise `IndexError` if there is none."""
        with self._lock:
            index, number = self._locate(number)
            return self._opened(index).read(number)

    def items_from(self, number: int) -> Generator[Any]:
        """Yield the items from this number on."""
        index = 0
        if number:
            with self._lock:
                index, number = self._locate(number)
        for part in self._parts[index:]:
            yield from part.items_from(number)
            number = 0

    def close(self) -> None:
        """Close the parts that are open."""
        with self._lock:
            while self._open:
                self._open.popitem()[0].close()

    def _locate(self, number: int) -> tuple[int, int]:
        """Return the index of the part that has an item, and the item's number there."""
        position = number if number >= 0 else number + len(self)
        while position >= self._starts[-1] and len(self._starts) <= len(self._parts):
            self._count_next()
        if not 0 <= position < self._starts[-1]:
            raise OutOfRangeError(f"there are {self._starts[-1]} items, none has the number {number}")
        index = bisect_right(self._starts, position) - 1
        return index, position - self._starts[index]

    def _count_next(self) -> None:
        index = len(self._starts) - 1
        self._starts.append(self._starts[index] + len(self._opened(index)))

    def _opened(self, index: int) -> Part:
        """Return a part that is about to be opened and used, and close another if too many are open."""
        part = self._parts[index]
        self._open.pop(part, None)
        self._open[part] = None
        if len(self._open) > MOST_OPEN:
            oldest = next(iter(self._open))
            del self._open[oldest]
            oldest.close()
        return part
