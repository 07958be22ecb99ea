"""Concurrent maps over async functions, on virtual time."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import heapq
import random
import sys
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing
from contextvars import Context
from typing import Any, TypeVarTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leftovers import leaves_nothing, run_cleanly
from maif import parallel
from maif.clock import VirtualTimeLoop, run
from maif.errors import InvalidArgumentError, InvalidTypeError
from recorders import RecordedAsyncSource, RecordedSource

ordered = pytest.mark.piece("maif.parallel.amap_ordered")
as_completed = pytest.mark.piece("maif.parallel.amap_as_completed")
both = pytest.mark.parametrize(
    "name", [pytest.param("amap_ordered", marks=ordered), pytest.param("amap_as_completed", marks=as_completed)]
)
either_source = pytest.mark.parametrize("source_type", [RecordedSource, RecordedAsyncSource])

durations = st.lists(st.sampled_from([0, 0, 1, 2, 3, 5, 8, 50]), max_size=40)
bounds = st.fixed_dictionaries({"max_in_flight": st.integers(1, 6), "max_waiting": st.integers(0, 8)})


def amap(name: str, *arguments: Any, **bounds: Any) -> Any:
    return getattr(parallel, name)(*arguments, **bounds)


async def collect(results: AsyncIterator[Any]) -> list[Any]:
    return [result async for result in results]


async def double(number: int) -> int:
    return 2 * number


async def nap(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


async def numbers(*items: Any) -> AsyncIterator[Any]:
    for item in items:
        yield item


class Napper:
    """A function whose calls take the time it is told; it knows when each began, and how many run."""

    def __init__(self, durations: list[float]) -> None:
        self.durations = durations
        self.began: list[int] = []
        self.running = self.most_running = 0

    async def __call__(self, number: int) -> int:
        self.began.append(number)
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        try:
            if self.durations[number]:
                await asyncio.sleep(self.durations[number])
            return number
        finally:
            self.running -= 1


# What comes, and when


@ordered
@either_source
@given(durations=durations, bounds=bounds)
def test_ordered_results_are_those_of_a_plain_loop(source_type: Any, durations: list[float], bounds: Any) -> None:
    items = range(len(durations))
    results = run(collect(parallel.amap_ordered(Napper(durations), source_type(items), **bounds)))
    assert results == list(items)


@as_completed
@either_source
@given(durations=durations, workers=st.integers(1, 6))
def test_results_come_as_their_calls_end(source_type: Any, durations: list[float], workers: int) -> None:
    async def main() -> list[tuple[float, int]]:
        results = parallel.amap_as_completed(
            Napper(durations), source_type(range(len(durations))), max_in_flight=workers
        )
        return [(asyncio.get_running_loop().time(), result) async for result in results]

    free, expected = [0.0] * workers, []
    for number, duration in enumerate(durations):
        end = heapq.heappop(free) + duration
        heapq.heappush(free, end)
        expected.append((end, number))
    came = run(main())
    assert sorted(came) == sorted(expected)
    assert [time for time, _ in came] == sorted(time for time, _ in came)


@ordered
@either_source
@given(durations=durations)
def test_an_ordered_result_comes_once_it_and_all_before_it_are_there(source_type: Any, durations: list[float]) -> None:
    async def main() -> list[float]:
        results = parallel.amap_ordered(Napper(durations), source_type(range(len(durations))))
        return [asyncio.get_running_loop().time() async for _ in results]

    assert run(main()) == [max(durations[: n + 1]) for n in range(len(durations))]


@both
@either_source
@given(durations=durations, bounds=bounds)
def test_calls_begin_in_the_order_of_the_items(
    name: str, source_type: Any, durations: list[float], bounds: Any
) -> None:
    napper = Napper(durations)
    run(collect(amap(name, napper, source_type(range(len(durations))), **bounds)))
    assert napper.began == list(range(len(durations)))


@both
def test_any_value_is_an_item_and_a_result(name: str) -> None:
    class Incomparable:
        def __eq__(self, other: object) -> bool:
            raise RuntimeError("this has no truth value")

        __hash__ = object.__hash__

    async def same(item: Any) -> Any:
        return item

    items: list[Any] = [None, False, 0, [], Incomparable(), StopIteration()]
    results = run(collect(amap(name, same, items, max_in_flight=2)))
    assert [id(result) for result in results] == [id(item) for item in items]


@both
@pytest.mark.parametrize("items", [[], numbers()])
def test_no_items_give_no_results(name: str, items: Any) -> None:
    assert run(collect(amap(name, double, items))) == []


@both
def test_4000_naps_of_a_second_take_a_second(name: str) -> None:
    async def main() -> float:
        await collect(amap(name, nap, [1] * 4000, max_in_flight=4000))
        return asyncio.get_running_loop().time()

    assert run(main()) == 1


# Bounds


@both
@either_source
@given(durations=durations, bounds=bounds)
def test_calls_in_flight_reach_their_bound_and_do_not_pass_it(
    name: str, source_type: Any, durations: list[float], bounds: Any
) -> None:
    durations = [duration + 1 for duration in durations]
    napper = Napper(durations)
    run(collect(amap(name, napper, source_type(range(len(durations))), **bounds)))
    assert napper.most_running == min(bounds["max_in_flight"], len(durations))


@both
@either_source
@given(durations=durations, bounds=bounds, reader_naps=st.lists(st.sampled_from([0, 1, 20]), max_size=10))
def test_the_source_is_never_further_ahead_than_the_bounds(
    name: str, source_type: Any, durations: list[float], bounds: Any, reader_naps: list[float]
) -> None:
    taken = 0

    def check(source: Any) -> None:
        assert source.pulled - taken < bounds["max_in_flight"] + bounds["max_waiting"]

    async def main() -> None:
        nonlocal taken
        async for result in amap(name, Napper(durations), source_type(range(len(durations)), check), **bounds):
            taken += 1
            await asyncio.sleep(reader_naps[result % len(reader_naps)] if reader_naps else 0)

    run(main())
    assert taken == len(durations)


@ordered
@either_source
def test_behind_a_slow_call_the_others_go_on_until_twice_as_many_results_wait(source_type: Any) -> None:
    source = source_type()

    async def main() -> int:
        napper = Napper([100, *[1] * 1000])
        async with aclosing(parallel.amap_ordered(napper, source, max_in_flight=4)) as results:
            assert await anext(results) == 0
            return len(napper.began)

    assert run(main()) in (12, 13)  # the thirteenth may begin when the first result is taken


@both
@either_source
def test_an_endless_source_is_read_as_far_as_needed(name: str, source_type: Any) -> None:
    source = source_type()

    async def main() -> list[int]:
        async with aclosing(amap(name, double, source, max_in_flight=2)) as results:
            return [await anext(results) for _ in range(100)]

    assert run(main()) == [2 * number for number in range(100)]
    assert source.pulled <= 100 + 2 + 4


@both
@either_source
def test_nothing_is_pulled_before_the_first_result_is_asked_for(name: str, source_type: Any) -> None:
    source = source_type()

    async def main() -> None:
        results = amap(name, double, source)
        await asyncio.sleep(1)
        assert source.pulled == 0
        await results.aclose()

    run(main())


@both
@either_source
def test_what_is_held_does_not_grow_with_the_input(name: str, source_type: Any) -> None:
    class Item:
        pass

    async def nap_a_little(item: Item) -> Item:
        await asyncio.sleep(next(naps))
        return item

    def most_alive(count: int) -> int:
        alive: weakref.WeakSet[Item] = weakref.WeakSet()
        most = 0

        def items() -> Iterator[Item]:
            for _ in range(count):
                item = Item()
                alive.add(item)
                yield item

        async def main() -> None:
            nonlocal most
            async for _ in amap(name, nap_a_little, source_type(items()), max_in_flight=4):
                most = max(most, len(alive))

        run(main())
        return most

    gc.collect()
    naps = iter(random.Random(1).choices([0, 0.1, 0.2, 1], k=3300))
    assert most_alive(300) <= 4 + 8 + 4
    assert most_alive(3000) <= 4 + 8 + 4


Arguments = TypeVarTuple("Arguments")


class CountingLoop(VirtualTimeLoop):
    """Counts what is put into the event loop's queue: each task switch is one entry."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = 0

    def call_soon(
        self, callback: Callable[[*Arguments], object], *args: *Arguments, context: Context | None = None
    ) -> asyncio.Handle:
        self.entries += 1
        return super().call_soon(callback, *args, context=context)


