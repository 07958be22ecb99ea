"""What windows over event time share: checked times and spans, the window, and the iterator that counts late items."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from maif.arguments import plain_number, require_plain
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
            require_plain(on_late=on_late)
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


def event_times(timestamp: Callable[[T], float], step: float) -> Callable[[T], float]:
    """Return a function that gives an item's time as a plain number.

    `step` is the distance of two borders. The function raises `InvalidTypeError` for what is no number, and
    `InvalidArgumentError` for one that is not finite, or a float so large that a step no longer changes it.

    >>> time_of = event_times(lambda item: item["at"], 10)
    >>> time_of({"at": 12.5})
    12.5
    >>> time_of({"at": float("nan")})
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: timestamp must return a finite number, got nan for {'at': nan}
    """
    told_apart = step * 2**52  # up to here, the next float is closer than a step
    exact = told_apart if isinstance(step, float) else math.inf

    def time_of(item: T) -> float:
        given = timestamp(item)
        time: float = given if type(given) is float or type(given) is int else plain_number(given)
        if time is None:
            problem = f"timestamp must return a number, such as seconds, got {given!r} for {reprlib.repr(item)}"
            raise InvalidTypeError(problem)
        limit = told_apart if type(time) is float else exact
        if -limit < time < limit:
            return time
        if time in (math.inf, -math.inf) or time != time:
            raise InvalidArgumentError(f"timestamp must return a finite number, got {given!r} for {reprlib.repr(item)}")
        advice = "give times and lengths as whole numbers, of a smaller unit"
        raise InvalidArgumentError(f"floats as large as {given!r} cannot be told apart in steps of {step}: {advice}")

    return time_of


def span_of(name: str, value: float | str) -> float:
    """Return a span of event time as a plain number; text such as `"5min"` means seconds.

    Raises `InvalidTypeError` for what is neither, `InvalidArgumentError` for a negative one.

    >>> span_of("lateness", "5min"), span_of("lateness", 20)
    (300.0, 20)
    """
    span: float = parse_duration(value) if isinstance(value, str) else plain_number(value)
    if isinstance(value, bool) or span is None:
        raise InvalidTypeError(f"{name} must be a number or text like '5min', got {value!r}")
    if not span >= 0:
        raise InvalidArgumentError(f"{name} must not be negative, got {value!r}")
    return span


def positive_span(name: str, value: float | str) -> float:
    """Return a span as `span_of` does; raise `InvalidArgumentError` for one that is 0 or not finite, too."""
    if not 0 < (span := span_of(name, value)) < math.inf:
        raise InvalidArgumentError(f"{name} must be positive and finite, got {value!r}")
    return span
