"""`maif.flow`: token buckets and who waits for them, adaptive batches, meters."""

from __future__ import annotations

import asyncio
import gc
import math
import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count, islice
from types import FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.clock import VirtualClock, run
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.flow import AdaptiveBatcher, DecayingRate, Meter, RateLimiter, TokenQueue, growing_pause, throttle
from recorders import Census, RecordedAsyncSource, RecordedSource

bucket_piece = pytest.mark.piece("maif.flow.TokenQueue", "maif.flow.token_bucket.TokenBucket")
limiter_piece = pytest.mark.piece("maif.flow.RateLimiter")
throttle_piece = pytest.mark.piece("maif.flow.throttle", "maif.flow.limiter.paced")
adaptive_piece = pytest.mark.piece("maif.flow.AdaptiveBatcher", "maif.flow.adaptive.next_size")
rate_piece = pytest.mark.piece("maif.flow.DecayingRate")
meter_piece = pytest.mark.piece("maif.flow.Meter")
backoff_piece = pytest.mark.piece("maif.flow.backoff.growing_pause")

spans = st.floats(0, 100)
rates = st.floats(0.01, 1000)


def objects_in(thing: object) -> int:
    """Return how many objects can be reached from one, without code."""
    reached: dict[int, object] = {}
    pending = [thing]
    while pending:
        one = pending.pop()
        if id(one) not in reached and not isinstance(one, (type, ModuleType, FunctionType)):
            reached[id(one)] = one
            pending += gc.get_referents(one)
    return len(reached)


# The token bucket


@bucket_piece
@pytest.mark.parametrize("rate", [1, 3, 7, 10, 0.1, 1 / 3])
def test_a_token_is_there_after_exactly_its_time_however_the_moments_are_rounded(rate: float) -> None:
    bucket = TokenQueue(rate)
    for number in range(1000):
        assert bucket.take(1, now=number / rate)
        assert not bucket.take(1, now=(number + 0.999) / rate)


