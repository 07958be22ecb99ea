"""What a server counts, as Prometheus reads it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

FIRST_HIT_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class ServerMetrics:
    """Counters of one server."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()

        def counter(name: str, what: str) -> Counter:
            return Counter(f"maif_serve_{name}", what, registry=registry)

        self.streams = Gauge("maif_serve_streams", "streams that are open", registry=registry)
        self.searches = counter("searches", "searches begun")
        self.failed = counter("searches_failed", "searches that ended with an error")
        self.hits = counter("hits", "hits found")
        self.resumed = counter("resumed", "streams that went on where an earlier one ended")
        self.reset = counter("reset", "streams that could not go on, and began anew")
        self.gone = counter("gone", "streams whose reader left before their end")
        self.cut_off = counter("cut_off", "streams whose reader took nothing for too long")
        self.refused = Counter("maif_serve_refused", "requests refused", ["status"], registry=registry)
        self.first_hit = Histogram(
            "maif_serve_first_hit_seconds", "from query to first hit", buckets=FIRST_HIT_SECONDS, registry=registry
        )

    def open_stream(self) -> AbstractContextManager[None]:
        """Count a stream while it is open."""
        return self.streams.track_inprogress()

    def as_text(self) -> str:
        """Return all of them in Prometheus' text format."""
        return generate_latest(self.registry).decode()
