"""Figures of numbers and of vectors, and `Welford`: they are those of exact fractions, numpy and pandas."""

from __future__ import annotations

import pickle
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import inf, isnan, nan
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats import RunningMoments, RunningStats, VectorMoments, VectorStats, Welford
from maif.stats.figures import BLOCK

series = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)
kinds = pytest.mark.parametrize("kind", [RunningStats, RunningMoments])
vector_kinds = pytest.mark.parametrize("kind", [VectorStats, VectorMoments])


class Statistic(Protocol):
    def push(self, value: Any, /) -> None: ...


StatisticT = TypeVar("StatisticT", bound=Statistic)


def having_pushed(values: Iterable[Any], statistic: StatisticT) -> StatisticT:
    for value in values:
        statistic.push(value)
    return statistic


def pushed(values: Iterable[Any], kind: type[Any] = RunningStats, **options: Any) -> Any:
    return having_pushed(values, kind(**options))


def updated(values: Any, kind: type[Any] = RunningStats, **options: Any) -> Any:
    stats = kind(**options)
    stats.update(values)
    return stats


both_ways = pytest.mark.parametrize("taken", [pushed, updated])


def figures(stats: RunningStats | VectorStats) -> list[Any]:
    return [stats.count, stats.mean, stats.variance, stats.sample_variance, stats.std, stats.min, stats.max]


def far_from_zero(size: int = 100_000) -> np.ndarray:
    """Mean 1e9, spread 1e-3: the spacing of floats there is already a ten-thousandth of the spread."""
    return 1e9 + 1e-3 * np.random.default_rng(1).standard_normal(size)


def exact_variance(values: np.ndarray) -> float:
    return float(statistics.pvariance(map(Fraction, values.tolist())))


@pytest.mark.piece("maif.stats.welford.MeanAndSquares")
@given(series)
def test_welford_agrees_with_exact_fractions(values: list[float]) -> None:
    series = having_pushed(values, Welford())
    assert series.count == len(values)
    assert series.mean == pytest.approx(statistics.fmean(values), abs=1e-8)
    assert series.squares / series.count == pytest.approx(statistics.pvariance(values), rel=1e-9, abs=1e-9)


