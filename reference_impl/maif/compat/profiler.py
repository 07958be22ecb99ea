"""The other implementation's `PerformanceProfiler`: how long operations took, also of several threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from maif.clock import SYSTEM_CLOCK, Clock


class PerformanceProfiler:
    """Measures operations by name, in seconds. Threads may share it, each with operations of its own.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> profiler = PerformanceProfiler(clock=clock)
    >>> with profiler.context_timer("nap"):
    ...     clock.sleep(2)
    >>> profiler.get_stats("nap")["total_time"], profiler.operation_counts, profiler.end_timer("unknown")
    (2.0, {'nap': 1}, 0.0)
    """

    def __init__(self, *, clock: Clock = SYSTEM_CLOCK) -> None:
        self.timings: dict[str, list[dict[str, float]]] = {}
        self.operation_counts: dict[str, int] = {}
        self.counters: dict[str, int] = {}
        self.start_times: dict[str, float] = {}
        self._clock = clock
        self._lock = threading.Lock()

    def start_timer(self, operation: str) -> None:
        """Begin to measure."""
        with self._lock:
            self.start_times[operation] = self._clock.monotonic()

    start_timing = start_timer

    def end_timer(self, operation: str, bytes_processed: int = 0) -> float:
        """End measuring; return the seconds, 0 if it never began."""
        with self._lock:
            begun = self.start_times.pop(operation, None)
            if begun is None:
                return 0.0
            elapsed = self._clock.monotonic() - begun
            self._record(operation, elapsed, bytes_processed)
            return elapsed

    end_timing = end_timer

    def record_timing(self, operation: str, elapsed_time: float) -> None:
        """Take over what somebody else measured, in seconds."""
        with self._lock:
            self._record(operation, elapsed_time, 0)

    def _record(self, operation: str, elapsed: float, size: int) -> None:
        record = {"duration": elapsed, "timestamp": self._clock.time(), "bytes_processed": size}
        self.timings.setdefault(operation, []).append(record)
        self.operation_counts[operation] = self.operation_counts.get(operation, 0) + 1

    def increment_counter(self, counter: str, value: int = 1) -> None:
        """Count something."""
        with self._lock:
            self.counters[counter] = self.counters.get(counter, 0) + value

    @contextmanager
    def context_timer(self, operation: str) -> Iterator[None]:
        """Measure a `with` block."""
        self.start_timer(operation)
        try:
            yield
        finally:
            self.end_timer(operation)

    def get_stats(self, operation: str | None = None) -> dict[str, Any]:
        """Return count, total, mean, least and most seconds of an operation; without one, of each, and the counters."""
        with self._lock:
            if operation is not None:
                found = self.timings.get(operation)
                return {"operation": operation} | _summary(found) if found else {}
            return {name: _summary(records) for name, records in self.timings.items()} | {
                "counters": self.counters.copy()
            }

    def print_report(self) -> None:
        """Print what `get_stats` gives."""
        print("=== Performance Report ===")
        for name, stats in self.get_stats().items():
            print(f"{name}: {', '.join(f'{key} {value:.6g}' for key, value in stats.items())}")

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            for kept in (self.timings, self.operation_counts, self.counters, self.start_times):
                kept.clear()


def _summary(records: list[dict[str, float]]) -> dict[str, Any]:
    durations = [record["duration"] for record in records]
    return {
        "count": len(durations),
        "total_time": sum(durations),
        "avg_time": sum(durations) / len(durations),
        "min_time": min(durations),
        "max_time": max(durations),
    }
