"""In which order messages begin: those of one key one after the other, all else as it came."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from typing import Generic, Protocol, TypeVar


class Keyed(Protocol):
    """What stands in the line: something with a key, or None where there is no order to keep."""

    @property
    def key(self) -> Hashable | None:
        """The key."""


K = TypeVar("K", bound=Keyed)


class Line(Generic[K]):
    """Who may begin next. Of a key that is out, the others stay behind until it is released.

    >>> from types import SimpleNamespace
    >>> a1, a2, b1 = (SimpleNamespace(key=key, name=name) for key, name in [("a", "a1"), ("a", "a2"), ("b", "b1")])
    >>> line = Line()
    >>> for item in (a1, a2, b1):
    ...     line.put(item)
    >>> line.take().name, line.take().name, line.take()
    ('a1', 'b1', None)
    >>> line.release("a")
    >>> line.take().name
    'a2'
    """

    def __init__(self) -> None:
        self.ready: deque[K] = deque()
        """Those that may begin, the next one first."""
        self._out: dict[Hashable, deque[K] | None] = {}  # keys that are ready or out, and who stays behind them

    def __iter__(self) -> Iterator[K]:
        """Yield all that have not been taken: those that are ready, then those that stay behind."""
        yield from self.ready
        for behind in self._out.values():
            yield from behind or ()

    def put(self, item: K) -> None:
        """Add an item at the end: at once ready, unless its key is out."""
        key = item.key
        if key is None:
            self.ready.append(item)
        elif key not in self._out:
            self._out[key] = None
            self.ready.append(item)
        elif (behind := self._out[key]) is not None:
            behind.append(item)
        else:
            self._out[key] = deque([item])

    def put_back(self, item: K) -> None:
        """Have an item that was taken, and whose key was not released, be next."""
        self.ready.appendleft(item)

    def take(self) -> K | None:
        """Remove and return the next item that is ready; its key is out from now on. None if there is none."""
        return self.ready.popleft() if self.ready else None

    def release(self, key: Hashable | None) -> None:
        """Let the next of a key go: the one that was out need not be waited for any more."""
        if key is None:
            return
        if behind := self._out[key]:
            self.ready.append(behind.popleft())
        else:
            del self._out[key]