@bucket_piece
def test_a_burst_is_there_at_once_and_after_a_pause_again() -> None:
    bucket = TokenQueue(rate=10, burst=3)
    assert [bucket.take(1, now=5.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(1, now=500.0) for _ in range(4)] == [True, True, True, False]


@bucket_piece
@given(rate=rates, burst=st.integers(1, 10), pauses=st.lists(st.tuples(spans, st.integers(1, 10)), max_size=40))
def test_no_span_sees_more_than_burst_and_rate_allow(rate: float, burst: int, pauses: list[tuple[float, int]]) -> None:
    bucket = TokenQueue(rate, burst)
    now, spent = 0.0, []
    for pause, tokens in pauses:
        now += pause / rate
        if tokens <= burst and bucket.take(tokens, now):
            spent.append((now, tokens))
    for first, (start, _) in enumerate(spent):
        total = 0
        for moment, tokens in spent[first:]:
            total += tokens
            assert total <= (burst + rate * (moment - start)) * (1 + 1e-6) + 1e-6


@bucket_piece
@given(rate=rates, burst=st.integers(1, 5), asked=st.lists(st.tuples(spans, st.integers(1, 5)), max_size=30))
def test_tickets_come_due_when_one_after_the_other_would_be_served(
    rate: float, burst: int, asked: list[tuple[float, int]]
) -> None:
    bucket = TokenQueue(rate, burst)
    now, level, served = 0.0, float(burst), 0.0  # the slow version: serve each in turn, waiting for its tokens
    for pause, tokens in asked:
        now += pause / rate
        tokens = min(tokens, burst)
        start = max(now, served)
        level = min(burst, level + (start - served) * rate)
        expected = start + max(0, tokens - level) / rate
        level = max(level - tokens, 0)
        served = expected
        assert math.isclose(bucket.offer(tokens, now).due, expected, rel_tol=1e-6, abs_tol=1e-6 / rate)


@bucket_piece
def test_a_refused_token_costs_nothing_and_a_debt_is_paid_before_anything_is_taken() -> None:
    bucket = TokenQueue(rate=1, burst=2)
    assert [bucket.take(2, now) for now in (0, 0.5, 1.5, 2)] == [True, False, False, True]
    due = [bucket.offer(tokens, now=2).due for tokens in (1, 2, 1)]
    assert (due, bucket.take(1, now=6.5), bucket.take(1, now=7)) == ([3, 5, 6], False, True)


@bucket_piece
def test_nobody_passes_those_who_wait() -> None:
    bucket = TokenQueue(rate=1, burst=2)
    bucket.take(1, now=0)
    waiting = bucket.offer(2, now=0)
    assert (waiting.due, bucket.take(1, now=0.5), bucket.next_due()) == (1.0, False, 1.0)
    bucket.redeem(waiting)
    assert bucket.next_due() is None


@bucket_piece
def test_a_ticket_that_is_withdrawn_leaves_the_queue_as_if_it_had_never_been() -> None:
    with_it, without = TokenQueue(rate=2), TokenQueue(rate=2)
    first = with_it.offer(1, now=0), without.offer(1, now=0)
    gone = with_it.offer(1, now=0)
    behind = [(with_it.offer(1, now=0), without.offer(1, now=0)) for _ in range(3)]
    with_it.withdraw(gone, now=0.25)
    assert [a.due for a, _ in [first, *behind]] == [b.due for _, b in [first, *behind]] == [0.0, 0.5, 1.0, 1.5]
    assert with_it.offer(1, now=0.3).due == without.offer(1, now=0.3).due == 2.0


@bucket_piece
def test_a_withdrawn_ticket_never_overfills_the_bucket() -> None:
    bucket = TokenQueue(rate=1, burst=2)
    bucket.withdraw(bucket.offer(2, now=0), now=100)
    assert [bucket.take(1, now=100) for _ in range(3)] == [True, True, False]


@bucket_piece
@pytest.mark.parametrize("make", [TokenQueue, RateLimiter])
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((0,), InvalidArgumentError),
        ((-1,), InvalidArgumentError),
        ((math.inf,), InvalidArgumentError),
        ((math.nan,), InvalidArgumentError),
        ((1, 0), InvalidArgumentError),
        (("fast",), InvalidTypeError),
        ((True,), InvalidTypeError),
    ],
)
def test_a_rate_and_a_burst_are_numbers_above_zero(
    make: Callable[..., object], arguments: tuple[Any, ...], error: type[Exception]
) -> None:
    with pytest.raises(error, match="must be"):
        make(*arguments)


@bucket_piece
@pytest.mark.parametrize("tokens", [0, -1, 3, math.nan])
def test_tokens_that_never_come_are_refused(tokens: float) -> None:
    bucket = TokenQueue(rate=1, burst=2)
    for ask in (bucket.take, bucket.offer):
        with pytest.raises(InvalidArgumentError):
            ask(tokens, 0)
    assert bucket.take(2, now=0)


# Waiting for it


@limiter_piece
@pytest.mark.parametrize("rate", [2, 0.25])
def test_a_thread_waits_for_its_tokens(rate: float) -> None:
    clock = VirtualClock()
    limiter = RateLimiter(rate, burst=2, clock=clock)
    moments = []
    for _ in range(5):
        limiter.acquire()
        moments.append(clock.time() * rate)
    assert moments == [0, 0, 1, 2, 3]
    limiter.acquire(2)
    assert clock.time() * rate == 5


@limiter_piece
def test_try_acquire_never_waits() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, burst=2, clock=clock)
    assert [limiter.try_acquire(2), limiter.try_acquire(), clock.time()] == [True, False, 0.0]


