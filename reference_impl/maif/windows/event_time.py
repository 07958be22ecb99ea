"""What windows over event time share: checked times and spans, the window, and the iterator that counts late items."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Iterable, Iterator
from numbers import Real
from typing import Generic, NamedTuple, TypeVar

from maif.arguments import require_callable
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.sources import closing_with
from maif.units import parse_duration

T = TypeVar("T")
Span = tuple[float, float]  # [start, end)


class Window(NamedTuple, Generic[T]):
    """The items, in order of arrival, whose times lie in `[start, end)`."""

    start: float
    end: float
    items: list[T]


class LateItems(Generic[T]):
    """Counts the items that it is called with, and hands them to `on_late`, if there is one."""

    def __init__(self, on_late: Callable[[T], object] | None) -> None:
        if on_late is not None:
            require_callable(on_late=on_late)
        self.count = 0
        self._on_late = on_late

    def __call__(self, item: T) -> None:
        self.count += 1
        if self._on_late is not None:
            self._on_late(item)


class WindowStream(Iterator[Window[T]]):
    """An iterator over windows as they close."""

    def __init__(self, source: Iterator[T], windows: Iterable[Window[T]], late: LateItems[T]) -> None:
        self._windows = closing_with(source, windows)
        self._late = late

    @property
    def late(self) -> int:
        """How many items have come too late for any window."""
        return self._late.count

    def __next__(self) -> Window[T]:
        return next(self._windows)

    def close(self) -> None:
        """Close the source; windows still open are not yielded."""
        self._windows.close()


def event_time(timestamp: Callable[[T], float], item: T) -> float:
    time = timestamp(item)
    try:
        if math.isfinite(time):
            return time
    except TypeError:
        problem = f"timestamp must return a number, such as seconds, got {time!r} for {reprlib.repr(item)}"
        raise InvalidTypeError(problem) from None
    raise InvalidArgumentError(f"timestamp must return a finite number, got {time!r} for {reprlib.repr(item)}")


def span_of(name: str, value: float | str) -> float:
    """Check a span of event time: text means seconds, a number is kept as it is."""
    span = parse_duration(value) if isinstance(value, str) else value
    if isinstance(span, bool) or not isinstance(span, Real):
        raise InvalidTypeError(f"{name} must be a number or text like '5min', got {value!r}")
    if not span >= 0:
        raise InvalidArgumentError(f"{name} must not be negative, got {value!r}")
    return span


def positive_span(name: str, value: float | str) -> float:
    if not 0 < (span := span_of(name, value)) < math.inf:
        raise InvalidArgumentError(f"{name} must be positive and finite, got {value!r}")
    return span
