"""The statistics against numpy, river and pandas."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import river.stats

from benchmarks.harness import Row, compare
from maif.stats import RollingStats, RunningMoments, RunningStats, TDigest

ARRAY = np.random.default_rng(1).standard_normal(1_000_000)
NUMBERS = ARRAY[:100_000].tolist()
WINDOW = 1000


def rows() -> Iterator[Row]:
    yield update_row(RunningStats, "0.5 ×")
    yield update_row(RunningMoments)
    yield push_row(RunningStats, "1 ×")
    yield push_row(RunningMoments)
    yield compare(
        f"RollingStats({WINDOW:,}): push, four figures at the end",
        lambda: push_all(RollingStats(WINDOW), NUMBERS),
        pandas_rolling,
        name="pandas, four rolling passes",
        items=len(NUMBERS),
    )
    yield compare(
        f"RollingStats({WINDOW:,}): update, four figures at the end",
        lambda: figures_at_once(RollingStats(WINDOW)),
        pandas_rolling,
        name="pandas, four rolling passes",
        items=len(NUMBERS),
        reach="0.5 ×",
    )
    some = NUMBERS[: 4 * WINDOW]
    yield compare(
        f"RollingStats({WINDOW:,}): push, and mean and variance after each",
        lambda: rolling_figures(some),
        lambda: recomputed_figures(some),
        name="numpy on the window each time",
        items=len(some),
    )
    yield compare(
        "TDigest.update, then the 0.99 quantile",
        lambda: digest_of(ARRAY).quantile(0.99),
        lambda: np.quantile(ARRAY, 0.99),
        name="numpy.quantile",
        items=len(ARRAY),
    )
    yield compare(
        "TDigest.push",
        lambda: push_all(TDigest(), NUMBERS),
        lambda: push_all_river(river.stats.Quantile(0.99), NUMBERS),
        name="river Quantile (P² in Rust)",
        items=len(NUMBERS),
    )
    yield from digest_errors()


def update_row(kind: type[RunningStats], reach: str = "") -> Row:
    def update() -> None:
        kind().update(ARRAY)

    return compare(
        f"{kind.__name__}.update, 1,000,000 floats",
        update,
        lambda: np.var(ARRAY),
        name="numpy.var",
        items=len(ARRAY),
        reach=reach,
        rounds=11,
    )


def push_row(kind: type[RunningStats], reach: str = "") -> Row:
    return compare(
        f"{kind.__name__}.push",
        lambda: push_all(kind(), NUMBERS),
        lambda: push_all_river(river.stats.Var(), NUMBERS),
        name="river Var.update",
        items=len(NUMBERS),
        reach=reach,
    )


def push_all(stats: Any, numbers: list[float]) -> None:
    push = stats.push
    for number in numbers:
        push(number)


def push_all_river(stats: Any, numbers: list[float]) -> None:
    update = stats.update
    for number in numbers:
        update(number)


def pandas_rolling() -> None:
    rolling = pd.Series(NUMBERS).rolling(WINDOW)
    rolling.mean(), rolling.var(), rolling.min(), rolling.max()


def figures_at_once(stats: RollingStats) -> list[float]:
    stats.update(ARRAY[: len(NUMBERS)])
    return [stats.mean, stats.variance, stats.min, stats.max]


def rolling_figures(numbers: list[float]) -> list[tuple[float, float]]:
    stats = RollingStats(WINDOW)
    figures = []
    for number in numbers:
        stats.push(number)
        figures.append((stats.mean, stats.variance))
    return figures


def recomputed_figures(numbers: list[float]) -> list[tuple[Any, Any]]:
    array = np.array(numbers)
    windows = (array[max(0, end - WINDOW) : end] for end in range(1, len(array) + 1))
    return [(window.mean(), window.var()) for window in windows]


def digest_of(values: np.ndarray[Any, Any]) -> TDigest:
    digest = TDigest()
    digest.update(values)
    return digest


def digest_errors() -> Iterator[Row]:
    random = np.random.default_rng(2)
    draw: dict[str, Callable[[int], Any]] = {
        "normal": random.standard_normal,
        "log-normal, σ = 3": lambda size: random.lognormal(sigma=3, size=size),
        "sorted": lambda size: np.sort(random.random(size)),
    }
    for name, values_of in draw.items():
        for q in (0.5, 0.99, 0.999):
            errors, bounds = [], []
            for _ in range(5):
                values = values_of(200_000)
                errors.append(abs(np.mean(values <= digest_of(values).quantile(q)) - q))
                bounds.append(2 * np.pi * np.sqrt(q * (1 - q)) / 200)
            error, bound = statistics.median(errors), bounds[0]
            work = f"TDigest, rank error at {q}, {name}"
            yield Row(work, f"{100 * error:.4f} %", f"bound {100 * bound:.3f} %", bound / error, "1 ×")
