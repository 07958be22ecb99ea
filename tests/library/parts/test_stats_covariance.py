"""`RunningCovariance`: the matrices that numpy computes with all rows at hand."""

from __future__ import annotations

import pickle
from math import inf, nan
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.stats import RunningCovariance

pytestmark = pytest.mark.piece("maif.stats.covariance.RunningCovariance")

tables = arrays(float, st.tuples(st.integers(2, 12), st.just(3)), elements=st.floats(-1e3, 1e3))


def updated(rows: npt.ArrayLike, **options: Any) -> RunningCovariance:
    stats = RunningCovariance(**options)
    stats.update(rows)
    return stats


def normal(rows: int, dim: int) -> np.ndarray:
    return np.random.default_rng(1).standard_normal((rows, dim)) @ np.random.default_rng(2).standard_normal((dim, dim))


@given(tables, st.integers(0, 12))
def test_pushed_updated_and_merged_rows_have_numpy_s_covariance(table: np.ndarray, cut: int) -> None:
    stats = RunningCovariance()
    for row in table[:cut]:
        stats.push(row)
    stats += updated(table[cut:])
    assert stats.count == len(table)
    np.testing.assert_allclose(stats.mean, table.mean(axis=0), atol=1e-9)
    np.testing.assert_allclose(stats.covariance, np.cov(table.T, ddof=0), atol=1e-7)
    np.testing.assert_allclose(stats.sample_covariance, np.cov(table.T), atol=1e-7)


def test_the_correlation_is_numpy_s() -> None:
    table = normal(200, 4)
    np.testing.assert_allclose(updated(table).correlation, np.corrcoef(table.T))


def test_the_covariance_is_sound_far_from_zero() -> None:
    values = 1e9 + 1e-3 * normal(50_000, 2)
    near = values - 1e9  # exact
    np.testing.assert_allclose(updated(values).covariance, np.cov(near.T, ddof=0), rtol=1e-5)


def test_a_constant_component_correlates_with_nothing() -> None:
    correlation = updated([[1.0, 5.0], [2.0, 5.0]]).correlation
    assert np.isnan(correlation).tolist() == [[False, True], [True, True]]


def test_adding_leaves_both_alone() -> None:
    left, right = updated([[1.0, 2.0]]), updated([[3.0, 5.0]])
    assert (left + right).mean.tolist() == [2.0, 3.5]
    assert (left.mean.tolist(), right.mean.tolist()) == ([1.0, 2.0], [3.0, 5.0])


def test_before_the_first_row_figures_are_nan() -> None:
    stats = RunningCovariance()
    assert np.isnan([stats.mean, stats.covariance, stats.sample_covariance]).all()


def test_of_one_row_the_sample_covariance_is_nan() -> None:
    stats = updated([[1.0, 2.0]])
    assert (stats.covariance.tolist(), np.isnan(stats.sample_covariance).all()) == ([[0, 0], [0, 0]], True)


def test_a_nan_spoils_its_own_row_and_column() -> None:
    stats = updated([[1.0, nan], [2.0, 3.0], [4.0, 5.0]])
    assert stats.mean == pytest.approx([7 / 3, nan], nan_ok=True)
    assert np.isnan(stats.covariance).tolist() == [[False, True], [True, True]]


def test_an_infinite_value_makes_its_mean_infinite() -> None:
    stats = updated([[1.0, inf], [2.0, 3.0]])
    assert stats.mean.tolist() == [1.5, inf]
    assert np.isnan(stats.covariance).tolist() == [[False, True], [True, True]]


def test_a_row_with_a_nan_is_skipped_on_request() -> None:
    rows = [[1.0, nan], [2.0, 3.0], [4.0, 5.0]]
    stats = updated(rows, nan="skip")
    assert (stats.count, stats.covariance.tolist()) == (2, updated(rows[1:]).covariance.tolist())


def test_skipping_every_row_leaves_nothing() -> None:
    stats = updated([[nan, 1.0]], nan="skip")
    assert (stats.count, np.isnan(stats.covariance).all()) == (0, True)


def test_a_nan_raises_on_request() -> None:
    with pytest.raises(InvalidArgumentError, match="NaN"):
        updated([[1.0, nan]], nan="raise")


@pytest.mark.parametrize("rows", [[1.0, 2.0], [[[1.0]]]])
def test_what_are_no_rows_raises(rows: npt.ArrayLike) -> None:
    with pytest.raises(InvalidArgumentError, match="rows that are vectors"):
        updated(rows)


def test_a_row_of_another_length_raises() -> None:
    stats = updated([[1.0, nan]])
    with pytest.raises(InvalidArgumentError, match="2 components, as before, got 3"):
        stats.push([1.0, nan, 3.0])
    assert (stats.count, stats.mean[0]) == (1, 1.0)


def test_what_holds_no_numbers_raises() -> None:
    with pytest.raises(InvalidTypeError):
        RunningCovariance().push(["a", "b"])


def test_merging_another_kind_raises() -> None:
    with pytest.raises(InvalidTypeError, match="cannot merge list"):
        RunningCovariance().merge([])  # type: ignore[arg-type]


def test_memory_does_not_grow_with_the_rows() -> None:
    few, many = updated(normal(10, 3)), updated(normal(100_000, 3))
    assert abs(len(pickle.dumps(few)) - len(pickle.dumps(many))) < 10