@limiter_piece
def test_threads_are_served_in_the_order_of_coming() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, burst=5, clock=clock)
    limiter.acquire(5)

    def guest(number: int) -> float:
        clock.sleep(number / 100)
        limiter.acquire(5 if number == 0 else 1)  # the first wants most, and those behind must not pass
        return clock.time()

    assert clock.run_threads(*(partial(guest, number) for number in range(5))) == pytest.approx([5, 6, 7, 8, 9])


@limiter_piece
def test_tasks_are_served_in_the_order_of_coming() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, burst=5, clock=clock)

    async def guest(tokens: float) -> float:
        await limiter.acquire_async(tokens)
        return clock.time()

    async def main() -> list[float]:
        return list(await asyncio.gather(*map(guest, [5, 4, 1, 2, 0.5])))

    assert run(main(), clock=clock) == [0, 4, 5, 7, 7.5]


@limiter_piece
def test_a_cancelled_task_gives_its_place_to_those_behind() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, clock=clock)

    async def guest() -> float:
        await limiter.acquire_async()
        return clock.time()

    async def main() -> list[float]:
        guests = [asyncio.create_task(guest()) for _ in range(5)]
        await clock.sleep_async(1.5)
        guests[2].cancel()
        return [await task for task in guests if task is not guests[2]]

    assert run(main(), clock=clock) == [0, 1, 2, 3]


@limiter_piece
def test_a_thread_that_is_interrupted_gives_its_place_back() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, burst=10, clock=clock)
    limiter.acquire(10)

    def interrupt() -> None:
        raise KeyboardInterrupt

    clock.call_later(2, interrupt)
    with pytest.raises(KeyboardInterrupt):
        limiter.acquire(10)
    limiter.acquire(3)
    assert clock.time() == 3.0


@limiter_piece
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_tasks_that_come_and_go_at_random_never_exceed_the_rate_and_waste_nothing(seed: int) -> None:
    clock = VirtualClock()
    chance = random.Random(seed)
    limiter = RateLimiter(2, burst=3, clock=clock)

    async def guest(number: int) -> tuple[int, float]:
        await limiter.acquire_async()
        return number, clock.time()

    async def main() -> list[tuple[int, float]]:
        guests = [asyncio.create_task(guest(number)) for number in range(30)]
        await asyncio.sleep(0)
        for task in chance.sample(guests, 10):
            await clock.sleep_async(chance.choice([0, 0.25, 0.6]))
            task.cancel()
        done = await asyncio.gather(*guests, return_exceptions=True)
        return [result for result in done if not isinstance(result, BaseException)]

    served = run(main(), clock=clock)
    moments = [moment for _, moment in served]
    assert moments == sorted(moments)
    for place, moment in enumerate(moments):
        assert moment == pytest.approx(max(0, (place + 1 - 3) / 2))


@limiter_piece
def test_a_limiter_may_serve_several_event_loops_one_after_the_other() -> None:
    clock = VirtualClock()
    limiter = RateLimiter(1, clock=clock)

    async def main() -> None:
        await limiter.acquire_async()

    for _ in range(3):
        run(main(), clock=clock)
    assert clock.time() == 2.0


@throttle_piece
@pytest.mark.parametrize("source", [RecordedSource, RecordedAsyncSource])
def test_throttle_spaces_items_out_and_pulls_one_at_a_time(source: Callable[[], Any]) -> None:
    clock = VirtualClock()
    items = source()

    async def main() -> list[tuple[int, float, int]]:
        seen: list[tuple[int, float, int]] = []
        throttled = throttle(items, rate=4, burst=2, clock=clock)
        if isinstance(items, RecordedSource):
            for item in throttled:
                seen.append((item, clock.time(), items.pulled))
                if item == 3:
                    break
            throttled.close()
        else:
            async for item in throttled:
                seen.append((item, clock.time(), items.pulled))
                if item == 3:
                    break
            await throttled.aclose()
        return seen

    assert run(main(), clock=clock) == [(0, 0.0, 1), (1, 0.0, 2), (2, 0.25, 3), (3, 0.5, 4)]
    assert items.closed == 1