@pytest.mark.piece("maif.stats.welford.MeanAndSquares")
@given(st.lists(st.floats(-1e6, 1e6), max_size=20), st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_welford_merges_to_the_whole(left: list[float], right: list[float]) -> None:
    both, whole = having_pushed(left, Welford()), having_pushed(left + right, Welford())
    both.merge(having_pushed(right, Welford()))
    assert (both.count, both.mean) == (whole.count, pytest.approx(whole.mean, abs=1e-8))
    assert both.squares == pytest.approx(whole.squares, rel=1e-9, abs=1e-7)


@pytest.mark.piece("maif.stats.welford.MeanAndSquares")
def test_welford_keeps_its_digits_far_from_zero() -> None:
    values = far_from_zero(20_000)
    series = having_pushed(values.tolist(), Welford())
    assert series.squares / series.count == pytest.approx(exact_variance(values), rel=1e-4)


@both_ways
@kinds
@pytest.mark.piece("maif.stats.running.RunningStats")
@given(values=series)
def test_figures_agree_with_the_standard_library(
    taken: Callable[..., RunningStats], kind: type[RunningStats], values: list[float]
) -> None:
    stats = taken(values, kind)
    assert (stats.count, stats.min, stats.max) == (len(values), min(values), max(values))
    assert stats.mean == pytest.approx(statistics.fmean(values), abs=1e-8)
    assert stats.variance == pytest.approx(statistics.pvariance(values), rel=1e-9, abs=1e-9)
    assert stats.std == pytest.approx(stats.variance**0.5)


@both_ways
@kinds
def test_sample_variance_agrees_with_pandas(taken: Callable[..., RunningStats], kind: type[RunningStats]) -> None:
    assert taken([1.0, 2.0, 4.0, 9.0], kind).sample_variance == pytest.approx(pd.Series([1.0, 2.0, 4.0, 9.0]).var())


@both_ways
@kinds
def test_the_variance_is_sound_far_from_zero(taken: Callable[..., RunningStats], kind: type[RunningStats]) -> None:
    values = far_from_zero()
    assert taken(values.tolist(), kind).variance == pytest.approx(exact_variance(values), rel=1e-4)


def test_an_array_far_from_zero_loses_nothing() -> None:
    values = far_from_zero()
    assert updated(values).variance == pytest.approx(exact_variance(values), rel=1e-9)


def test_many_merges_far_from_zero_lose_little() -> None:
    values = far_from_zero(20_000)
    parts = [updated(part) for part in np.split(values, 200)]
    assert sum(parts[1:], parts[0]).variance == pytest.approx(exact_variance(values), rel=1e-4)


@pytest.mark.parametrize("outlier_at", [0, 1, 16])
def test_an_outlier_in_an_array_does_not_spoil_the_rest(outlier_at: int) -> None:
    values = np.random.default_rng(1).standard_normal(1000)
    values[outlier_at] = 1e12
    assert updated(values).variance == pytest.approx(exact_variance(values), rel=1e-12)


@kinds
@given(st.lists(series, min_size=1, max_size=5))
def test_merged_parts_are_the_whole(kind: type[RunningStats], parts: list[list[float]]) -> None:
    merged = kind()
    for part in parts:
        merged.merge(updated(part, kind))
    whole = updated([value for part in parts for value in part], kind)
    assert figures(merged) == pytest.approx(figures(whole), rel=1e-9, abs=1e-7, nan_ok=True)


@kinds
def test_adding_makes_a_third_and_leaves_both_alone(kind: type[RunningStats]) -> None:
    left, right = updated([1.0, 2.0], kind), updated([5.0], kind)
    both = left + right
    both.push(100.0)
    assert (left.count, right.count, both.count, both.mean) == (2, 1, 4, 27.0)


def test_adding_vectors_leaves_both_alone() -> None:
    left, right = updated([[1.0, 2.0]], VectorStats), updated([[3.0, 4.0]], VectorStats)
    left + right
    assert (left.mean.tolist(), left.max.tolist(), right.mean.tolist()) == ([1, 2], [1, 2], [3, 4])


def test_merging_nothing_changes_nothing() -> None:
    stats = updated([1.0, 2.0])
    stats.merge(RunningStats())
    assert figures(stats) == figures(updated([1.0, 2.0]))


def test_merging_into_nothing_takes_everything() -> None:
    stats, vectors = RunningStats(), VectorStats()
    stats.merge(updated([1.0, 2.0]))
    vectors.merge(updated([[1.0, 2.0]], VectorStats))
    assert (stats.mean, vectors.mean.tolist()) == (1.5, [1.0, 2.0])


@vector_kinds
def test_merging_no_vectors_changes_nothing(kind: type[VectorStats]) -> None:
    stats = updated([[1.0, 2.0]], kind)
    stats.merge(kind())
    assert (stats.count, stats.shape, stats.mean.tolist(), stats.max.tolist()) == (1, (2,), [1, 2], [1, 2])


@pytest.mark.parametrize("other", [RunningMoments(), VectorStats()])
def test_merging_another_kind_raises(other: Any) -> None:
    with pytest.raises(InvalidTypeError, match=f"{type(other).__name__} into RunningStats"):
        RunningStats().merge(other)


@both_ways
@pytest.mark.parametrize("kind", [RunningStats, RunningMoments, VectorStats, VectorMoments])
def test_of_nothing_every_figure_is_nan(taken: Callable[..., RunningStats], kind: type[RunningStats]) -> None:
    count, *rest = figures(taken([], kind))
    assert count == 0
    assert all(map(isnan, rest))


@both_ways
@pytest.mark.parametrize("value", [0.1, 1e9 + 0.1, -1e-300])
def test_equal_values_have_no_variance_at_all(taken: Callable[..., RunningMoments], value: float) -> None:
    stats = taken([value] * 1_001, RunningMoments)
    assert (stats.mean, stats.variance, isnan(stats.skewness), isnan(stats.kurtosis)) == (value, 0.0, True, True)


@kinds
def test_the_largest_floats_overflow_to_infinity_and_raise_nothing(kind: type[RunningStats]) -> None:
    stats = pushed([1e300, 1.0, -1e300], kind)
    assert (stats.variance, stats.max) == (inf, 1e300)


def test_skewness_and_kurtosis_do_not_depend_on_the_unit() -> None:
    stats = pushed([1e70, 2e70, 9e70], RunningMoments)
    small = pushed([1.0, 2.0, 9.0], RunningMoments)
    assert (stats.skewness, stats.kurtosis) == pytest.approx((small.skewness, small.kurtosis))


@both_ways
def test_of_one_value_the_sample_variance_is_nan(taken: Callable[..., RunningStats]) -> None:
    stats = taken([3.0])
    assert (stats.variance, isnan(stats.sample_variance)) == (0.0, True)


@both_ways
@pytest.mark.piece("maif.stats.running.RunningStats")
def test_a_nan_propagates(taken: Callable[..., RunningStats]) -> None:
    count, *rest = figures(taken([1.0, nan, 3.0]))
    assert count == 3
    assert all(map(isnan, rest))


@both_ways
@pytest.mark.piece("maif.stats.running.RunningStats")
def test_a_nan_is_skipped_on_request(taken: Callable[..., RunningStats]) -> None:
    assert figures(taken([nan, 1.0, nan, 3.0], nan="skip")) == figures(taken([1.0, 3.0]))


@both_ways
def test_only_nans_skipped_are_nothing(taken: Callable[..., RunningStats]) -> None:
    count, *rest = figures(taken([nan, nan], nan="skip"))
    assert count == 0
    assert all(map(isnan, rest))


@both_ways
@pytest.mark.piece("maif.stats.running.RunningStats")
def test_a_nan_raises_on_request(taken: Callable[..., RunningStats]) -> None:
    with pytest.raises(InvalidArgumentError, match="nan='skip'"):
        taken([1.0, nan], nan="raise")


def test_an_unknown_policy_raises() -> None:
    with pytest.raises(InvalidArgumentError, match="'propagate', 'skip', 'raise', got 'drop'"):
        RunningStats(nan="drop")  # type: ignore[arg-type]


@both_ways
@pytest.mark.parametrize(
    ("values", "mean", "lowest", "highest"),
    [
        ([1.0, inf, 2.0], inf, 1.0, inf),
        ([inf, inf], inf, inf, inf),
        ([-inf, 5.0], -inf, -inf, 5.0),
        ([inf, -inf, 0.0], nan, -inf, inf),
        ([inf, nan], nan, nan, nan),
    ],
)
@pytest.mark.piece("maif.stats.running.RunningStats")
def test_infinite_values_have_the_mean_that_numpy_gives_them(
    taken: Callable[..., RunningStats], values: list[float], mean: float, lowest: float, highest: float
) -> None:
    stats = taken(values)
    assert [stats.mean, stats.min, stats.max] == pytest.approx([mean, lowest, highest], nan_ok=True)
    assert isnan(stats.variance)


odd_values = st.lists(st.sampled_from([1.0, 2.0, 5.0, inf, -inf, nan]), max_size=8)


@given(odd_values, odd_values, st.sampled_from(["propagate", "skip"]))
def test_pushing_updating_and_merging_agree_on_odd_values(
    left: list[float], right: list[float], nan_policy: str
) -> None:
    one_by_one = pushed(left + right, nan=nan_policy)
    at_once = updated(left, nan=nan_policy)
    at_once.update(right)
    merged = pushed(left, nan=nan_policy) + updated(right, nan=nan_policy)
    assert figures(at_once) == pytest.approx(figures(one_by_one), nan_ok=True)
    assert figures(merged) == pytest.approx(figures(one_by_one), nan_ok=True)


@pytest.mark.piece("maif.stats.welford.MeanAndSquares")
@given(st.lists(odd_values.filter(len), min_size=2, max_size=2), st.sampled_from(["propagate", "skip"]))
def test_vectors_are_as_many_series(columns: list[list[float]], nan_policy: str) -> None:
    shorter = min(map(len, columns))
    rows = [list(row) for row in zip(*columns, strict=False)]
    vectors = updated(rows[:2], VectorStats, nan=nan_policy) + pushed(rows[2:], VectorStats, nan=nan_policy)
    for component, column in enumerate(columns):
        alone = pushed(column[:shorter], nan=nan_policy)
        for name in ("mean", "variance", "sample_variance", "std", "min", "max"):
            assert getattr(vectors, name)[component] == pytest.approx(getattr(alone, name), nan_ok=True), name
        assert np.broadcast_to(vectors.count, 2)[component] == alone.count


@pytest.mark.piece("maif.stats.welford.MeanAndSquares")
def test_the_rows_of_any_array_are_its_values() -> None:
    array = np.random.default_rng(1).standard_normal((50, 2, 3))
    stats = updated(array, VectorStats)
    assert stats.mean == pytest.approx(array.mean(axis=0))
    assert stats.variance == pytest.approx(array.var(axis=0))


def test_a_large_array_is_taken_block_by_block() -> None:
    array = np.random.default_rng(1).standard_normal(3 * BLOCK + 5)
    stats = updated(array)
    assert figures(stats) == pytest.approx(
        [len(array), array.mean(), array.var(), array.var(ddof=1), array.std(), array.min(), array.max()]
    )


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "float16", "float32", "bool", ">f8"])
def test_arrays_of_any_number_are_taken_as_floats(dtype: str) -> None:
    array = np.array([0, 1, 1, 0, 1]).astype(dtype)
    assert updated(array).variance == pytest.approx(0.24)


