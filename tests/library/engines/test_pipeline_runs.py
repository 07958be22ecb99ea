"""Pipelines at work: bounded on the way, clean at the end, with a context and side inputs for each run."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import random
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leftovers import leaves_nothing, run_cleanly
from maif.clock import run
from maif.pipeline import (
    AsyncStream,
    ContextManager,
    PipelineContext,
    batch_task,
    each_run,
    get_current_context,
    set_current_context,
    single_task,
    with_context,
)
from recorders import Census, RecordedAsyncSource, RecordedSource

both_modes = pytest.mark.parametrize("mode", ["ordered", "as_completed"])
either_source = pytest.mark.parametrize("source_type", [RecordedSource, RecordedAsyncSource])


@single_task
async def nap(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


@single_task
async def short_nap(item: Any) -> Any:
    await asyncio.sleep(1)
    return item


same = single_task(lambda item: item)


async def numbers(*items: Any) -> Any:
    for item in items:
        yield item


def collect(stream: AsyncStream[Any]) -> list[Any]:
    return run(stream.collect())


async def take(stream: AsyncStream[Any], count: int) -> list[Any]:
    """Read some results, leave, and wait for the end."""
    results: list[Any] = []
    async with stream:
        async for result in stream:
            results.append(result)
            if len(results) == count:
                break
    return results


# Bounds


@both_modes
@either_source
@pytest.mark.parametrize(("settings", "most"), [({}, 64), ({"max_parallelism": 3}, 3)])
def test_the_calls_in_flight_and_the_lead_of_the_source_are_bounded(
    mode: Any, source_type: Any, settings: Any, most: int
) -> None:
    running = high = 0

    @single_task
    async def work(number: int) -> int:
        nonlocal running, high
        running += 1
        high = max(high, running)
        await asyncio.sleep(1000 if number == 0 and mode == "ordered" else 1)
        running -= 1
        return number

    source = source_type()
    stream = work.with_execution_mode(mode).with_context(**settings)(source)
    assert len(run(take(stream, 5))) == 5
    assert high == most == stream.stats["high_water_mark"]
    assert source.pulled <= 5 + 3 * most
    assert source.closed == 1


def test_a_slow_head_does_not_stall_the_others_at_once() -> None:
    done: list[int] = []

    @single_task(concurrency_limit=2)
    async def work(number: int) -> int:
        await asyncio.sleep(100 if number == 0 else 1)
        done.append(number)
        return number

    async def main() -> list[int]:
        reading = asyncio.ensure_future(work(RecordedSource()).collect())
        await asyncio.sleep(50)
        reading.cancel()
        return done

    assert run(main()) == [1, 2, 3, 4, 5]  # one call in flight, and twice the two


def test_a_limit_of_its_own_takes_the_place_of_the_contexts() -> None:
    task = single_task(short_nap.func, concurrency_limit=5)
    for parallelism in (2, 50):
        stream = task.with_context(max_parallelism=parallelism)(range(20))
        collect(stream)
        assert stream.stats["high_water_mark"] == 5


def test_a_limit_holds_for_all_runs_in_a_loop() -> None:
    task = single_task(short_nap.func, concurrency_limit=2)

    async def main() -> float:
        await asyncio.gather(*(pipeline(range(4)).collect() for pipeline in (task, task.with_inputs(), task | same)))
        return asyncio.get_running_loop().time()

    assert run(main()) == 6
    assert run(main()) == 6  # another loop has slots of its own


@both_modes
def test_a_generator_makes_values_only_as_far_ahead_as_there_is_room(mode: Any) -> None:
    made = 0

    @single_task
    def endless(number: int) -> Iterator[int]:
        nonlocal made
        while True:
            made += 1
            yield number

    assert run(take(endless.with_execution_mode(mode).with_context(max_parallelism=3)(range(9)), 20)) == [0] * 20
    assert made <= 20 + 2 * 3 + 3


@both_modes
def test_endless_generators_do_not_keep_each_other_from_going_on(mode: Any) -> None:
    @single_task
    async def steps(number: int) -> Any:
        for step in range(10):
            await asyncio.sleep(number % 3)
            yield number, step

    results = collect(steps.with_execution_mode(mode).with_context(max_parallelism=2)(range(6)))
    assert [step for _, step in results] == 6 * list(range(10))
    assert sorted(set(results)) == [(number, step) for number in range(6) for step in range(10)]


@both_modes
@pytest.mark.parametrize("length", [1000, 10_000])
def test_what_is_held_does_not_grow_with_the_stream(mode: Any, length: int) -> None:
    census = Census()

    async def main() -> None:
        pipeline = single_task(lambda item: item) | short_nap | batch_task(lambda batch: batch, max_size=5)
        async for _ in pipeline.with_execution_mode(mode).with_context(max_parallelism=4)(census.items(length)):
            pass

    run(main())
    assert census.most <= 3 * 4 + 3 * 4 + 4 * 5 + 10


@both_modes
def test_the_reader_sets_the_pace(mode: Any) -> None:
    source = RecordedSource()

    async def main() -> None:
        async with (same | same | same).with_execution_mode(mode).with_context(max_parallelism=2)(source) as stream:
            async for number in stream:
                await asyncio.sleep(1)
                assert source.pulled <= number + 1 + 3 * 6 + 3
                if number > 50:
                    break

    run(main())


# A clean end


class Witness:
    """Tasks that know how many of their calls and bodies have begun, and ended."""

    def __init__(self, seed: int = 0) -> None:
        self.begun = self.ended = 0
        self._random = random.Random(seed)

    async def call(self, item: Any) -> Any:
        self.begun += 1
        try:
            await asyncio.sleep(self._random.choice([0, 0, 1, 2, 5]))
            return item
        finally:
            await self._tidy_up()

    async def body(self, item: Any) -> Any:
        self.begun += 1
        try:
            for _ in range(2):
                await asyncio.sleep(self._random.choice([0, 1, 3]))
                yield item
        finally:
            await self._tidy_up()

    async def _tidy_up(self) -> None:
        try:
            await asyncio.sleep(0)
        finally:
            self.ended += 1

    async def batch(self, items: list[Any]) -> list[Any]:
        return await self.call(items)  # type: ignore[no-any-return]

    def pipeline(self) -> Any:
        return (
            single_task(self.call)
            | single_task(self.body)
            | batch_task(self.batch, max_size=3, max_wait=self._random.choice([None, 2]))
            | single_task(self.call, retry_attempts=2)
        ).with_context(max_parallelism=4)


@both_modes
@either_source
@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 20))
def test_leaving_the_loop_ends_everything(mode: Any, source_type: Any, seed: int, count: int) -> None:
    witness, source = Witness(seed), source_type()

    async def main() -> None:
        async for _ in witness.pipeline().with_execution_mode(mode)(source):
            nonlocal count
            count -= 1
            if not count:
                break
        for _ in range(20):
            await asyncio.sleep(0)

    run_cleanly(main)
    assert witness.begun == witness.ended > 0
    assert source.closed == 1


@both_modes
@either_source
@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), moment=st.floats(0, 20))
def test_cancellation_ends_everything(mode: Any, source_type: Any, seed: int, moment: float) -> None:
    witness, source = Witness(seed), source_type()

    async def main() -> None:
        reading = asyncio.ensure_future(witness.pipeline().with_execution_mode(mode)(source).collect())
        await asyncio.sleep(moment)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert witness.begun == witness.ended
        assert source.closed == 1

    run_cleanly(main)


@both_modes
@either_source
@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 10))
def test_an_error_of_the_reader_ends_everything(mode: Any, source_type: Any, seed: int, count: int) -> None:
    witness, source = Witness(seed), source_type()

    async def read() -> None:
        number = 0
        async with witness.pipeline().with_execution_mode(mode)(source) as stream:
            async for _ in stream:
                number += 1
                if number > count:
                    raise ZeroDivisionError

    async def main() -> None:
        with pytest.raises(ZeroDivisionError):
            await read()
        assert witness.begun == witness.ended
        assert source.closed == 1

    run_cleanly(main)


@both_modes
@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), bad=st.integers(0, 30))
def test_an_error_of_a_call_ends_everything(mode: Any, seed: int, bad: int) -> None:
    witness, source = Witness(seed), RecordedAsyncSource()

    async def main() -> None:
        fragile = single_task(lambda number: number if number != bad else 1 // 0)
        with pytest.raises(ZeroDivisionError):
            await (witness.pipeline() | fragile).with_execution_mode(mode)(source).collect()
        assert witness.begun == witness.ended
        assert source.closed == 1

    run_cleanly(main)


def test_aclose_waits_for_the_end_after_a_break() -> None:
    witness, source = Witness(), RecordedSource()

    async def main() -> None:
        stream = witness.pipeline()(source)
        async for _ in stream:
            break
        await stream.aclose()
        assert witness.begun == witness.ended
        assert source.closed == 1

    run_cleanly(main)


def test_a_program_may_end_while_a_stream_is_half_read() -> None:
    kept = []

    async def main() -> None:
        stream = (short_nap | same | short_nap)(RecordedSource())
        kept.append(aiter(stream))
        await anext(kept[0])

    with leaves_nothing():
        run(main())


def test_a_stream_that_is_read_no_more_holds_nothing() -> None:
    class Item:
        pass

    async def main() -> weakref.ref[Any]:
        items = [Item() for _ in range(3)]
        stream = (same | short_nap)(iter(items))
        assert len(await stream.collect()) == 3
        return weakref.ref(items[0])

    gc.disable()
    try:
        assert run(main())() is None
    finally:
        gc.enable()


# Whatever the schedule


@pytest.mark.parametrize("schedules", [1_000, pytest.param(10_000, marks=pytest.mark.faults)])
def test_many_schedules_lose_and_double_nothing(schedules: int) -> None:
    """As completed, on virtual time."""
    chance = random.Random(4)

    @single_task
    async def wander(item: Any) -> Any:
        for _ in range(chance.randrange(3)):
            await asyncio.sleep(chance.choice([0, 0, 1, 2]))
        return item

    pipeline = (wander | wander).with_execution_mode("as_completed")

    async def main() -> None:
        for _ in range(schedules):
            count, parallelism = chance.randrange(8), chance.randrange(1, 5)
            data = range(count) if chance.random() < 0.5 else numbers(*range(count))
            assert sorted(await pipeline.with_context(max_parallelism=parallelism)(data).collect()) == [*range(count)]

    run(main())


class Made:
    """A stage made up by Hypothesis, and the obvious way to do the same to a list."""

    def __init__(self, kind: str, number: int, durations: list[int]) -> None:
        self.kind, self.number = kind, number
        self._durations = durations
        self._calls = 0

    def __repr__(self) -> str:
        return f"{self.kind}({self.number})"

    def of(self, value: int) -> Any:
        """What becomes of a value: None, or a list."""
        if self.kind in ("filter", "skip"):
            return [value] if value % (self.number + 1) else None
        if self.kind in ("list", "generator", "async generator"):
            return [value + n for n in range(value % (self.number + 1))]
        return [value + self.number]

    def batch_of(self, values: list[int]) -> list[int]:
        return [sum(values), len(values)]

    def to_list(self, values: list[int]) -> list[int]:
        if self.kind == "batch":
            size = self.number
            return [out for n in range(0, len(values), size) for out in self.batch_of(values[n : n + size])]
        return [out for value in values for out in self.of(value) or []]

    async def pause(self) -> None:
        self._calls += 1
        if duration := self._durations[self._calls % len(self._durations)]:
            await asyncio.sleep(duration - 1)

    def task(self) -> Any:
        async def call(value: int) -> Any:
            await self.pause()
            outputs = self.of(value)
            if outputs is None:
                if self.kind == "skip":
                    raise ValueError(value)
                return None
            return outputs if self.kind == "list" else outputs[0]

        def generate(value: int) -> Any:
            yield from self.of(value)

        async def generate_async(value: int) -> Any:
            for output in self.of(value):
                await self.pause()
                yield output

        async def batch(values: list[int]) -> list[int]:
            await self.pause()
            return self.batch_of(values)

        if self.kind == "batch":
            return batch_task(batch, max_size=self.number)
        function = {"generator": generate, "async generator": generate_async}.get(self.kind, call)
        return single_task(function, on_error="skip_item" if self.kind == "skip" else "fail", flatten=True)


stages = st.builds(
    Made,
    st.sampled_from(["map", "filter", "skip", "list", "generator", "async generator", "batch"]),
    st.integers(1, 4),
    st.lists(st.integers(0, 4), min_size=1, max_size=5),
)


@settings(max_examples=200)
@given(
    values=st.lists(st.integers(0, 50), max_size=30),
    made=st.lists(stages, min_size=1, max_size=4),
    parallelism=st.integers(1, 5),
    asynchronous=st.booleans(),
)
def test_any_pipeline_gives_what_a_plain_loop_gives(
    values: list[int], made: list[Made], parallelism: int, asynchronous: bool
) -> None:
    expected = values
    for stage in made:
        expected = stage.to_list(expected)
    pipeline = same.with_context(max_parallelism=parallelism)
    for stage in made:
        pipeline = pipeline | stage.task()
    data = numbers(*values) if asynchronous else values
    assert run_cleanly(lambda: pipeline(data).collect()) == expected


@settings(max_examples=200)
@given(
    values=st.lists(st.integers(0, 50), max_size=30),
    made=st.lists(stages.filter(lambda stage: stage.kind != "batch"), min_size=1, max_size=4),
    parallelism=st.integers(1, 5),
)
def test_any_pipeline_gives_the_same_as_completed_in_some_order(
    values: list[int], made: list[Made], parallelism: int
) -> None:
    expected = values
    for stage in made:
        expected = stage.to_list(expected)
    pipeline = same.with_context(max_parallelism=parallelism)
    for stage in made:
        pipeline = pipeline | stage.task()
    assert Counter(run_cleanly(lambda: pipeline.as_completed(values).collect())) == Counter(expected)


# Context


@both_modes
def test_each_call_sees_the_context_of_its_run_and_the_reader_does_not(mode: Any) -> None:
    seen: set[int] = set()

    @single_task
    async def look(item: Any) -> Any:
        await asyncio.sleep(0)
        seen.add(id(get_current_context()))
        return [item]

    @single_task
    def body(item: Any) -> Iterator[Any]:
        seen.add(id(get_current_context()))
        yield item

    @batch_task(max_size=2)
    def look_again(items: list[Any]) -> list[Any]:
        seen.add(id(get_current_context()))
        return items

    async def main() -> None:
        stream = (look | body | look_again).with_execution_mode(mode)(range(5))
        async for _ in stream:
            assert get_current_context() is None
        assert seen == {id(stream.context)}

    run(main())


def test_each_run_has_a_copy_of_the_context_with_an_id_of_its_own() -> None:
    pipeline = short_nap.with_context(pipeline_id="mine", tenant="a")
    first, second = pipeline([1]), pipeline([1])
    assert first.context is not None
    assert second.context is not None
    assert len({first.context.pipeline_id, second.context.pipeline_id, "mine", None}) == 4
    first.context.data["tenant"] = "b"
    assert (second.context.data, pipeline.context.data) == ({"tenant": "a"}, {"tenant": "a"})


def test_data_are_shared_within_a_run_and_can_be_read_after_it() -> None:
    @single_task
    async def add(number: int) -> int:
        context = get_current_context()
        assert context is not None
        context.data["sum"] = context.data.get("sum", 0) + number
        return number

    pipeline = add | add
    for _ in range(2):
        stream = pipeline([1, 2, 3])
        collect(stream)
        assert stream.context is not None
        assert stream.context.data == {"sum": 12}
    assert pipeline.context.data == {}


def test_a_context_that_a_call_sets_no_other_call_sees() -> None:
    @single_task
    def replace_it(number: int) -> Any:
        before = get_current_context()
        set_current_context(PipelineContext(pipeline_id=str(number)))
        return before

    stream = replace_it(range(3))
    assert all(context is stream.context for context in collect(stream))


def test_calls_see_the_readers_other_variables() -> None:
    language = contextvars.ContextVar("language", default="en")

    async def main() -> Any:
        stream = single_task(lambda _: language.get())([1])
        language.set("de")
        return await stream.collect()

    assert run(main()) == ["de"]


def test_a_pipeline_inside_a_task_has_a_context_of_its_own() -> None:
    ids = []

    @single_task
    def note(item: Any) -> Any:
        context = get_current_context()
        assert context is not None
        ids.append(context.pipeline_id)
        return item

    @single_task
    async def nested(item: Any) -> Any:
        results = await note([item]).collect()
        return (await note([item]).collect())[0] + results[0]

    assert collect((note | nested | note)([1])) == [2]
    assert len(set(ids)) == 3
    assert ids[0] == ids[-1]


def test_process_goes_by_the_current_context() -> None:
    async def main() -> list[float]:
        with ContextManager(PipelineContext("as_completed")):
            stream = await nap.process(numbers(3, 1, 2))
        return [result async for result in stream]

    assert run(main()) == [1, 2, 3]


def test_a_context_can_be_current_for_a_block_or_an_awaitable() -> None:
    async def current() -> PipelineContext | None:
        return get_current_context()

    async def main() -> None:
        context = PipelineContext()
        manager = ContextManager(context)
        with manager as outer, manager:
            assert outer is context
            assert get_current_context() is context
        assert get_current_context() is None
        assert await with_context(context, current()) is context
        assert get_current_context() is None

    run(main())


def test_a_copy_of_a_context_is_shallow() -> None:
    shared: list[int] = []
    context = PipelineContext(data={"list": shared})
    copy = context.copy()
    copy.data["more"] = 1
    copy.max_parallelism = 7
    assert context == PipelineContext(data={"list": shared})
    assert copy.data["list"] is shared


# Side inputs


@single_task
async def pair(item: Any, *others: Any, **named: Any) -> Any:
    return (item, *others, *sorted(named.items()))


@batch_task(max_size=2)
def batch_pair(items: list[Any], *others: Any, **named: Any) -> Any:
    return (*items, *others, *sorted(named.items()))


def test_plain_values_are_given_after_the_item() -> None:
    task = pair.with_inputs(1, key="a").with_inputs([2], other=None)
    assert collect(task(["x"])) == [("x", 1, [2], ("key", "a"), ("other", None))]
    assert collect(pair(["x"])) == [("x",)]
    assert collect(batch_pair.with_inputs(1)(["x", "y"])) == [("x", "y", 1)]


def awaitables() -> dict[str, Callable[[], Any]]:
    async def coroutine() -> str:
        await asyncio.sleep(1)
        return "value"

    def future() -> asyncio.Future[str]:
        made = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(1, made.set_result, "value")
        return made

    return {
        "coroutine": coroutine,
        "task": lambda: asyncio.ensure_future(coroutine()),
        "future": future,
        "async generator": lambda: numbers("value", "more"),
        "stream": lambda: same(RecordedSource(["value", "more"])),
    }


@pytest.mark.parametrize("kind", awaitables())
@pytest.mark.parametrize("task", [pair, batch_pair])
def test_what_can_be_waited_for_is_waited_for_once(kind: str, task: Any) -> None:
    async def main() -> None:
        ready = task.with_inputs(awaitables()[kind]())
        both = await asyncio.gather(ready([1]).collect(), ready([2]).collect())
        assert [*both] == [[(1, "value")], [(2, "value")]]
        assert await ready([3]).collect() == [(3, "value")]
        assert (await task.with_inputs(key=awaitables()[kind]())([1]).collect())[0][1] == ("key", "value")

    run_cleanly(main)


def test_the_rest_of_a_stream_that_gave_a_side_input_is_closed() -> None:
    source = RecordedSource()

    async def main() -> None:
        assert await pair.with_inputs(same(source))([1]).collect() == [(1, 0)]
        assert source.closed == 1

    run_cleanly(main)


def test_a_stream_without_items_gives_none() -> None:
    async def main() -> Any:
        return await pair.with_inputs(numbers())([1]).collect()

    assert run(main()) == [(1, None)]


def test_an_error_of_a_side_input_reaches_the_reader_of_each_run() -> None:
    async def broken() -> None:
        raise OSError("no such table")

    async def main() -> None:
        task = single_task(pair.func, on_error="skip_item").with_inputs(broken())
        for _ in range(2):
            with pytest.raises(OSError, match="no such table"):
                await task([1, 2]).collect()

    run_cleanly(main)


def test_a_run_that_is_cancelled_does_not_cancel_the_task_it_waits_for() -> None:
    async def main() -> Any:
        slow = asyncio.ensure_future(asyncio.sleep(5, "value"))
        reading = asyncio.ensure_future(pair.with_inputs(slow)([1]).collect())
        await asyncio.sleep(1)
        reading.cancel()
        return await slow

    assert run_cleanly(main) == "value"


def test_each_run_makes_its_own() -> None:
    made = []

    def make() -> int:
        made.append(get_current_context())
        return len(made)

    async def make_async() -> str:
        return f"async {make()}"

    task = pair.with_inputs(each_run(make), key=each_run(make_async))
    assert collect(task([1, 2])) == [(1, 1, ("key", "async 2")), (2, 1, ("key", "async 2"))]
    assert collect(task([1])) == [(1, 3, ("key", "async 4"))]
    assert None not in made


def test_bound_methods_keep_their_self() -> None:
    class Greeter:
        def __init__(self, greeting: str) -> None:
            self.greeting = greeting

        @single_task
        def greet(self, name: str, mark: str) -> str:
            return f"{self.greeting}, {name}{mark}"

    assert collect(Greeter("Hello").greet.with_inputs("!")(["Ada"])) == ["Hello, Ada!"]
    assert collect(Greeter("Bye").greet(["Ada"], mark=".")) == ["Bye, Ada."]
