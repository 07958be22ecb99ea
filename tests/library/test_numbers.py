"""Numbers of any real type: counts, sizes, times and values give what the plain number gives, or a clear error."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any, cast

import numpy as np
import pytest

import maif
from maif import batching, pipe, taking, windowing
from maif.clock import VirtualClock, run
from maif.parallel import amap_ordered, map_ordered
from maif.semantic import VectorIndex
from maif.serve.limits import Limits
from maif.stats import VectorStats

COUNTS: list[Callable[[int], Any]] = [np.uint8, np.uint64, np.int16]
REALS: list[Callable[[Any], Any]] = [np.uint8, np.int16, np.float32, np.float64, Decimal, Fraction]


@pytest.fixture(autouse=True)
def no_number_wraps_around_silently() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


async def doubled(number: int) -> int:
    return 2 * number


async def all_of(stream: Any) -> list[Any]:
    return [item async for item in stream]


def rate_limited(rate: Any, burst: Any, wanted: Any) -> float:
    clock = VirtualClock()
    limiter = maif.RateLimiter(rate, burst, clock=clock)
    for _ in range(6):
        limiter.acquire(wanted)
    return clock.monotonic()


WITH_COUNTS: dict[str, Callable[[Callable[[int], Any]], object]] = {
    "batched": lambda n: list(maif.batched(range(300), n(200))),
    "tumbling": lambda n: list(maif.tumbling(range(300), n(200), partial=True)),
    "sliding": lambda n: list(maif.sliding(range(300), n(200), n(30))),
    "sliding_view": lambda n: maif.sliding_view(np.arange(300), n(200), n(30)).tolist(),
    "pipe": lambda n: list(pipe(range(300), windowing(n(9), n(4)), batching(n(7)), taking(n(3)))),
    "iter_chunks": lambda n: [bytes(chunk) for chunk in maif.iter_chunks(bytes(300), n(200))],
    "RollingStats": lambda n: statistics_of(maif.RollingStats(n(3)), [1.0, 2.0, 4.0, 8.0]),
    "Reservoir": lambda n: filled(maif.Reservoir(n(3), seed=1), range(300)),
    "SpaceSaving": lambda n: filled(maif.SpaceSaving(n(3)), "abcabdabe"),
    "map_ordered": lambda n: list(map_ordered(abs, range(9), num_workers=n(2), max_in_flight=n(4))),
    "amap_ordered": lambda n: run(all_of(amap_ordered(doubled, range(9), max_in_flight=n(3)))),
    "batch_process": lambda n: list(maif.batch_process(range(300), batch_size=n(200))),
    "attention": lambda n: maif.streaming_attention(np.eye(3), np.eye(3), np.eye(3), n(2)).tolist(),
    "StreamBuffer": lambda n: buffered(n(200), n(7)),
    "RateLimiter": lambda n: rate_limited(n(2), n(200), n(100)),
}


def statistics_of(statistics: Any, values: list[Any]) -> list[Any]:
    for value in values:
        statistics.push(value)
    return [
        float(getattr(statistics, name)) for name in ("mean", "variance", "min", "max") if hasattr(statistics, name)
    ]


def filled(sample: Any, items: Any) -> str:
    for item in items:
        sample.add(item) if hasattr(sample, "add") else sample.push(item)
    return repr(sample)


def buffered(size: Any, most: Any) -> tuple[int, Any]:
    buffer: Any = maif.StreamBuffer(size, policy="drop_oldest")
    for number in range(300):
        buffer.add(f"{number}", number)
    return len(buffer.get_batch(most)), buffer.stats


@pytest.mark.parametrize("kind", COUNTS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", WITH_COUNTS)
def test_a_count_of_any_whole_type_counts_the_same(name: str, kind: Callable[[int], Any]) -> None:
    assert repr(WITH_COUNTS[name](kind)) == repr(WITH_COUNTS[name](int))


TIMES = [3, 12, 7, 25]


def windows(items: list[Any], length: Any, lateness: Any) -> tuple[list[Any], int]:
    stream = maif.time_windows(items, length, timestamp=lambda time: time, lateness=lateness)
    return [(window.start, window.end, [int(item) for item in window.items]) for window in stream], stream.late


def bursts(items: list[Any], gap: Any, lateness: Any) -> tuple[list[Any], int]:
    stream = maif.sessions(items, gap, timestamp=lambda time: time, lateness=lateness)
    return [(window.start, window.end, [int(item) for item in window.items]) for window in stream], stream.late


@pytest.mark.parametrize("kind", [*REALS, np.array], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("grouped", [windows, bursts])
def test_times_of_any_type_fall_into_the_same_windows(
    grouped: Callable[..., object], kind: Callable[[Any], Any]
) -> None:
    given = [kind(time) for time in TIMES]
    assert grouped(given, 10, 5) == grouped(TIMES, 10, 5)
    assert grouped(given, kind(10), kind(5)) == grouped(TIMES, 10, 5)


def test_unsigned_times_near_zero_do_not_wrap_around() -> None:
    stream = maif.time_windows(np.array([3], dtype=np.uint32), 10, 5, timestamp=lambda time: time)
    assert [(window.start, window.end) for window in stream] == [(-5, 5), (0, 10)]


@pytest.mark.parametrize("grouped", [windows, bursts])
@pytest.mark.parametrize(("time", "step"), [(1e308, 0.1), (1.7e18, 0.1), (10**400, 0.1), (-1e300, 10)])
def test_a_float_that_no_step_changes_is_refused(grouped: Callable[..., object], time: Any, step: Any) -> None:
    with pytest.raises(ValueError, match="cannot be told apart in steps of"):
        grouped([time], step, 0)


@pytest.mark.parametrize("time", [10**400, Decimal("1e400"), 1_700_000_000_000_000_001])
def test_whole_numbers_of_any_size_are_exact(time: Any) -> None:
    assert windows([time, time], 10, 0)[0] == [(int(time) // 10 * 10, int(time) // 10 * 10 + 10, [int(time)] * 2)]


@pytest.mark.parametrize("time", ["3", None, b"3", 3j, np.datetime64(3, "s"), np.array([3, 4])])
def test_what_is_no_time_is_named(time: Any) -> None:
    with pytest.raises(TypeError, match="timestamp must return a number"):
        list(maif.time_windows([time], 10, timestamp=lambda time: time))


@pytest.mark.parametrize("kind", REALS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("statistic", ["RunningStats", "RunningMoments", "EWMA", "RollingStats"])
def test_values_of_any_type_have_the_same_statistics(statistic: str, kind: Callable[[Any], Any]) -> None:
    def make() -> Any:
        options: dict[str, list[Any]] = {"EWMA": [0.5], "RollingStats": [3]}
        return getattr(maif, statistic)(*options.get(statistic, []))

    values = [1, 2, 200, 4]
    assert statistics_of(make(), [kind(value) for value in values]) == statistics_of(make(), values)


@pytest.mark.parametrize("kind", REALS, ids=lambda kind: kind.__name__)
def test_pauses_of_any_type_are_as_long(kind: Callable[[Any], Any]) -> None:
    assert float(rate_limited(kind(2), 1, 1)) == float(rate_limited(2, 1, 1))
    assert maif.Batcher(3, kind(2)).max_wait == 2


EXTREME = [1.5e308, -1.5e308, 1e308, -1e308]


@pytest.mark.parametrize("statistic", ["RunningStats", "RunningMoments", "RollingStats"])
@pytest.mark.parametrize("values", [EXTREME, [1e200, -1e200, 3e200], [3.0, 1e300, 2e300], [1e300, 1e-300]])
def test_the_mean_of_values_near_the_largest_float_is_what_it_is(statistic: str, values: list[float]) -> None:
    stats = getattr(maif, statistic)(*([10] if statistic == "RollingStats" else []))
    for value in values:
        stats.push(value)
    assert stats.mean == pytest.approx(sum(Fraction(value) for value in values) / len(values))
    assert (stats.variance, stats.min, stats.max) == (math.inf, min(values), max(values))


@pytest.mark.parametrize("kind", [maif.RunningStats, maif.RunningMoments])
@pytest.mark.parametrize("values", [EXTREME, [1e200, -1e200, 3e200], [1e-5, 1e300], [1e300, 2.0, 3e300]])
def test_values_near_the_largest_float_may_come_in_arrays_and_halves(kind: Any, values: list[float]) -> None:
    whole, left, right = kind(), kind(), kind()
    whole.update(values)
    left.update(values[:1])
    right.update(values[1:])
    both = left + right
    for stats in (whole, both, right + left):
        assert stats.mean == pytest.approx(float(sum(Fraction(value) for value in values) / len(values)), rel=1e-12)
        assert stats.variance == math.inf


def test_the_shape_of_large_values_is_that_of_small_ones() -> None:
    small, large = maif.RunningMoments(), maif.RunningMoments()
    for value in [1.0, 2.0, 3.0, 10.0]:
        small.push(value)
        large.push(value * 1e300)
    assert (large.skewness, large.kurtosis) == pytest.approx((small.skewness, small.kurtosis))


@pytest.mark.parametrize(
    "push",
    [
        maif.EWMA(0.5).push,
        maif.P2Quantile(0.5).push,
        maif.TDigest().push,
        lambda value: maif.TDigest().update([1.0, value]),
        lambda value: maif.RunningCovariance().push([1.0, value]),
    ],
)
def test_a_statistic_that_cannot_hold_a_value_says_so(push: Callable[[float], object]) -> None:
    with pytest.raises(ValueError, match="too large for the arithmetic of floats: divide all values by"):
        push(1.5e308)


def quantiles_of(q: Any) -> tuple[float, float]:
    digest, estimate = maif.TDigest(), maif.P2Quantile(q)
    digest.update(range(1000))
    filled(estimate, range(1000))
    return digest.quantile(q), estimate.value


WITH_PARTS: dict[str, Callable[[Any], object]] = {
    "EWMA": lambda number: maif.EWMA(number).alpha,
    "EWMA halflife": lambda number: maif.EWMA(halflife=number).alpha,
    "quantiles": quantiles_of,
    "cdf": lambda number: filled_digest().cdf(number),
    "percentile": lambda number: maif.Meter(clock=VirtualClock()).percentile(number),
    "recall": lambda number: VectorIndex(2, recall=number).recall,
    "requests_per_second": lambda number: Limits(requests_per_second=number).requests_per_second,
}


def filled_digest() -> Any:
    digest = maif.TDigest()
    digest.update([0.25, 0.5, 0.75])
    return digest


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.array, Decimal, Fraction], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", WITH_PARTS)
def test_a_part_of_any_real_type_is_the_same_part(name: str, kind: Callable[[Any], Any]) -> None:
    assert repr(WITH_PARTS[name](kind(0.5))) == repr(WITH_PARTS[name](0.5))


@pytest.mark.parametrize("given", ["0.5", b"1", None, [0.5], np.array([0.5, 0.5]), 1j], ids=repr)
@pytest.mark.parametrize("name", WITH_PARTS)
def test_what_is_no_number_is_told(name: str, given: Any) -> None:
    if name.startswith("EWMA") and given is None:
        pytest.skip("None stands for the other way to say it")
    with pytest.raises(maif.MAIFError, match="number"):
        WITH_PARTS[name](given)


def test_a_rank_among_many_is_not_rounded_to_a_narrow_float() -> None:
    digest, quarter = maif.TDigest(), cast(float, np.float32(0.25))
    digest.update(np.arange(100_000_000, 100_000_101))
    assert digest.quantile(quarter) == digest.quantile(0.25) == 100_000_025


@pytest.mark.parametrize("value", [Decimal("1e400"), Fraction(10**400), 10**400, np.longdouble("1e400")], ids=repr)
@pytest.mark.parametrize("statistic", [maif.RunningStats, maif.TDigest, lambda: maif.RollingStats(3)])
def test_a_finite_number_never_becomes_an_infinity(statistic: Callable[[], Any], value: Any) -> None:
    with pytest.raises(maif.MAIFError, match="too large"):
        statistic().push(value)
    if isinstance(value, np.longdouble):
        with pytest.raises(maif.MAIFError, match="too large"):
            statistic().update(np.array([1, value]))


WITH_MASKS: dict[str, Callable[[Any], object]] = {
    "RunningStats": lambda array: maif.RunningStats().update(array[0]),
    "VectorStats": lambda array: VectorStats().update(array),
    "RollingStats": lambda array: maif.RollingStats(3).update(array[0]),
    "TDigest": lambda array: maif.TDigest().update(array),
    "RunningCovariance": lambda array: maif.RunningCovariance().update(array),
    "sliding_view": lambda array: maif.sliding_view(array, 2),
    "attention": lambda array: maif.streaming_attention(array, array, array, 2),
    "VectorIndex": lambda array: VectorIndex(2).add(["a", "b"], array),
}


@pytest.mark.parametrize("name", WITH_MASKS)
def test_what_a_mask_hides_is_not_taken(name: str) -> None:
    hidden = np.ma.masked_equal([[1.0, -1.0], [2.0, 3.0]], -1.0)
    with pytest.raises(maif.MAIFError, match="masked"):
        WITH_MASKS[name](hidden)


def test_masked_embeddings_are_not_written(tmp_path: Any) -> None:
    with maif.MAIFStreamWriter(tmp_path / "a.maif") as writer, pytest.raises(maif.MAIFError, match="masked"):
        writer.write_embeddings_chunk(np.ma.masked_equal([[1.0, -1.0]], -1.0))


def test_while_a_thread_loads_masks_nothing_is_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy.ma", ModuleType("numpy.ma"))
    stats = maif.RunningStats()
    stats.update([1, 2, 3])
    assert stats.mean == 2