def test_small_integers_do_not_overflow() -> None:
    assert updated(np.full(1000, 127, np.int8)).mean == 127


@pytest.mark.parametrize("value", [2, True, np.float32(2), np.int64(2), Fraction(2), Decimal(2), np.array(2.0)])
def test_numbers_of_any_kind_are_pushed(value: Any) -> None:
    stats = pushed([1.0, value, value])
    assert (stats.max, type(stats.mean)) == (float(value), float)


def test_small_floats_do_not_take_the_precision() -> None:
    assert pushed([0.0, 1.0, np.float32(1) / 3]).mean == pytest.approx((1 + float(np.float32(1) / 3)) / 3, rel=1e-15)


@pytest.mark.parametrize("value", ["3", b"3", None, 1j, object(), "abc"])
def test_what_is_no_number_raises(value: Any) -> None:
    with pytest.raises(InvalidTypeError):
        RunningStats().push(value)


@pytest.mark.parametrize("number", [10**400, Fraction(10**400)])
def test_a_number_too_large_for_a_float_raises(number: int | Fraction) -> None:
    with pytest.raises(InvalidArgumentError, match="too large"):
        RunningStats().push(number)


@pytest.mark.parametrize("values", [(number for number in range(3)), {1, 2}, Fraction(1), ["a"], [None], [1j], 5.0])
def test_what_is_no_array_of_numbers_raises(values: npt.ArrayLike) -> None:
    with pytest.raises(InvalidTypeError):
        RunningStats().update(values)