def entries(name: str, fn: Any, items: Any, max_in_flight: int) -> int:
    loop = CountingLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(collect(amap(name, fn, items, max_in_flight=max_in_flight)))
    return loop.entries


@both
@either_source
def test_the_work_for_an_item_is_the_same_with_ten_and_a_thousand_in_flight(name: str, source_type: Any) -> None:
    async def suspend(item: int) -> None:
        await asyncio.sleep(0)

    few = entries(name, suspend, source_type(range(10_000)), 10)
    many = entries(name, suspend, source_type(range(10_000)), 1000)
    assert many < 1.5 * few


@both
@either_source
def test_a_function_that_never_suspends_costs_no_task_switch(name: str, source_type: Any) -> None:
    assert entries(name, double, source_type(range(10_000)), 100) < 1000


# Errors


@ordered
@either_source
def test_an_error_comes_after_all_results_before_it(source_type: Any) -> None:
    async def divide(number: int) -> float:
        await asyncio.sleep(5 if number < 3 else 1)
        return 1 / (3 - number)

    async def main() -> None:
        results = parallel.amap_ordered(divide, source_type(range(10)), max_in_flight=5)
        assert [await anext(results) for _ in range(3)] == [1 / 3, 1 / 2, 1]
        with pytest.raises(ZeroDivisionError):
            await anext(results)
        with pytest.raises(StopAsyncIteration):
            await anext(results)

    run(main())