@throttle_piece
@pytest.mark.parametrize("items", [1_000, 10_000])
def test_throttle_holds_one_item(items: int) -> None:
    census = Census()
    throttled = throttle(census.items(items), rate=4, clock=VirtualClock())
    while next(throttled, None):
        pass
    assert census.most <= 2  # the one that is handed over, and the one that is made


@limiter_piece
def test_a_limiter_holds_nothing_of_those_it_has_served() -> None:
    limiter = RateLimiter(rate=4, clock=VirtualClock())
    limiter.acquire()
    held = objects_in(limiter)
    for _ in range(1_000):
        limiter.acquire()
    assert objects_in(limiter) <= held + 2


@throttle_piece
def test_throttle_does_not_slow_a_slow_source() -> None:
    clock = VirtualClock()

    def slow() -> Any:
        for number in count():
            clock.sleep(1)
            yield number

    assert [clock.time() for _ in islice(throttle(slow(), rate=2, clock=clock), 3)] == [1, 2, 3]


@throttle_piece
def test_throttle_checks_its_arguments_at_once() -> None:
    with pytest.raises(InvalidArgumentError, match="rate"):
        throttle([], rate=0)
    with pytest.raises(TypeError):
        throttle(3, rate=1)  # type: ignore[call-overload]


# Adaptive batches


def sizes_at(batcher: AdaptiveBatcher[int], cost: Callable[[int], float], batches: int) -> list[int]:
    """The sizes that a batcher comes to when a batch of n items takes `cost(n)` seconds."""
    sizes = []
    for _ in range(batches):
        sizes.append(batcher.size)
        batcher.record(batcher.size, cost(batcher.size))
    return sizes


@adaptive_piece
@given(cost=st.floats(1e-3, 0.5), start=st.floats(1e-3, 0.5))
def test_batches_come_to_take_the_target_latency_when_the_cost_of_an_item_changes(cost: float, start: float) -> None:
    batcher = AdaptiveBatcher[int](1, 1000, target_latency=1)
    for an_item in (start, cost):
        sizes = sizes_at(batcher, lambda size, an_item=an_item: size * an_item, 25)  # type: ignore[misc]
        assert sizes[-1] * an_item == pytest.approx(1, abs=1.01 * an_item)


@adaptive_piece
@given(overhead=st.floats(0, 0.9), an_item=st.floats(1e-3, 0.1))
def test_batches_take_the_target_latency_with_a_cost_of_their_own_too(overhead: float, an_item: float) -> None:
    batcher = AdaptiveBatcher[int](1, 10_000, target_latency=1)
    size = sizes_at(batcher, lambda size: overhead + size * an_item, 200)[-1]
    assert overhead + size * an_item == pytest.approx(1, abs=1.01 * an_item + 0.001)


@adaptive_piece
def test_the_size_stays_within_its_limits() -> None:
    batcher = AdaptiveBatcher[int](5, 50, target_latency="1s")
    assert sizes_at(batcher, lambda _: 0.0, 6) == [5, 10, 20, 40, 50, 50]
    assert set(sizes_at(batcher, lambda _: 1e9, 9)[1:]) == {5}


@adaptive_piece
def test_a_part_of_a_batch_is_measured_as_a_part() -> None:
    batcher = AdaptiveBatcher[int](8, 100, target_latency=1)
    batcher.record(2, 0.25)
    assert batcher.size == 8


@adaptive_piece
def test_the_size_at_most_doubles_at_a_time() -> None:
    batcher = AdaptiveBatcher[int](4, 10_000, target_latency=1)
    batcher.record(4, 1e-9)
    assert batcher.size == 8