def test_rows_of_unequal_length_raise() -> None:
    with pytest.raises(InvalidArgumentError, match="unequal"):
        RunningStats().update([[1, 2], [3]])


@pytest.mark.parametrize(("first", "kind"), [(1.0, RunningStats), ([1.0, 2.0, 3.0], VectorStats)])
@pytest.mark.parametrize("second", [[1.0, 2.0]])
def test_a_value_of_another_shape_raises(first: float | list[float], kind: type[Any], second: list[float]) -> None:
    stats = pushed([first], kind)
    with pytest.raises(InvalidArgumentError, match="shape"):
        stats.push(second)


def test_a_number_among_vectors_raises() -> None:
    stats = pushed([[1.0, 2.0]], VectorStats)
    with pytest.raises(InvalidArgumentError, match="shape"):
        stats.push(1.5)


@pytest.mark.parametrize(
    ("kind", "value", "other"), [(RunningStats, [1.0, 2.0], "VectorStats"), (VectorStats, 1.0, "RunningStats")]
)
def test_who_gives_what_the_other_takes_is_told_so(kind: type[Any], value: Any, other: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"give them to `{other}`"):
        kind().push(value)


@vector_kinds
def test_merging_vectors_of_another_shape_raises_and_changes_nothing(kind: type[VectorStats]) -> None:
    stats = updated([[1.0, 2.0]], kind)
    with pytest.raises(InvalidArgumentError, match="shape"):
        stats.merge(updated([[1.0, 2.0, 3.0]], kind))
    assert (stats.count, stats.mean.tolist()) == (1, [1, 2])


