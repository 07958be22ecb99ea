"""`RollingStats`, `RollingMinimum` and `EWMA`: statistics that let go of what is old."""

from __future__ import annotations

import pickle
import statistics
import warnings
from collections.abc import Iterable
from fractions import Fraction
from math import inf, isnan, nan
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.stats import EWMA, RollingMinimum, RollingStats

StatsT = TypeVar("StatsT", EWMA, RollingStats, RollingMinimum)

sizes = st.integers(1, 8)
series = st.lists(st.floats(-1e6, 1e6), max_size=40)


def figures(stats: RollingStats) -> list[float]:
    return [stats.count, stats.mean, stats.variance, stats.sample_variance, stats.std, stats.min, stats.max]


def recomputed(window: list[float]) -> list[float]:
    """The slow way: from the window's values alone."""
    if not window:
        return [0, *[nan] * 6]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        array = np.array(window)
        return [len(window), array.mean(), array.var(), array.var(ddof=1), array.std(), array.min(), array.max()]


def pushed(values: Iterable[float], stats: StatsT) -> StatsT:
    for value in values:
        stats.push(value)
    return stats


@pytest.mark.piece("maif.stats.rolling.RollingMinimum")
@given(sizes, st.lists(st.integers(0, 9), max_size=40))
def test_the_rolling_minimum_is_the_window_s(size: int, values: list[int]) -> None:
    lowest = RollingMinimum(size)
    got = [lowest.push(value) for value in values]
    assert got == [min(values[max(0, end - size) : end]) for end in range(1, len(values) + 1)]


@pytest.mark.piece("maif.stats.rolling.RollingMinimum")
def test_anything_that_has_an_order_has_a_rolling_minimum() -> None:
    lowest = RollingMinimum(2)
    assert [lowest.push(word) for word in ["pear", "fig", "quince", "plum"]] == ["pear", "fig", "fig", "plum"]


@pytest.mark.piece("maif.stats.rolling.RollingMinimum")
def test_a_nan_has_no_place_in_a_rolling_minimum() -> None:
    with pytest.raises(InvalidArgumentError, match="NaN"):
        RollingMinimum(2).push(nan)


@pytest.mark.piece("maif.stats.rolling.RollingMinimum")
def test_a_rolling_minimum_compares_each_value_twice_at_most() -> None:
    compared = 0

    class Counted(int):
        def __ge__(self, other: int) -> bool:
            nonlocal compared
            compared += 1
            return int(self) >= int(other)

    lowest = RollingMinimum(1000)
    for value in [*range(2000), *range(2000, 0, -1)]:
        lowest.push(Counted(value))
    assert compared <= 2 * 4000


@pytest.mark.piece("maif.stats.rolling.RollingMinimum")
def test_a_rolling_minimum_holds_no_more_than_its_window() -> None:
    held = [len(pickle.dumps(pushed(range(pushes), RollingMinimum(50)))) for pushes in (1_000, 10_000)]
    assert held[1] <= 1.1 * held[0]


@pytest.mark.piece("maif.stats.rolling.RollingStats")
@given(sizes, series)
def test_rolling_figures_are_the_window_s(size: int, values: list[float]) -> None:
    stats = RollingStats(size)
    for end, value in enumerate(values, start=1):
        stats.push(value)
        window = values[max(0, end - size) : end]
        assert figures(stats) == pytest.approx(recomputed(window), rel=1e-9, abs=1e-7, nan_ok=True)
        assert (stats.min, stats.max) == (min(window), max(window))


@pytest.mark.piece("maif.stats.rolling.RollingStats")
@given(sizes, st.lists(st.sampled_from([1.0, 2.0, 5.0, inf, -inf, nan]), max_size=20))
def test_what_is_not_finite_spoils_the_figures_only_while_it_is_in_the_window(size: int, values: list[float]) -> None:
    stats = RollingStats(size)
    for end, value in enumerate(values, start=1):
        stats.push(value)
        window = values[max(0, end - size) : end]
        assert figures(stats) == pytest.approx(recomputed(window), nan_ok=True)


