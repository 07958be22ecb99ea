"""What a processor has done, and how it is: `ProcessorStats`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from maif.clock import Clock
from maif.flow import DecayingRate
from maif.stats import TDigest

HALFLIFE = 10.0  # seconds that count half in a rate
MOST_LATEST = 10_000  # latencies between two looks: of more, the last ones stand for all


@dataclass(slots=True)
class Counts:
    """Numbers of messages, and of what happened to them, since the start."""

    received: int = 0
    """Taken in from the sources."""
    finished: int = 0
    """Handled, or at the end of what can be done for them."""
    failed: int = 0
    """Attempts that failed."""
    retried: int = 0
    """Attempts that were made again."""
    dead_letters: int = 0
    skipped: int = 0
    """Failed messages that `on_error` left out."""
    unhandled: int = 0
    """Messages that no handler was there for."""
    lost: int = 0
    """Messages whose partition went to another while they were on their way."""
    already_held: int = 0
    """Messages that artifacts held already, from before a restart."""
    repeated: int = 0
    """Messages that a source gave again while they were on their way."""


@dataclass(frozen=True, slots=True)
class ProcessorStats:
    """A processor at one moment; times are in seconds, rates are a second and of late."""

    received: int
    finished: int
    failed: int
    retried: int
    dead_letters: int
    skipped: int
    unhandled: int
    lost: int
    already_held: int
    repeated: int
    buffered: int
    """Messages on their way."""
    buffered_bytes: int
    """What they take, with 1 KiB each beside the payload."""
    held_back: bool
    """Whether reading is paused at a bound."""
    oldest_unfinished: float
    """Age of the oldest message on its way; 0 where there is none."""
    slots: int
    """Handlers that may run at a time."""
    running: int
    """Handlers, or batches, that run."""
    abandoned_threads: int
    commits: int
    failed_commits: int
    rebalances: int
    """How often partitions were revoked."""
    events_dropped: int
    event_errors: int
    rate_in: float
    rate_out: float
    latency_p50: float
    """From reading to finished; NaN before the first."""
    latency_p99: float
    lag: dict[str, int] = field(default_factory=dict)
    """How far reading is behind, where a source knows, by `source/partition`."""
    learning: dict[str, dict[str, float]] = field(default_factory=dict)
    """What `learn` has measured, by name."""


class Rates:
    """Messages a second in and out, and how long they take."""

    def __init__(self, counts: Counts, clock: Clock) -> None:
        self._counts, self._now = counts, clock.monotonic
        start = clock.monotonic()
        self._in, self._out = DecayingRate(HALFLIFE, start), DecayingRate(HALFLIFE, start)
        self._received = self._finished = 0
        self.latest: deque[float] = deque(maxlen=MOST_LATEST)  # latencies that have not been looked at
        self._latencies = TDigest()

    def update(self) -> tuple[float, float]:
        """Take note of what has been counted since the last time; return the rates in and out."""
        now, counts = self._now(), self._counts
        self._digest()
        self._in.push(counts.received - self._received, now)
        self._out.push(counts.finished - self._finished, now)
        self._received, self._finished = counts.received, counts.finished
        return self._in.at(now), self._out.at(now)

    def percentile(self, percent: float) -> float:
        """Return the latency that `percent` of all do not exceed; NaN before the first."""
        self._digest()
        return float(self._latencies.quantile(percent / 100))

    def _digest(self) -> None:
        self._latencies.update(list(self.latest))
        self.latest.clear()
