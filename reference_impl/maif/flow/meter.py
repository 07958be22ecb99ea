"""How many a second, and how long each takes: measured in constant memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import exp2, expm1, log

from maif.arguments import real_number, whole_number
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import InvalidArgumentError
from maif.stats import TDigest
from maif.units import parse_duration


class DecayingRate:
    """Events a second, where what lies `halflife` seconds back counts half.

    The events, each weighed by its age, are divided by the time since `start`, weighed alike: a steady rate is told
    right from its beginning. (Weights that decay with time: Cormode, Shkapenyuk, Srivastava and Xu, 2009.) Every moment
    is an argument, from any clock that never goes back.

    >>> rate = DecayingRate(halflife=10, start=0.0)
    >>> for second in range(1, 61):
    ...     rate.push(5, now=second)
    >>> round(rate.at(60), 1), round(rate.at(70), 1)
    (5.2, 2.6)
    """

    def __init__(self, halflife: float, start: float) -> None:
        if not halflife > 0:
            raise InvalidArgumentError(f"halflife must be above 0 seconds, got {halflife!r}")
        self.halflife = halflife
        self._start = self._updated = start
        self._weight = 0.0

    def push(self, count: float, now: float) -> None:
        """Take `count` events that happen at `now`."""
        self._weight = self._weight * self._fading(now - self._updated) + count
        self._updated = now

    def at(self, now: float) -> float:
        """Return the events a second, as of `now`; 0 at the very start."""
        if now <= self._start:
            return 0.0
        weighed_seconds = -expm1(-(now - self._start) * log(2) / self.halflife) * self.halflife / log(2)
        return self._weight * self._fading(now - self._updated) / weighed_seconds

    def _fading(self, seconds: float) -> float:
        return exp2(-seconds / self.halflife)


class Meter:
    """Counts events, and tells their rate and the percentiles of their latency; safe across threads.

    The rate is that of the last time, in which `halflife` (seconds, or text such as `"1min"`) counts half. Percentiles
    are of all latencies so far, from a `maif.stats.TDigest`.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> meter = Meter(clock=clock)
    >>> for milliseconds in range(1, 101):
    ...     with meter.measure():
    ...         clock.sleep(milliseconds / 1000)
    >>> meter.count, round(meter.rate, 1), round(meter.percentile(50), 3), round(meter.percentile(99), 3)
    (100, 18.7, 0.05, 0.099)
    """

    def __init__(self, halflife: float | str = "10s", *, clock: Clock = SYSTEM_CLOCK) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rate = DecayingRate(parse_duration(halflife), clock.monotonic())
        self._latencies = TDigest()
        self._count = 0

    def record(self, latency: float | str | None = None, count: int = 1) -> None:
        """Count `count` events that end now; together they were one piece of work, of `latency` seconds."""
        count = whole_number(0, count=count)
        seconds = None if latency is None else parse_duration(latency)
        with self._lock:
            self._count += count
            self._rate.push(count, self._clock.monotonic())
            if seconds is not None:
                self._latencies.push(seconds)

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Count one event, and take the time that the `with` block takes, however it ends."""
        start = self._clock.monotonic()
        try:
            yield
        finally:
            self.record(self._clock.monotonic() - start)

    @property
    def count(self) -> int:
        """How many events there were."""
        return self._count

    @property
    def rate(self) -> float:
        """Events a second, of late."""
        with self._lock:
            return self._rate.at(self._clock.monotonic())

    def percentile(self, percent: float) -> float:
        """Return the latency, in seconds, that `percent` of all do not exceed; NaN before the first.

        Raises `InvalidArgumentError` for a `percent` outside 0 to 100.
        """
        if not 0 <= (percent := real_number(percent=percent)) <= 100:
            raise InvalidArgumentError(f"percent must be from 0 to 100, got {percent!r}")
        with self._lock:
            return float(self._latencies.quantile(percent / 100))
