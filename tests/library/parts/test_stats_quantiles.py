"""`TDigest` and `P2Quantile`: quantiles without sorting everything."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterable, Sequence
from math import inf, isnan, nan
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.stats import P2Quantile, TDigest
from maif.stats.tdigest import BLOCK

QUANTILES = [0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1]
SIZE = 50_000

random = np.random.default_rng(1)
DATA = {
    "uniform": random.random(SIZE),
    "normal": random.standard_normal(SIZE),
    "skewed": random.lognormal(sigma=3, size=SIZE),
    "rising": np.sort(random.exponential(size=SIZE)),
    "falling": np.sort(random.exponential(size=SIZE))[::-1],
    "two heaps": np.concatenate([random.normal(0, 1, SIZE // 2), random.normal(1e6, 1, SIZE // 2)]),
    "constant": np.full(SIZE, 0.1),
    "few different": random.integers(0, 5, SIZE).astype(float),
    "far from zero": 1e9 + 1e-3 * random.standard_normal(SIZE),
}


DigestT = TypeVar("DigestT", TDigest, P2Quantile)


def having_pushed(values: Iterable[float], digest: DigestT) -> DigestT:
    for value in values:
        digest.push(value)
    return digest


def pushed(values: Iterable[float], *arguments: Any, **options: Any) -> TDigest:
    return having_pushed(values, TDigest(*arguments, **options))


def updated(values: Sequence[float] | np.ndarray, *arguments: Any, **options: Any) -> TDigest:
    digest = TDigest(*arguments, **options)
    digest.update(values)
    return digest


def merged(values: npt.ArrayLike) -> TDigest:
    digest = TDigest()
    for part in np.array_split(np.asarray(values), 20):
        digest.merge(updated(part))
    return digest


ways = pytest.mark.parametrize("taken", [pushed, updated, merged])
all_data = pytest.mark.parametrize("name", DATA)
digests = pytest.mark.piece("maif.stats.tdigest.TDigest")


def rank_error(values: np.ndarray, answer: float, q: float) -> float:
    """How far, as a part of all values, `answer` is from a place in the order that deserves `q`."""
    lowest, highest = float(np.mean(values < answer)), float(np.mean(values <= answer))
    return max(lowest - q, q - highest, 0)


def bound(q: float, compression: int = 200) -> float:
    return 2 * math.pi * math.sqrt(q * (1 - q)) / compression + 2 / SIZE


@ways
@all_data
@digests
def test_ranks_are_off_by_less_than_one_centroid(taken: Callable[..., TDigest], name: str) -> None:
    digest = taken(DATA[name])
    errors = {q: rank_error(DATA[name], digest.quantile(q), q) for q in QUANTILES}
    assert {q: error for q, error in errors.items() if error > bound(q)} == {}


@ways
@all_data
@digests
def test_the_part_of_values_up_to_one_is_off_by_less_than_one_centroid(
    taken: Callable[..., TDigest], name: str
) -> None:
    values = DATA[name]
    digest = taken(values)
    for value in np.quantile(values, [0.001, 0.01, 0.2, 0.5, 0.9, 0.999], method="lower"):
        below, up_to = np.mean(values < value), np.mean(values <= value)
        assert below - bound(below) <= digest.cdf(value) <= up_to + bound(up_to)


@ways
@all_data
@digests
def test_the_ends_are_exact(taken: Callable[..., TDigest], name: str) -> None:
    digest, values = taken(DATA[name]), DATA[name]
    assert (digest.count, digest.min, digest.max) == (SIZE, values.min(), values.max())


@ways
@digests
def test_constant_data_have_one_quantile(taken: Callable[..., TDigest]) -> None:
    assert {taken(DATA["constant"]).quantile(q) for q in QUANTILES} == {0.1}


@digests
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0, 1))
def test_the_quantiles_of_a_few_values_are_numpy_s(values: list[float], q: float) -> None:
    assert pushed(values).quantile(q) == pytest.approx(np.quantile(values, q), abs=1e-6)


@digests
@given(st.lists(st.integers(-10, 10), min_size=1, max_size=50), st.integers(-11, 11))
def test_the_part_up_to_a_value_is_exact_among_a_few(values: list[int], value: int) -> None:
    assert pushed(values).cdf(value) == pytest.approx(np.mean(np.array(values) <= value))


@ways
@all_data
@digests
def test_a_higher_quantile_is_never_lower(taken: Callable[..., TDigest], name: str) -> None:
    answers = list(map(taken(DATA[name]).quantile, np.linspace(0, 1, 500)))
    assert answers == sorted(answers)


@digests
def test_a_larger_compression_is_more_exact() -> None:
    values = DATA["uniform"][:10_000]
    rough, fine = (
        np.mean([rank_error(values, digest.quantile(q), q) for q in np.linspace(0.05, 0.95, 50)])
        for digest in (pushed(values, 20), pushed(values, 500))
    )
    assert fine < rough / 3


@digests
def test_asking_changes_nothing() -> None:
    quiet, asked = TDigest(20), TDigest(20)
    for value in DATA["normal"][:1_000]:
        quiet.push(value)
        asked.push(value)
        asked.quantile(0.5)
    assert list(map(asked.quantile, QUANTILES)) == list(map(quiet.quantile, QUANTILES))


@digests
def test_an_answer_counts_what_came_after_the_last() -> None:
    digest = pushed([1.0])
    assert digest.quantile(0.5) == 1.0
    digest.push(3.0)
    assert digest.quantile(0.5) == 2.0


@digests
def test_merging_leaves_the_other_alone() -> None:
    left, right = pushed([1.0, 2.0]), pushed([5.0])
    both = left + right
    both.push(7.0)
    assert (left.count, right.count, both.count, both.quantile(0.5)) == (2, 1, 4, 3.5)


@digests
def test_merging_nothing_changes_nothing() -> None:
    digest = pushed([1.0, 2.0])
    digest.merge(TDigest())
    assert (digest.count, digest.max) == (2, 2.0)


@digests
@pytest.mark.parametrize("taken", [pushed, updated])
def test_what_is_held_does_not_grow(taken: Callable[..., TDigest]) -> None:
    held = [len(pickle.dumps(taken(random.standard_normal(size)))) for size in (10_500, 100_500)]
    assert held[1] <= 1.1 * held[0]


@digests
def test_an_array_larger_than_a_block_is_taken_in_parts() -> None:
    values = np.arange(2.5 * BLOCK)
    digest = updated(values)
    assert (digest.count, digest.max) == (len(values), len(values) - 1)
    assert digest.quantile(0.9) == pytest.approx(0.9 * len(values), rel=0.01)


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_of_nothing_every_answer_is_nan(taken: Callable[..., TDigest]) -> None:
    digest = taken([])
    assert (digest.count, isnan(digest.quantile(0.5)), isnan(digest.cdf(1)), isnan(digest.min)) == (0, True, True, True)


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_infinite_values_are_the_answer_where_it_falls_on_them(taken: Callable[..., TDigest]) -> None:
    digest = taken([-inf, 1.0, 2.0, 3.0, inf, inf])
    assert [digest.quantile(q / 5) for q in range(6)] == [-inf, 1.0, 2.0, 3.0, inf, inf]
    assert [digest.cdf(value) for value in (-inf, 0, 2, 1e9, inf)] == pytest.approx([1 / 6, 1 / 6, 3 / 6, 4 / 6, 1])


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_only_infinite_values_have_quantiles_too(taken: Callable[..., TDigest]) -> None:
    digest = taken([inf, -inf, inf])
    assert [digest.quantile(q) for q in (0, 0.5, 1)] == [-inf, inf, inf]
    assert digest.cdf(0) == pytest.approx(1 / 3)


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_a_nan_propagates(taken: Callable[..., TDigest]) -> None:
    digest = taken([1.0, nan, 2.0])
    assert (digest.count, isnan(digest.quantile(0.5)), isnan(digest.cdf(1)), isnan(digest.max)) == (3, True, True, True)


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_a_nan_is_skipped_on_request(taken: Callable[..., TDigest]) -> None:
    digest = taken([nan, 1.0, nan, 3.0], nan="skip")
    assert (digest.count, digest.quantile(0.5)) == (2, 2.0)


@pytest.mark.parametrize("taken", [pushed, updated])
@digests
def test_a_nan_raises_on_request(taken: Callable[..., TDigest]) -> None:
    with pytest.raises(InvalidArgumentError, match="NaN"):
        taken([nan], nan="raise")


@pytest.mark.parametrize("q", [-0.1, 1.1, nan])
@pytest.mark.parametrize("ask", [TDigest().quantile, P2Quantile])
def test_a_quantile_is_from_0_to_1(ask: Callable[[float], object], q: float) -> None:
    with pytest.raises(InvalidArgumentError, match="from 0 to 1"):
        ask(q)


@pytest.mark.parametrize("digest", [TDigest(), P2Quantile(0.5)])
@pytest.mark.parametrize("value", ["3", None, [1.0]])
def test_what_is_no_number_raises(digest: TDigest | P2Quantile, value: Any) -> None:
    with pytest.raises(InvalidTypeError, match="number"):
        digest.push(value)


@pytest.mark.parametrize(("compression", "error"), [(19, InvalidArgumentError), (99.5, InvalidTypeError)])
def test_a_compression_that_makes_no_sense_raises(compression: Any, error: type[MAIFError]) -> None:
    with pytest.raises(error, match="compression"):
        TDigest(compression)


def test_merging_another_kind_raises() -> None:
    with pytest.raises(InvalidTypeError, match="cannot merge P2Quantile"):
        TDigest().merge(P2Quantile(0.5))  # type: ignore[arg-type]


def p2(values: Iterable[float], q: float, **options: Any) -> P2Quantile:
    return having_pushed(values, P2Quantile(q, **options))


p2s = pytest.mark.piece("maif.stats.p2.P2Quantile", "maif.stats.p2.moved")


@p2s
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=5), st.floats(0, 1))
def test_up_to_five_values_p2_is_exact(values: list[float], q: float) -> None:
    assert p2(values, q).value == pytest.approx(np.quantile(values, q), abs=1e-6)


@p2s
@pytest.mark.parametrize("q", [0.01, 0.25, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("draw", [random.random, random.standard_normal, random.standard_exponential])
def test_p2_comes_close_on_data_in_no_order(draw: Callable[[int], np.ndarray], q: float) -> None:
    values = draw(20_000)
    assert rank_error(values, p2(values, q).value, q) < 0.01


@p2s
@pytest.mark.parametrize("q", [0.01, 0.25, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(("name", "error"), [("constant", 0), ("rising", 0.03), ("skewed", 0.03)])
def test_p2_is_off_by_little_on_constant_rising_and_skewed_data(name: str, error: float, q: float) -> None:
    assert rank_error(DATA[name], p2(DATA[name], q).value, q) <= error


@p2s
def test_p2_agrees_with_its_authors_worked_example() -> None:
    values = [
        *(0.02, 0.15, 0.74, 3.39, 0.83, 22.37, 10.15, 15.43, 38.62, 15.92),
        *(34.60, 10.28, 1.47, 0.40, 0.05, 11.39, 0.27, 0.42, 0.09, 11.37),
    ]
    assert p2(values, 0.5).value == pytest.approx(4.44, abs=0.005)


@p2s
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=60), st.floats(0, 1))
def test_p2_stays_within_the_values(values: list[int], q: float) -> None:
    assert min(values) <= p2(values, q).value <= max(values)


@p2s
@pytest.mark.parametrize(("q", "end"), [(0, min), (1, max)])
def test_the_ends_are_exact_with_p2(q: int, end: Callable[[np.ndarray], float]) -> None:
    values = DATA["normal"][:1000]
    assert p2(values, q).value == end(values)


@p2s
def test_p2_of_nothing_is_nan() -> None:
    assert isnan(P2Quantile(0.5).value)


@p2s
def test_p2_propagates_a_nan() -> None:
    estimate = p2([1.0, nan, 2.0], 0.5)
    assert (estimate.count, isnan(estimate.value)) == (3, True)


@p2s
def test_p2_skips_a_nan_on_request() -> None:
    estimate = p2([1.0, nan, 2.0], 0.5, nan="skip")
    assert (estimate.count, estimate.value) == (2, 1.5)


@p2s
def test_p2_refuses_what_is_infinite() -> None:
    with pytest.raises(InvalidArgumentError, match="TDigest"):
        P2Quantile(0.5).push(inf)


@p2s
def test_p2_holds_five_numbers() -> None:
    held = [len(pickle.dumps(p2(range(size), 0.5))) for size in (1_000, 10_000)]
    assert held[1] - held[0] < 10