@adaptive_piece
def test_every_item_is_handed_out_in_order_the_last_ones_too() -> None:
    clock = VirtualClock()
    source = RecordedSource(range(1000))
    batcher = AdaptiveBatcher[int](3, 64, target_latency=1, clock=clock)
    seen: list[int] = []
    sizes = []
    for batch in batcher.batches(source):
        clock.sleep(len(batch) * (0.02 if len(seen) < 500 else 0.1))
        seen += batch
        sizes.append(len(batch))
        batch.clear()  # what the consumer does with its batch is its own affair
    assert seen == list(range(1000))
    assert (max(sizes), sizes[-2], source.closed) == (50, 10, 1)


@adaptive_piece
@pytest.mark.parametrize("items", [1_000, 10_000])
def test_the_batch_that_fills_and_the_one_at_work_are_held(items: int) -> None:
    census = Census()
    batches = AdaptiveBatcher[Any](3, 30, target_latency=1, clock=VirtualClock()).batches(census.items(items))
    while next(batches, None):
        pass
    assert census.most <= 30 + 30 + 1


@adaptive_piece
def test_an_endless_source_is_pulled_by_the_batch_and_closed_on_early_exit() -> None:
    source = RecordedSource()
    batches = AdaptiveBatcher[int](3, 6, target_latency=1, clock=VirtualClock()).batches(source)
    assert (source.pulled, next(batches), source.pulled) == (0, [0, 1, 2], 3)
    batches.close()
    assert source.closed == 1


@adaptive_piece
def test_the_core_hands_out_a_batch_that_has_waited_long_enough() -> None:
    batcher = AdaptiveBatcher[str](3, 9, target_latency=1, max_wait=2)
    batcher.offer("A", now=10)
    assert (batcher.next_due(), batcher.take(now=11.9), len(batcher)) == (12, [], 1)
    assert (batcher.take(now=12), batcher.flush(), batcher.next_due()) == (["A"], [], None)


