"""Reading on: what will be asked for next is fetched before it is, in steps, at most two of them at a time."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from maif.errors import MAIFError
from maif.remote.objects import RemoteObject

if TYPE_CHECKING:
    from concurrent.futures import Future

IN_FLIGHT = 2  # steps that were asked for and not used yet: memory holds no more than these, and the one in use


class _Step(NamedTuple):
    """A part of the object: its bytes, or the future that gets them; None where they were not asked for yet."""

    start: int
    end: int
    data: memoryview | Future[bytes] | None


class ReadAhead:
    """The windows of an object that somebody reads one after the other; each may begin in the one before.

    The first window is fetched as it is asked for. From the second on somebody reads on, and `step` bytes at a time are
    fetched ahead. The steps lie end to end; those that were passed are forgotten.
    """

    def __init__(self, remote: RemoteObject, step: int) -> None:
        self._remote = remote
        self._step = step
        self._steps: deque[_Step] = deque()
        self._lock = threading.Lock()

    def take(self, start: int, end: int, until: int) -> memoryview:
        """Return the bytes from `start` up to `end`; reading on will not go beyond `until`."""
        with self._lock:
            steps = self._steps
            if not (steps and steps[0].start <= start <= steps[-1].end):
                self._forget()
                data = memoryview(self._remote.fetch(start, end))
                steps.append(_Step(start, end, data))
                return data
            while len(steps) > 1 and steps[0].end <= start:
                self._drop(steps.popleft())
            return self._joined(start, end, max(end, until))

    def peek(self, start: int, end: int) -> memoryview | None:
        """Return the bytes from `start` up to `end` if a step has them, or will have."""
        with self._lock:
            for number, step in enumerate(self._steps):
                if step.start <= start and end <= step.end:
                    return self._data_of(number)[start - step.start : end - step.start]
        return None

    def _joined(self, start: int, end: int, until: int) -> memoryview:
        pieces, number = [], 0
        while True:
            self._ask(until)
            step, data = self._steps[number], self._data_of(number)
            if piece := data[max(start - step.start, 0) : end - step.start]:
                pieces.append(piece)
            if step.end >= end:
                self._ask(until)
                return pieces[0] if len(pieces) == 1 else memoryview(b"".join(pieces))
            number += 1

    def _ask(self, until: int) -> None:
        """Ask for the next steps, as far as two may be on their way."""
        while (start := self._steps[-1].end) < until:
            if sum(not isinstance(step.data, memoryview) for step in self._steps) >= IN_FLIGHT:
                return
            end = min(start + self._step, until)
            self._steps.append(_Step(start, end, self._remote.begin(start, end)))

    def _data_of(self, number: int) -> memoryview:
        start, end, data = self._steps[number]
        if not isinstance(data, memoryview):
            data = memoryview(_answer(data) or self._remote.fetch(start, end))
            self._steps[number] = _Step(start, end, data)
        return data

    def _drop(self, step: _Step) -> None:
        if step.data is not None and not isinstance(step.data, memoryview):
            step.data.cancel()

    def _forget(self) -> None:
        while self._steps:
            self._drop(self._steps.popleft())

    def stop(self) -> None:
        """Let go of everything, and of what is on its way."""
        with self._lock:
            self._forget()


def _answer(future: Future[bytes] | None) -> bytes | None:
    """Return what was fetched ahead; None where that failed: now that somebody waits, it is tried with patience."""
    try:
        return None if future is None else future.result()
    except MAIFError:
        raise
    except Exception:
        return None
