"""The bookkeeping of a bounded map: which call may begin, and whose result is next.

A call goes through three moments: it begins, it finishes, its result is taken. Between the first two it is in flight,
between the last two its result waits. Nothing here waits, and nothing knows of threads or of asyncio: every map of this
package, and with them the stages of pipelines, keeps its own `CallQueue`, and has its own way to wait for what comes
next.
"""

from __future__ import annotations

from collections import deque
from typing import Generic, Protocol, TypeVar


class AnyCall(Protocol):
    """What a call must have: `done`, false at first."""

    done: bool


C = TypeVar("C", bound=AnyCall)


class CallQueue(Generic[C]):
    """The calls of a map, from their beginning until their results are taken.

    In order, a result can be taken once those of all calls begun before it have been; as completed, once it is there.
    All methods must be called from one thread.

    >>> from types import SimpleNamespace
    >>> slow, quick = SimpleNamespace(done=False), SimpleNamespace(done=False)
    >>> calls = CallQueue(max_in_flight=2, max_ahead=3, ordered=True)
    >>> calls.begin(slow)
    >>> calls.begin(quick)
    >>> calls.has_room()
    False
    >>> calls.finish(quick)
    >>> calls.has_room(), calls.has_result()  # the head of the line is still in flight
    (True, False)
    >>> calls.finish(slow)
    >>> calls.take() is slow, calls.take() is quick, calls.ahead
    (True, True, 0)
    """

    def __init__(self, max_in_flight: int, max_ahead: int, ordered: bool) -> None:
        self._max_in_flight, self._max_ahead, self._ordered = max_in_flight, max_ahead, ordered
        self.in_flight = 0  # calls that have begun, and not finished
        self.ahead = 0  # calls that have begun, and whose results have not been taken
        self._line: deque[C] = deque()  # in order: all that are ahead; as completed: those that have finished

    def has_room(self) -> bool:
        """Say whether another call may begin."""
        return self.in_flight < self._max_in_flight and self.ahead < self._max_ahead

    def begin(self, call: C) -> None:
        """Take note that a call begins."""
        self.in_flight += 1
        self.ahead += 1
        if self._ordered:
            self._line.append(call)

    def finish(self, call: C) -> None:
        """Take note that a call's result is there."""
        call.done = True
        self.in_flight -= 1
        if not self._ordered:
            self._line.append(call)

    def has_result(self) -> bool:
        """Say whether the next result is there."""
        return bool(self._line) and self._line[0].done

    def take(self) -> C:
        """Return the call whose result is next; ask `has_result()` first."""
        self.ahead -= 1
        return self._line.popleft()