@as_completed
@either_source
def test_an_error_comes_when_its_call_fails(source_type: Any) -> None:
    async def fail_at_two(seconds: int) -> int:
        await asyncio.sleep(seconds)
        return 1 // (2 - seconds)

    async def main() -> None:
        results = parallel.amap_as_completed(fail_at_two, source_type([3, 2, 1]))
        assert await anext(results) == 1
        with pytest.raises(ZeroDivisionError):
            await anext(results)
        assert asyncio.get_running_loop().time() == 2

    run(main())


@both
@either_source
def test_after_an_error_nothing_more_is_pulled(name: str, source_type: Any) -> None:
    async def fail(number: int) -> None:
        await asyncio.sleep(1)
        raise LookupError(number)

    source = source_type()
    with pytest.raises(LookupError, match="0"):
        run(collect(amap(name, fail, source, max_in_flight=1, max_waiting=0)))
    assert source.pulled == 1


@ordered
@either_source
def test_after_an_error_no_call_begins_while_those_before_it_go_on(source_type: Any) -> None:
    napper = Napper([10, 1, *[2] * 100])

    async def fail_at_one(number: int) -> int:
        await napper(number)
        return 1 // (1 - number)

    async def main() -> None:
        results = parallel.amap_ordered(fail_at_one, source_type(), max_in_flight=3)
        assert await anext(results) == 1
        with pytest.raises(ZeroDivisionError):
            await anext(results)

    run(main())
    assert napper.began == [0, 1, 2]


@both
@either_source
def test_an_error_of_the_source_reaches_the_reader(name: str, source_type: Any) -> None:
    def fail_at_three(source: Any) -> None:
        if source.pulled == 3:
            raise OSError("the line is dead")

    source = source_type(None, fail_at_three)

    async def main() -> list[int]:
        results = amap(name, double, source)
        before = [await anext(results) for _ in range(3)]
        with pytest.raises(OSError, match="the line is dead"):
            await anext(results)
        return before

    assert run(main()) == [0, 2, 4]
    assert source.closed == 1


