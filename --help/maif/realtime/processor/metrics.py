"""A processor's stats as Prometheus reads them."""

from __future__ import annotations

from dataclasses import fields

from maif.errors import MissingExtraError
from maif.realtime.processor.counting import Counts, ProcessorStats


def as_prometheus_text(processor: str, stats: ProcessorStats) -> str:
    """Return stats in Prometheus' text format; raises `MissingExtraError` without the extra `live`.

    Counts are counters, all else are gauges; each has the label `processor`.
    """
    try:
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
    except ImportError as error:
        raise MissingExtraError("prometheus-client", extra="live", needed_for="metrics()") from error

    counters = {field.name for field in fields(Counts)} | {"commits", "failed_commits", "rebalances", "events_dropped"}

    class Collector:
        def collect(self) -> list[Metric]:
            metrics: list[Metric] = []
            for field in fields(stats):
                value = getattr(stats, field.name)
                if isinstance(value, dict):
                    continue
                family = CounterMetricFamily if field.name in counters else GaugeMetricFamily
                metric = family(f"maif_live_{field.name}", field.name.replace("_", " "), labels=["processor"])
                metric.add_metric([processor], float(value))
                metrics.append(metric)
            lag = GaugeMetricFamily("maif_live_lag", "how far reading is behind", labels=["processor", "partition"])
            for partition, value in stats.lag.items():
                lag.add_metric([processor, partition], value)
            learning = GaugeMetricFamily("maif_live_learning", "scores", labels=["processor", "model", "measure"])
            for model, scores in stats.learning.items():
                for measure, score in scores.items():
                    learning.add_metric([processor, model, measure], score)
            return [*metrics, lag, learning]

    registry = CollectorRegistry()
    registry.register(Collector())
    return generate_latest(registry).decode()