def test_a_refused_array_leaves_the_figures_alone() -> None:
    stats = updated([1.0, 2.0])
    with pytest.raises(InvalidArgumentError):
        stats.update([[1.0, 2.0]])
    assert figures(stats) == figures(updated([1.0, 2.0]))


@pytest.mark.parametrize(("kind", "shape"), [(RunningStats, ()), (VectorStats, (2,))])
def test_a_nan_in_a_late_block_of_an_array_leaves_the_figures_alone(kind: type[Any], shape: tuple[int, ...]) -> None:
    array = np.ones((3 * BLOCK, *shape))
    array[-1] = nan
    stats = kind(nan="raise")
    with pytest.raises(InvalidArgumentError, match="found a NaN"):
        stats.update(array)
    assert stats.count == 0


def test_one_by_one_nothing_needs_numpy() -> None:
    program = """
import sys
sys.modules["numpy"] = None
from maif import attention, hot_buffer, stats
for statistic in (
    *(stats.RunningStats(), stats.RunningMoments(), stats.EWMA(0.5), stats.RollingStats(3), stats.RollingMinimum(3)),
    *(stats.P2Quantile(0.5), stats.TDigest(), stats.Reservoir(2, 1), stats.SpaceSaving(2), stats.Welford()),
):
    for value in (1.0, 2, 4.0, 8.0, 16.0, 32.0):
        statistic.push(value)
    repr(statistic)
    if hasattr(statistic, "merge"):
        statistic.merge(statistic)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@vector_kinds
def test_statistics_of_vectors_travel_between_processes(kind: type[VectorStats]) -> None:
    stats = updated([[1.0, 2.0], [3.0, inf]], kind)
    copy = pickle.loads(pickle.dumps(stats))
    for one, other in zip(figures(copy), figures(stats), strict=True):
        assert one == pytest.approx(other, nan_ok=True)


@kinds
def test_statistics_travel_between_processes(kind: type[RunningStats]) -> None:
    stats = updated([1.0, 2.0, inf], kind)
    assert figures(pickle.loads(pickle.dumps(stats))) == pytest.approx(figures(stats), nan_ok=True)


@kinds
def test_memory_is_the_same_after_ten_times_as_many_values(kind: type[RunningStats]) -> None:
    few, many = pushed(range(100), kind), pushed(range(1000), kind)
    assert abs(len(pickle.dumps(few)) - len(pickle.dumps(many))) < 10


def skewness(values: Any) -> float:
    distances = np.array(values) - np.mean(values)
    return float(np.mean(distances**3) / np.mean(distances**2) ** 1.5)


def kurtosis(values: Any) -> float:
    distances = np.array(values) - np.mean(values)
    return float(np.mean(distances**4) / np.mean(distances**2) ** 2 - 3)


whole_numbers = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40).filter(lambda values: len(set(values)) > 1)


@both_ways
@given(values=whole_numbers)
@pytest.mark.piece("maif.stats.moments.RunningMoments")
def test_skewness_and_kurtosis_agree_with_their_definition(
    taken: Callable[..., RunningMoments], values: list[int]
) -> None:
    stats = taken(values, RunningMoments)
    assert stats.skewness == pytest.approx(skewness(values), rel=1e-7, abs=1e-7)
    assert stats.kurtosis == pytest.approx(kurtosis(values), rel=1e-7, abs=1e-7)


@given(whole_numbers, whole_numbers)
@pytest.mark.piece("maif.stats.moments.RunningMoments")
def test_moments_merge_to_the_whole(left: list[int], right: list[int]) -> None:
    both = updated(left, RunningMoments) + pushed(right, RunningMoments)
    assert both.skewness == pytest.approx(skewness(left + right), rel=1e-7, abs=1e-7)
    assert both.kurtosis == pytest.approx(kurtosis(left + right), rel=1e-7, abs=1e-7)


@both_ways
def test_sample_skewness_and_kurtosis_agree_with_pandas(taken: Callable[..., RunningMoments]) -> None:
    values = pd.Series([1.0, 2.0, 2.0, 7.0, 30.0])
    stats = taken(values.tolist(), RunningMoments)
    assert (stats.sample_skewness, stats.sample_kurtosis) == pytest.approx((values.skew(), values.kurt()))


def test_moments_are_sound_far_from_zero() -> None:
    values = far_from_zero()
    near = values - 1e9  # exact
    stats = updated(values, RunningMoments)
    assert (stats.skewness, stats.kurtosis) == pytest.approx((skewness(near), kurtosis(near)), abs=1e-6)


@both_ways
@pytest.mark.parametrize("values", [[], [5.0], [5.0, 5.0, 5.0], [1.0, 2.0, nan, 4.0, 7.0], [1.0, 2.0, inf, 4.0, 7.0]])
def test_without_a_shape_skewness_and_kurtosis_are_nan(
    taken: Callable[..., RunningMoments], values: list[float]
) -> None:
    stats = taken(values, RunningMoments)
    assert all(map(isnan, [stats.skewness, stats.kurtosis, stats.sample_skewness, stats.sample_kurtosis]))


@pytest.mark.parametrize(
    ("count", "skew_known", "kurtosis_known"), [(2, False, False), (3, True, False), (4, True, True)]
)
def test_sample_moments_need_enough_values(count: int, skew_known: bool, kurtosis_known: bool) -> None:
    stats = updated([1.0, 2.0, 4.0, 8.0][:count], RunningMoments)
    assert (not isnan(stats.sample_skewness), not isnan(stats.sample_kurtosis)) == (skew_known, kurtosis_known)


def test_moments_of_vectors_are_those_of_each_component() -> None:
    array = np.random.default_rng(1).exponential(size=(500, 2))
    array[3, 0] = nan
    stats = updated(array[:100], VectorMoments, nan="skip") + updated(array[100:], VectorMoments, nan="skip")
    columns = [array[~np.isnan(array[:, component]), component] for component in (0, 1)]
    assert stats.count.tolist() == [499, 500]
    assert stats.skewness == pytest.approx(np.array([skewness(column) for column in columns]))
    assert stats.kurtosis == pytest.approx(np.array([kurtosis(column) for column in columns]))
    assert stats.sample_kurtosis == pytest.approx(np.array([pd.Series(column).kurt() for column in columns]))


def test_vectors_have_a_shape_only_where_they_vary() -> None:
    stats = updated([[1, 5], [2, 5], [4, 5], [8, 5]], VectorMoments)
    assert np.isnan(stats.sample_kurtosis).tolist() == [False, True]
