"""Whatever goes wrong in an update or a merge: a statistic has taken all of it, or none."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from interrupting import Interrupt, apart, interrupted_at
from maif.errors import MAIFError
from maif.stats import (
    Reservoir,
    RunningCovariance,
    RunningMoments,
    RunningStats,
    SpaceSaving,
    TDigest,
    VectorMoments,
    VectorStats,
)

NUMBERS: list[Callable[..., Any]] = [RunningStats, RunningMoments, TDigest]
VECTORS: list[Callable[..., Any]] = [VectorStats, VectorMoments, RunningCovariance]
MANY = 150_000  # more than any statistic takes at a time


def values_for(kind: Callable[..., Any], *values: float) -> Any:
    return np.array(values if kind in NUMBERS else [[value, 1.0] for value in values])


def taken(statistic: Any) -> bytes:
    """Return all that a statistic holds."""
    return pickle.dumps(vars(statistic))


@pytest.mark.parametrize("kind", [*NUMBERS, *VECTORS])
def test_an_array_whose_last_value_is_refused_changes_nothing(kind: Callable[..., Any]) -> None:
    statistic = kind(nan="raise")
    statistic.update(values_for(kind, 1, 2, 4))
    before = taken(statistic)
    values = np.ones((MANY, 2) if kind in VECTORS else MANY)
    values[-1] = np.nan
    with pytest.raises(MAIFError, match="NaN"):
        statistic.update(values)
    assert taken(statistic) == before


@pytest.mark.parametrize("kind", [TDigest, RunningCovariance])
def test_an_array_whose_last_value_is_too_large_changes_nothing(kind: Callable[..., Any]) -> None:
    statistic = kind()
    statistic.update(values_for(kind, 1, 2, 4))
    before = taken(statistic)
    values = np.ones((MANY, 2) if kind in VECTORS else MANY)
    values[-1] = 1e305
    with pytest.raises(MAIFError, match="too large"):
        statistic.update(values)
    assert taken(statistic) == before


def filled(statistic: Any, items: Any) -> Any:
    for item in items:
        statistic.push(item)
    return statistic


def updated(kind: Callable[..., Any], *values: float) -> Any:
    statistic = kind()
    statistic.update(values_for(kind, *values))
    return statistic


def update(kind: Callable[..., Any], statistic: Any) -> None:
    statistic.update(values_for(kind, 1e250 if kind in VECTORS[:2] else 3, 5, np.inf))


def merge(kind: Callable[..., Any], statistic: Any) -> None:
    statistic.merge(updated(kind, 3, 9))


CHANGES: dict[str, tuple[Callable[[], Any], Callable[[Any], object]]] = {
    f"{getattr(kind, '__name__', '')} {change.__name__}": (partial(updated, kind, 1, 2, 4), partial(change, kind))
    for kind in [*NUMBERS, *VECTORS]
    for change in (update, merge)
}
CHANGES["TDigest many"] = (
    lambda: updated(TDigest, 1, 2, 4),
    lambda statistic: statistic.update(np.arange(3000.0)),
)
CHANGES["Reservoir merge"] = (
    lambda: filled(Reservoir(3, seed=1), range(9)),
    lambda statistic: statistic.merge(filled(Reservoir(3, seed=2), range(20))),
)
CHANGES["SpaceSaving merge"] = (
    lambda: filled(SpaceSaving(3), "abcabd"),
    lambda statistic: statistic.merge(filled(SpaceSaving(3), "xaayz")),
)


@pytest.mark.parametrize("change", CHANGES)
@apart
def test_an_interrupted_change_was_made_or_was_not(change: str) -> None:
    make, apply = CHANGES[change]
    before, whole = taken(make()), make()
    apply(whole)
    after, outcomes = taken(whole), set()
    assert before != after
    for number in itertools.count(1):
        statistic = make()
        try:
            with interrupted_at(number):
                apply(statistic)
        except Interrupt:
            outcomes.add(taken(statistic))
        else:
            break
    assert number > 3
    assert before in outcomes
    assert outcomes <= {before, after}