@given(sizes, st.lists(st.lists(st.sampled_from([1.0, -2.0, 5.5, inf, -inf, nan]), max_size=12), max_size=4))
@pytest.mark.parametrize("policy", ["propagate", "skip"])
def test_an_array_at_once_is_as_good_as_each_number(policy: Any, size: int, arrays: list[list[float]]) -> None:
    at_once, one_by_one = RollingStats(size, nan=policy), RollingStats(size, nan=policy)
    for values in arrays:
        at_once.update(values)
        for value in values:
            one_by_one.push(value)
        assert figures(at_once) == pytest.approx(figures(one_by_one), nan_ok=True)


@pytest.mark.parametrize("wrong", [["a"], 3, [[1, 2]], [1, nan]])
def test_an_array_that_is_refused_changes_nothing(wrong: Any) -> None:
    stats = RollingStats(2, nan="raise")
    stats.update([1, 2, 3])
    with pytest.raises(MAIFError):
        stats.update(wrong)
    assert (stats.count, stats.mean) == (2, 2.5)


def test_rolling_figures_agree_with_pandas() -> None:
    values = np.random.default_rng(1).standard_normal(300)
    rolling = pd.Series(values).rolling(20, min_periods=1)
    stats = RollingStats(20)
    rows = [figures(pushed([value], stats)) for value in values]
    ours = pd.DataFrame(rows, columns=["count", "mean", "variance", "var", "std", "min", "max"])
    for name in ("mean", "var", "min", "max"):
        np.testing.assert_allclose(ours[name], getattr(rolling, name)(), err_msg=name)


@pytest.mark.piece("maif.stats.rolling.RollingStats")
def test_nothing_drifts_far_from_zero() -> None:
    values = (1e9 + 1e-3 * np.random.default_rng(1).standard_normal(20_000)).tolist()
    exact = float(statistics.pvariance(map(Fraction, values[-100:])))
    assert pushed(values, RollingStats(100)).variance == pytest.approx(exact, rel=1e-3)


@pytest.mark.piece("maif.stats.rolling.RollingStats")
def test_an_outlier_is_forgotten_when_it_has_left() -> None:
    stats = pushed([1e300, *[0.1, 0.2, 0.3] * 10], RollingStats(3))
    assert (stats.mean, stats.variance) == pytest.approx((0.2, 0.02 / 3))


@pytest.mark.piece("maif.stats.rolling.RollingStats")
def test_a_skipped_nan_takes_no_place_in_the_window() -> None:
    stats = pushed([1.0, nan, 2.0, nan, nan, 4.0], RollingStats(2, nan="skip"))
    assert (stats.count, stats.mean) == (2, 3.0)


def test_a_nan_in_a_rolling_window_raises_on_request() -> None:
    with pytest.raises(InvalidArgumentError, match="NaN"):
        RollingStats(2, nan="raise").push(nan)


def test_an_empty_window_has_no_figures() -> None:
    stats = RollingStats(3)
    assert (stats.count, all(map(isnan, figures(stats)[1:]))) == (0, True)


@pytest.mark.piece("maif.stats.rolling.RollingStats")
def test_a_rolling_statistic_holds_no_more_than_its_window() -> None:
    held = [len(pickle.dumps(pushed(range(pushes), RollingStats(100)))) for pushes in (1_050, 10_050)]
    assert held[1] <= 1.1 * held[0]


@pytest.mark.parametrize("kind", [RollingStats, RollingMinimum])
@pytest.mark.parametrize(
    ("size", "error"), [(0, InvalidArgumentError), (-1, InvalidArgumentError), (2.5, InvalidTypeError)]
)
def test_a_window_of_no_whole_size_raises(
    kind: type[RollingMinimum | RollingStats], size: Any, error: type[MAIFError]
) -> None:
    with pytest.raises(error, match="size"):
        kind(size)


@pytest.mark.parametrize("stats", [RollingStats(2), EWMA(0.5)])
@pytest.mark.parametrize("value", ["3", None, [1.0], np.array([1.0])])
def test_what_is_no_number_raises(stats: Any, value: Any) -> None:
    with pytest.raises(InvalidTypeError, match="number"):
        stats.push(value)


