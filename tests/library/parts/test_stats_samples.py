"""`Reservoir` and `SpaceSaving`: a few items that stand for all."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from math import comb
from typing import Any, TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.stats import Reservoir, SpaceSaving

StatisticT = TypeVar("StatisticT", Reservoir[Any], SpaceSaving[Any])

reservoirs = pytest.mark.piece("maif.stats.reservoir.Reservoir")
savings = pytest.mark.piece("maif.stats.space_saving.SpaceSaving")


def filled(items: Iterable[Any], statistic: StatisticT) -> StatisticT:
    for item in items:
        statistic.push(item)
    return statistic


@reservoirs
@given(st.lists(st.integers(), max_size=60), st.integers(1, 10), st.integers())
def test_a_sample_is_drawn_without_putting_back(items: list[int], k: int, seed: int) -> None:
    reservoir = filled(items, Reservoir(k, seed))
    assert (reservoir.count, len(reservoir.sample)) == (len(items), min(k, len(items)))
    assert Counter(reservoir.sample) <= Counter(items)


@reservoirs
def test_the_same_seed_gives_the_same_sample() -> None:
    samples = [filled(range(1000), Reservoir(5, seed)).sample for seed in (1, 1, 2)]
    assert samples[0] == samples[1] != samples[2]


def chi_squared(observed: Iterable[int], expected: float) -> float:
    return sum((count - expected) ** 2 / expected for count in observed)


def merged(items: list[int], k: int, seed: int) -> Reservoir[Any]:
    middle = len(items) // 3
    return filled(items[:middle], Reservoir(k, seed)) + filled(items[middle:], Reservoir(k, ~seed))


def merged_early(items: list[int], k: int, seed: int) -> Reservoir[Any]:
    reservoir = filled(items[:4], Reservoir(k, seed))
    reservoir.merge(filled(items[4:5], Reservoir(k, seed)))
    return filled(items[5:], reservoir)


def pushed(items: list[int], k: int, seed: int) -> Reservoir[Any]:
    return filled(items, Reservoir(k, seed))


@reservoirs
@pytest.mark.parametrize("drawn", [pushed, merged, merged_early])
@pytest.mark.parametrize("k", [1, 3])
def test_every_sample_is_equally_likely(drawn: Callable[[list[int], int, int], Reservoir[int]], k: int) -> None:
    trials = 2_000
    seen = Counter(tuple(sorted(drawn(list(range(8)), k, seed).sample)) for seed in range(trials))
    assert set(seen) == set(combinations(range(8), k))
    degrees = comb(8, k) - 1
    assert chi_squared(seen.values(), trials / comb(8, k)) < degrees + 4 * (2 * degrees) ** 0.5


@reservoirs
@pytest.mark.parametrize("drawn", [pushed, merged])
def test_late_items_of_a_long_stream_are_as_likely_as_early_ones(
    drawn: Callable[[list[int], int, int], Reservoir[int]],
) -> None:
    tenths = Counter(item // 500 for seed in range(60) for item in drawn(list(range(5_000)), 50, seed).sample)
    assert chi_squared((tenths[tenth] for tenth in range(10)), 300) < 9 + 4 * 18**0.5


@reservoirs
def test_the_sample_is_the_caller_s_to_change() -> None:
    reservoir = filled("ab", Reservoir(5))
    reservoir.sample.clear()
    assert sorted(reservoir.sample) == ["a", "b"]


@reservoirs
def test_adding_samples_leaves_both_alone() -> None:
    left, right = filled(range(10), Reservoir(3, seed=1)), filled(range(10, 20), Reservoir(3, seed=2))
    before = copy.deepcopy((left, right))
    filled(range(100), left + right)
    assert [(r.count, r.sample) for r in (left, right)] == [(r.count, r.sample) for r in before]
    filled(range(100), left)
    filled(range(100), before[0])
    assert left.sample == before[0].sample


@pytest.mark.parametrize("kind", [Reservoir, SpaceSaving])
@pytest.mark.parametrize(("k", "error"), [(0, InvalidArgumentError), (2.5, InvalidTypeError)])
def test_a_number_of_items_that_makes_no_sense_raises(
    kind: Callable[[Any], object], k: Any, error: type[MAIFError]
) -> None:
    with pytest.raises(error, match="k must be"):
        kind(k)


@pytest.mark.parametrize("kind", [Reservoir, SpaceSaving])
def test_what_holds_another_number_of_items_does_not_merge(
    kind: Callable[[int], Any],
) -> None:
    with pytest.raises(InvalidArgumentError, match="3"):
        kind(2).merge(kind(3))


def test_another_kind_does_not_merge() -> None:
    with pytest.raises(InvalidTypeError, match="SpaceSaving into Reservoir"):
        Reservoir[str](2).merge(SpaceSaving[str](2))  # type: ignore[arg-type]
    with pytest.raises(InvalidTypeError, match="Reservoir into SpaceSaving"):
        SpaceSaving[str](2).merge(Reservoir[str](2))  # type: ignore[arg-type]


streams = st.lists(st.sampled_from("abcdefgh"), max_size=80)


def check_promises(saving: SpaceSaving[Any], items: list[str]) -> None:
    """No count is too low, or too high by more than its error; no error is above n / k; nothing frequent is missed."""
    true = Counter(items)
    top = saving.top()
    assert saving.count == len(items)
    assert all(count - error <= true[item] <= count for item, count, error in top)
    assert all(error <= saving.max_error for _, _, error in top)
    assert saving.max_error <= len(items) / saving.k
    assert len(top) == len({item for item, _, _ in top}) <= saving.k
    missed = true.keys() - {item for item, _, _ in top}
    assert all(true[item] <= saving.max_error for item in missed)


@savings
@given(streams, st.integers(1, 8))
def test_counts_keep_their_promises(items: list[str], k: int) -> None:
    check_promises(filled(items, SpaceSaving(k)), items)


@savings
@given(st.lists(streams, min_size=2, max_size=4), streams, st.integers(1, 8))
def test_merged_counts_keep_their_promises_and_go_on_to(parts: list[list[str]], more: list[str], k: int) -> None:
    saving = SpaceSaving[str](k)
    for part in parts:
        saving.merge(filled(part, SpaceSaving(k)))
    check_promises(saving, [item for part in parts for item in part])
    check_promises(filled(more, saving), [item for part in [*parts, more] for item in part])


@savings
@given(streams)
def test_with_room_for_all_counts_are_exact(items: list[str]) -> None:
    saving = filled(items, SpaceSaving(8))
    assert {item: (count, error) for item, count, error in saving.top()} == {
        item: (count, 0) for item, count in Counter(items).items()
    }


@savings
def test_what_makes_up_more_than_a_kth_is_found() -> None:
    random = np.random.default_rng(1)
    items = random.permutation([*["heavy"] * 300, *["weighty"] * 210, *map(str, range(1_490))]).tolist()
    found = {item for item, _, _ in filled(items, SpaceSaving(10)).top()}
    assert {"heavy", "weighty"} <= found


@savings
def test_the_top_comes_largest_first() -> None:
    assert [item for item, _, _ in filled("abracadabra", SpaceSaving(5)).top(3)] == ["a", "b", "r"]


@savings
def test_adding_counts_leaves_both_alone() -> None:
    left, right = filled("aab", SpaceSaving(2)), filled("bcc", SpaceSaving(2))
    filled("xyz", left + right)
    assert (left.top(), right.top()) == (filled("aab", SpaceSaving(2)).top(), filled("bcc", SpaceSaving(2)).top())


@savings
def test_only_k_items_are_held() -> None:
    held = [len(pickle.dumps(filled(range(pushes), SpaceSaving(20)))) for pushes in (1_000, 10_000)]
    assert held[1] <= 1.1 * held[0]


@reservoirs
def test_a_reservoir_holds_k_items() -> None:
    held = [len(pickle.dumps(filled(range(pushes), Reservoir(20, seed=1)))) for pushes in (1_000, 10_000)]
    assert held[1] <= 1.1 * held[0]