@ordered
@given(durations=st.lists(st.sampled_from([0, 1, 2, 50]), min_size=2, max_size=20), data=st.data())
def test_of_two_errors_the_one_whose_item_is_first_is_raised(durations: list[float], data: Any) -> None:
    first, second = sorted(data.draw(st.lists(st.integers(0, len(durations) - 1), unique=True, min_size=2, max_size=2)))
    napper = Napper(durations)

    async def fail_at_first(number: int) -> int:
        await napper(number)
        if number == first:
            raise LookupError
        return number

    def fail_at_second(source: Any) -> None:
        if source.pulled == second:
            raise OSError

    async def main() -> list[int]:
        source = RecordedAsyncSource(range(len(durations)), fail_at_second)
        results = parallel.amap_ordered(fail_at_first, source, max_in_flight=3)
        before = [await anext(results) for _ in range(first)]
        with pytest.raises(LookupError):
            await anext(results)
        return before

    assert run(main()) == list(range(first))


@both
def test_a_cancellation_that_the_function_raises_is_an_error_like_others(name: str) -> None:
    async def give_up(number: int) -> int:
        if number == 2:
            raise asyncio.CancelledError("not today")
        return number

    async def main() -> None:
        results = amap(name, give_up, range(5))
        assert [await anext(results), await anext(results)] == [0, 1]
        with pytest.raises(asyncio.CancelledError, match="not today"):
            await anext(results)

    run(main())


@both
def test_a_timeout_within_the_function_stays_within(name: str) -> None:
    async def impatient(seconds: float) -> str:
        try:
            async with asyncio.timeout(2):
                await asyncio.sleep(seconds)
        except TimeoutError:
            return "late"
        return "in time"

    results = run(collect(amap(name, impatient, [1, 3, 1, 3], max_in_flight=1)))
    assert results == ["in time", "late", "in time", "late"]