alphas = st.floats(0.01, 1)


@pytest.mark.piece("maif.stats.fading.Fading")
@given(alphas, st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_weights_fade_by_alpha_with_each_push(alpha: float, values: list[float]) -> None:
    stats = pushed(values, EWMA(alpha))
    weights = [(1 - alpha) ** age for age in reversed(range(len(values)))]
    mean = np.average(values, weights=weights)
    assert stats.mean == pytest.approx(mean, rel=1e-9, abs=1e-6)
    assert stats.variance == pytest.approx(
        np.average((np.array(values) - mean) ** 2, weights=weights), rel=1e-6, abs=1e-3
    )


@pytest.mark.piece("maif.stats.fading.Fading", "maif.stats.fading.alpha_of")
@pytest.mark.parametrize("options", [{"alpha": 0.3}, {"halflife": 2.5}])
def test_the_fading_mean_and_variance_agree_with_pandas(options: dict[str, Any]) -> None:
    values = np.random.default_rng(1).standard_normal(50)
    window = pd.Series(values).ewm(**options)
    stats = EWMA(**options)
    rows = []
    for value in values:
        stats.push(value)
        rows.append((stats.mean, stats.variance))
    np.testing.assert_allclose(rows, np.column_stack([window.mean(), window.var(bias=True)]), rtol=1e-9, atol=1e-12)


@pytest.mark.piece("maif.stats.fading.Fading", "maif.stats.fading.alpha_of")
def test_after_a_halflife_a_weight_is_half() -> None:
    stats = pushed([8.0, *[0.0] * 3], EWMA(halflife=3))
    weights = [2 ** (-age / 3) for age in (3, 2, 1, 0)]
    assert stats.mean == pytest.approx(8 * weights[0] / sum(weights))


def test_a_fading_mean_holds_no_more_after_ten_times_as_many_values() -> None:
    few, many = (pushed(range(pushes), EWMA(0.1)) for pushes in (1_000, 10_000))
    assert abs(len(pickle.dumps(few)) - len(pickle.dumps(many))) < 10


@pytest.mark.piece("maif.stats.fading.Fading")
def test_alpha_one_knows_only_the_newest() -> None:
    assert pushed([5.0, 7.0], EWMA(1)).mean == 7.0


@pytest.mark.piece("maif.stats.fading.Fading")
def test_the_fading_variance_keeps_its_digits_far_from_zero() -> None:
    values = 1e9 + 1e-3 * np.random.default_rng(1).standard_normal(5_000)
    near = pd.Series(values - 1e9).ewm(alpha=0.01).var(bias=True).iloc[-1]
    assert pushed(values.tolist(), EWMA(0.01)).variance == pytest.approx(near, rel=1e-3)


@pytest.mark.parametrize(
    ("values", "mean"),
    [([], nan), ([nan, 1.0], nan), ([inf, 1.0], inf), ([1.0, -inf, 2.0], -inf), ([inf, -inf, 1.0], nan)],
)
def test_what_is_not_finite_stays_in_the_fading_mean(values: list[float], mean: float) -> None:
    stats = pushed(values, EWMA(0.5))
    assert stats.mean == pytest.approx(mean, nan_ok=True)
    assert isnan(stats.variance)


def test_a_skipped_nan_does_not_make_the_rest_fade() -> None:
    assert pushed([1.0, nan, 2.0], EWMA(0.5, nan="skip")).mean == pushed([1.0, 2.0], EWMA(0.5)).mean


def test_a_nan_raises_in_a_fading_mean_on_request() -> None:
    with pytest.raises(InvalidArgumentError, match="NaN"):
        EWMA(0.5, nan="raise").push(nan)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"alpha": 0.5, "halflife": 1},
        {"alpha": 0},
        {"alpha": 1.1},
        {"alpha": nan},
        {"halflife": 0},
        {"halflife": inf},
    ],
)
def test_options_that_make_no_sense_raise(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"alpha|halflife"):
        EWMA(**options)