@adaptive_piece
@pytest.mark.parametrize(
    "arguments", [(0, 5, 1), (6, 5, 1), (1, 5, 0), (1, 5, -1), (1, 5, 1, -1)], ids=lambda arguments: str(arguments)
)
def test_an_adaptive_batcher_checks_its_arguments(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(InvalidArgumentError):
        AdaptiveBatcher(*arguments)


@adaptive_piece
def test_the_root_evens_out_a_batch_that_took_long_by_chance() -> None:
    batcher = AdaptiveBatcher[int](1, 1000, target_latency=1)
    for _ in range(6):
        batcher.record(batcher.size, 0.25)
    batcher.record(batcher.size, 16)
    assert batcher.size == 16


# Meters


@rate_piece
@given(rate=st.floats(0.1, 100), halflife=st.floats(1, 100), start=st.floats(0, 1e6))
def test_a_steady_rate_is_told_right_from_its_beginning(rate: float, halflife: float, start: float) -> None:
    measured = DecayingRate(halflife, start)
    for second in range(100):
        for tenth in range(10):
            measured.push(rate / 10, start + second + (tenth + 0.5) / 10)
        assert measured.at(start + second + 1) == pytest.approx(rate, rel=0.01)


@rate_piece
def test_a_rate_halves_with_each_halflife_of_silence() -> None:
    measured = DecayingRate(halflife=10, start=0)
    for second in range(1000):
        measured.push(6, second + 0.5)
    assert [round(measured.at(1000 + pause), 2) for pause in (0, 10, 20, 1_000_000)] == [6, 3, 1.5, 0]


@rate_piece
def test_a_rate_is_a_number_at_its_very_start() -> None:
    measured = DecayingRate(halflife=10, start=5)
    measured.push(1, 5)
    assert measured.at(5) == 0
    assert 0 < measured.at(math.nextafter(5, 6)) < math.inf


@rate_piece
def test_a_rate_is_told_after_thousands_of_halflives() -> None:
    measured = DecayingRate(halflife=1, start=0)
    for second in range(5_000):
        measured.push(3, second + 0.5)
    assert (round(measured.at(5_000), 1), objects_in(measured) < 20) == (2.9, True)


@rate_piece
@pytest.mark.parametrize("halflife", [0, -1, math.nan])
def test_a_halflife_is_above_zero(halflife: float) -> None:
    with pytest.raises(InvalidArgumentError, match="halflife"):
        DecayingRate(halflife, start=0)


@meter_piece
def test_a_meter_counts_and_measures_on_its_clock() -> None:
    clock = VirtualClock(start=100)
    meter = Meter("1min", clock=clock)
    for _ in range(600):
        clock.sleep(0.5)
        meter.record(count=2)
    assert (meter.count, round(meter.rate, 1)) == (1200, 4.0)
    assert math.isnan(meter.percentile(50))


@meter_piece
def test_percentiles_are_those_of_the_latencies() -> None:
    meter = Meter(clock=VirtualClock())
    chance = random.Random(3)
    latencies = [chance.random() ** 4 for _ in range(5000)]
    for latency in latencies:
        meter.record(latency)
    rising = sorted(latencies)
    for percent in (0, 50, 90, 99, 100):
        below = sum(latency <= meter.percentile(percent) for latency in rising)
        assert below / len(rising) == pytest.approx(percent / 100, abs=0.01)


@meter_piece
def test_a_block_that_fails_is_measured_too() -> None:
    clock = VirtualClock()
    meter = Meter(clock=clock)
    with suppress(ZeroDivisionError), meter.measure():
        clock.sleep(0.25)
        raise ZeroDivisionError
    assert (meter.count, meter.percentile(100)) == (1, 0.25)


@meter_piece
def test_a_meter_loses_no_event_of_many_threads() -> None:
    clock = VirtualClock()
    meter = Meter(clock=clock)

    def work() -> None:
        for _ in range(500):
            meter.record(0.1)

    clock.run_threads(*[work] * 8)
    assert meter.count == 4000


@meter_piece
def test_a_meter_holds_no_more_after_ten_times_as_many_events() -> None:
    held = []
    for events in (2_500, 25_000):
        meter = Meter(clock=VirtualClock())
        for number in range(events):
            meter.record(number)
        held.append(objects_in(meter))
    assert held[1] < held[0] + 2_500  # some latencies wait until they are summed up


@meter_piece
def test_a_meter_checks_its_arguments() -> None:
    meter = Meter()
    for wrong in (
        lambda: Meter(0),
        lambda: meter.record(-1),
        lambda: meter.percentile(101),
        lambda: meter.record(1, -1),
    ):
        with pytest.raises(InvalidArgumentError):
            wrong()
    assert meter.count == 0


# The pause before another attempt


@backoff_piece
@pytest.mark.parametrize(
    ("first", "longest", "factor", "pauses"),
    [
        (1.0, 60.0, 2.0, [1, 2, 4, 8]),
        (0.5, 3.0, 2.0, [0.5, 1, 2, 3]),
        (5.0, 3.0, 2.0, [3, 3, 3, 3]),
        (1.0, 10.0, 3.0, [1, 3, 9, 10]),
        (2.0, 60.0, 1.0, [2, 2, 2, 2]),
        (8.0, 60.0, 0.5, [8, 4, 2, 1]),
        (0.0, 60.0, 2.0, [0, 0, 0, 0]),
        (1.0, 0.0, 2.0, [0, 0, 0, 0]),
    ],
)
def test_a_pause_grows_from_the_first_to_the_longest(
    first: float, longest: float, factor: float, pauses: list[float]
) -> None:
    assert [growing_pause(attempt, first, longest, factor) for attempt in (1, 2, 3, 4)] == pauses


@backoff_piece
@pytest.mark.parametrize(("first", "pause"), [(0.001, 60.0), (0.0, 0.0)])
def test_after_any_number_of_attempts_there_is_a_pause(first: float, pause: float) -> None:
    assert [growing_pause(attempt, first, 60.0) for attempt in (1_000, 1_025, 5_000, 10**9)] == [pause] * 4