@pytest.mark.parametrize("name", ["amap_ordered", "amap_as_completed"])
@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "words"),
    [
        ((double, []), {"max_in_flight": 0}, InvalidArgumentError, "max_in_flight must be at least 1, got 0"),
        ((double, []), {"max_waiting": -1}, InvalidArgumentError, "max_waiting must be at least 0, got -1"),
        ((double, []), {"max_in_flight": 2.5}, InvalidTypeError, "max_in_flight"),
        ((double, 5), {}, InvalidTypeError, "items must be an iterable or an async iterable, got 5"),
        (("double", []), {}, InvalidTypeError, "fn must be callable, got 'double'"),
    ],
)
def test_arguments_are_checked_at_once(name: str, arguments: Any, keywords: Any, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        amap(name, *arguments, **keywords)


# Leaving early


@both
@either_source
@given(durations=durations, bounds=bounds, seed=st.integers(0, 10**6))
def test_whenever_the_reader_leaves_nothing_survives(
    name: str, source_type: Any, durations: list[float], bounds: Any, seed: int
) -> None:
    chance = random.Random(seed)
    napper = Napper([*durations, *[1] * 200])
    source = source_type(range(len(napper.durations)))

    async def read() -> None:
        async with aclosing(amap(name, napper, source, **bounds)) as results:
            leave_at = chance.randrange(len(durations) + 5)
            async for result in results:
                await asyncio.sleep(chance.choice([0, 1, 3]))
                if result >= leave_at:
                    if chance.random() < 0.5:
                        break
                    raise LookupError

    async def main() -> None:
        reader = asyncio.create_task(read())
        if chance.random() < 0.5:
            asyncio.get_running_loop().call_later(chance.choice([0, 0, 1, 5, 20]), reader.cancel)
        await asyncio.wait([reader])
        assert reader.cancelled() or isinstance(reader.exception(), LookupError | None)
        assert napper.running == 0
        assert source.closed == 1 or source.pulled == 0

    run_cleanly(main)


@both
@either_source
def test_a_break_alone_is_enough(name: str, source_type: Any) -> None:
    napper, source = Napper([1] * 1000), source_type()

    async def main() -> None:
        async for _ in amap(name, napper, source):
            break
        for _ in range(10):
            await asyncio.sleep(0)
        assert (napper.running, source.closed) == (0, 1)

    run_cleanly(main)


@both
@either_source
def test_a_program_may_end_right_after_a_break(name: str, source_type: Any) -> None:
    napper, source = Napper([1] * 1000), source_type()

    async def main() -> None:
        async for _ in amap(name, napper, source):
            break

    with leaves_nothing():
        run(main())
    assert (napper.running, source.closed) == (0, 1)


@both
def test_leaving_waits_for_calls_that_take_long_to_clean_up(name: str) -> None:
    cleaned = []

    async def slow_to_clean(number: int) -> int:
        try:
            await asyncio.sleep(number)
        finally:
            await asyncio.sleep(100)
            cleaned.append(number)
        return number

    async def main() -> None:
        async def read() -> None:
            await collect(amap(name, slow_to_clean, [1000, 2000]))

        reader = asyncio.create_task(read())
        for _ in range(3):  # the second and the third cancel the waiting for the end
            await asyncio.sleep(10)
            reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader
        assert sorted(cleaned) == [1000, 2000]

    run_cleanly(main)


@both
@either_source
def test_a_call_that_will_not_be_cancelled_is_the_last(name: str, source_type: Any) -> None:
    async def stubborn(number: int) -> int:
        if number:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                await asyncio.sleep(5)
        return number

    source = source_type()

    async def main() -> None:
        async with aclosing(amap(name, stubborn, source, max_in_flight=3)) as results:
            await anext(results)
            await asyncio.sleep(1)
            pulled = source.pulled
        assert source.pulled == pulled

    run_cleanly(main)


@both
def test_leaving_the_last_of_three_maps_ends_all(name: str) -> None:
    source = RecordedSource()

    async def main() -> None:
        stages: Any = source
        for _ in range(3):
            stages = amap(name, lambda number: nap(number % 3 + 1), stages, max_in_flight=3)
        async with aclosing(stages) as results:
            for _ in range(10):
                await anext(results)
        assert source.closed == 1

    run_cleanly(main)


@both
def test_an_error_in_closing_the_source_is_raised(name: str) -> None:
    async def source() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        finally:
            raise OSError("cannot close")

    async def main() -> None:
        results = amap(name, double, source())
        await anext(results)
        with pytest.raises(OSError, match="cannot close"):
            await results.aclose()

    run_cleanly(main)


# Tasks and their context

setting: contextvars.ContextVar[Any] = contextvars.ContextVar("setting", default="unset")


@both
@either_source
def test_a_call_sees_the_readers_context_and_what_it_sets_nobody_else_sees(name: str, source_type: Any) -> None:
    async def see_and_set(number: int) -> Any:
        seen = setting.get()
        setting.set(number)
        await asyncio.sleep(number % 3)
        return seen

    async def main() -> None:
        setting.set("the reader's")
        results = await collect(amap(name, see_and_set, source_type(range(20)), max_in_flight=3))
        assert set(results) == {"the reader's"}
        assert setting.get() == "the reader's"

    run(main())


@both
def test_one_task_reads_and_closes_an_async_source(name: str) -> None:
    async def source() -> AsyncIterator[float]:
        async with asyncio.timeout(10):  # must be left by the task that has entered it
            for _ in range(20):
                await asyncio.sleep(0.1)
                yield 1

    assert run(collect(amap(name, nap, source(), max_in_flight=4))) == [1] * 20


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.12 introduced eager tasks")
@both
@either_source
def test_eager_tasks_change_nothing(name: str, source_type: Any) -> None:
    napper = Napper([0, 2, 0, 0, 1] * 5)

    async def main() -> list[int]:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]
        return await collect(amap(name, napper, source_type(range(25)), max_in_flight=3))

    assert sorted(run(main())) == napper.began == list(range(25))
