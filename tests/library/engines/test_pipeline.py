"""Pipelines: what they are made of, what goes in, and what comes out."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from maif.clock import run
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError
from maif.pipeline import (
    AsyncStream,
    BaseTask,
    BatchTask,
    Pipeline,
    PipelineContext,
    SingleTask,
    batch_task,
    each_run,
    get_current_context,
    single_task,
)
from recorders import RecordedAsyncSource, RecordedSource

both_modes = pytest.mark.parametrize("mode", ["ordered", "as_completed"])


@single_task
async def double(number: int) -> int:
    """Double it."""
    return 2 * number


@single_task
def increment(number: int) -> int:
    return number + 1


@batch_task(max_size=2)
async def total(numbers: list[int]) -> int:
    return sum(numbers)


@single_task
def same(item: Any) -> Any:
    return item


@single_task
async def nap(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


async def numbers(*items: Any) -> Any:
    for item in items:
        yield item


def collect(stream: AsyncStream[Any]) -> list[Any]:
    return run(stream.collect())


# Tasks of any callable


class Scale:
    """Multiplies."""

    def __init__(self, factor: int) -> None:
        self.factor = factor

    def __call__(self, number: int) -> int:
        return self.factor * number

    @single_task
    async def method(self, number: int) -> int:
        return self.factor * number

    @single_task
    @classmethod
    def class_method(cls, number: int) -> str:
        return f"{cls.__name__} {number}"

    @single_task
    @staticmethod
    def static_method(number: int) -> int:
        return -number

    @batch_task(max_size=2)
    def batch_method(self, numbers: list[int]) -> int:
        return self.factor * sum(numbers)


class AsyncScale(Scale):
    async def __call__(self, number: int) -> int:  # type: ignore[override]
        return self.factor * number


async def fan_out_async(number: int) -> Any:
    yield 3 * number


def fan_out(number: int) -> Any:
    yield 3 * number


async def triple(number: int) -> int:
    return 3 * number


def multiply(factor: int, number: int) -> int:
    return factor * number


@pytest.mark.parametrize(
    "function",
    [
        lambda number: 3 * number,
        triple,
        lambda number: triple(number),
        fan_out,
        fan_out_async,
        functools.partial(multiply, 3),
        functools.partial(triple),
        Scale(3),
        AsyncScale(3),
        Scale(3).__call__,
        Scale(3).method.func,
    ],
)
def test_anything_that_can_be_called_makes_a_task(function: Any) -> None:
    assert collect(single_task(function)([1, 2])) == [3, 6]
    assert collect(single_task(task_name="three times")(function)([1, 2])) == [3, 6]


@pytest.mark.parametrize("decorated", [batch_task, batch_task(), batch_task(max_size=1)])
def test_a_batch_task_may_be_bare_or_called(decorated: Any) -> None:
    assert collect(decorated(lambda numbers: sum(numbers))([1, 2])) == [1, 2]


def test_a_task_keeps_what_its_function_is_known_by() -> None:
    assert (double.__name__, double.__doc__, double.task_name) == ("double", "Double it.", "double")
    assert str(inspect.signature(double)) == "(number: 'int') -> 'int'"
    assert single_task(functools.partial(multiply, 3)).__name__ == "multiply"
    assert single_task(Scale(3)).__name__ == "Scale"
    assert single_task(Scale(3)).__doc__ == "Multiplies."


def test_methods_of_each_kind_are_bound() -> None:
    assert collect(Scale(3).method([1, 2])) == [3, 6]
    assert collect(Scale(3).class_method([1])) == ["Scale 1"]
    assert collect(AsyncScale.class_method([1])) == ["AsyncScale 1"]
    assert collect(Scale.static_method([1])) == [-1]
    assert collect(Scale(3).batch_method([1, 2])) == [9]
    assert list(inspect.signature(Scale(3).method).parameters) == ["number"]


def test_two_instances_do_not_share_their_method_tasks() -> None:
    first, second = Scale(2).method, Scale(3).method
    assert collect((first | second)([1])) == [6]


def test_a_plain_function_may_return_any_awaitable() -> None:
    async def main() -> list[Any]:
        return await single_task(lambda number: asyncio.ensure_future(triple(number)))([1, 2]).collect()

    assert run(main()) == [3, 6]


def test_a_batch_task_has_its_sizes() -> None:
    task = batch_task(min_size=3)(sum)
    assert (task.min_size, task.max_size, task.func) == (3, 3, sum)
    assert isinstance(task, BatchTask)
    assert isinstance(double, SingleTask)


@pytest.mark.parametrize(
    "settings",
    [
        {"on_error": "ignore"},
        {"retry_attempts": 0},
        {"retry_delay": -1},
        {"retry_max_delay": "5 parsecs"},
        {"concurrency_limit": 0},
        {"timeout": -1},
        {"run_in": "space"},
    ],
)
@pytest.mark.parametrize("decorator", [single_task, batch_task])
def test_settings_that_make_no_sense_raise_at_once(decorator: Any, settings: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        decorator(**settings)(sum)


@pytest.mark.parametrize(
    "settings", [{"min_size": 0}, {"max_size": 0}, {"min_size": 3, "max_size": 2}, {"max_wait": -1}, {"remainder": "?"}]
)
def test_batch_sizes_that_make_no_sense_raise_at_once(settings: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        batch_task(**settings)(sum)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: single_task(5),  # type: ignore[call-overload]
        lambda: single_task(double),
        lambda: single_task(on_result=5)(sum),  # type: ignore[call-overload]
        lambda: single_task(error_handler=print)(sum),  # type: ignore[call-overload]
        lambda: double | print,  # type: ignore[operator]
        lambda: Pipeline().add(print),  # type: ignore[arg-type]
        lambda: AsyncStream([1]),  # type: ignore[arg-type]
        lambda: single_task(concurrency_limit=1.5)(sum),  # type: ignore[call-overload]
    ],
)
def test_what_is_of_the_wrong_type_raises_at_once(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError):
        wrong()


def test_an_async_function_cannot_run_in_a_thread() -> None:
    with pytest.raises(InvalidArgumentError, match="triple is async"):
        single_task(run_in="thread")(triple)


# Composition


@pytest.mark.parametrize(
    "pipeline",
    [
        double | increment | total,
        double | (increment | total),
        Pipeline() | double | increment | total,
        Pipeline().add(double, increment).add(total),
        Pipeline([double, increment, total]),
        Pipeline([double, increment | total]),
    ],
)
def test_stages_are_joined_in_every_way(pipeline: Pipeline) -> None:
    assert isinstance(pipeline, Pipeline)
    assert pipeline.stages == [double, increment, total]
    assert collect(pipeline([1, 2, 3])) == [8, 7]


def test_joining_changes_neither_side() -> None:
    left, right = double | increment, Pipeline([total])
    left | right
    left | double
    assert (len(left.stages), len(right.stages)) == (2, 1)


def test_add_extends_a_pipeline_and_returns_it() -> None:
    pipeline = Pipeline()
    assert pipeline.add(double) is pipeline
    assert pipeline.stages == [double]


def test_a_pipeline_without_stages_passes_everything_on() -> None:
    assert collect(Pipeline()([1, None, "a"])) == [1, None, "a"]


@pytest.mark.parametrize("task", [double, batch_task(lambda numbers: [2 * number for number in numbers])])
def test_a_task_has_all_that_a_pipeline_has(task: Any) -> None:
    assert collect(task([1, 2])) == [2, 4]
    assert sorted(collect(task.as_completed([1, 2]))) == [2, 4]
    assert sorted(collect(task.with_execution_mode("as_completed")([1, 2]))) == [2, 4]
    assert collect(task.with_context(max_parallelism=1)([1, 2])) == [2, 4]


def test_a_context_that_is_joined_to_is_kept() -> None:
    pipeline = double | (increment | total).with_context(execution_mode="as_completed", max_parallelism=3, tenant="a")
    assert pipeline.context == PipelineContext("as_completed", 3, data={"tenant": "a"})


def test_of_two_contexts_the_left_wins_where_it_says_anything() -> None:
    left = double.with_context(max_parallelism=5, tenant="left")
    right = increment.with_context(execution_mode="as_completed", max_parallelism=7, tenant="right", region="north")
    expected = PipelineContext("as_completed", 5, data={"tenant": "left", "region": "north"})
    assert (left | right).context == expected


def test_with_context_returns_a_copy() -> None:
    pipeline = Pipeline([double], PipelineContext(data={"a": 1}))
    changed = pipeline.with_context(max_parallelism=2, b=2)
    assert changed.context == PipelineContext(max_parallelism=2, data={"a": 1, "b": 2})
    assert pipeline.context == PipelineContext(data={"a": 1})


@pytest.mark.parametrize("changes", [{"execution_mode": "chaotic"}, {"max_parallelism": 0}])
def test_a_context_that_makes_no_sense_raises_at_once(changes: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        double.with_context(**changes)
    with pytest.raises(InvalidArgumentError):
        PipelineContext(**changes)
    pipeline = Pipeline([double])
    for name, value in changes.items():
        setattr(pipeline.context, name, value)
    with pytest.raises(InvalidArgumentError):
        pipeline([1])


def test_a_stage_may_process_a_whole_stream_itself() -> None:
    class Reversed(BaseTask):
        async def process(self, items: Any) -> Any:
            async def backwards() -> Any:
                for item in reversed([item async for item in items]):
                    yield item

            return backwards()

    stream = (double | Reversed() | increment)([1, 2, 3])
    assert collect(stream) == [7, 5, 3]
    assert stream.stats["stages"][1] | {"name": "", "in": 3, "out": 3} == stream.stats["stages"][1] | {"name": ""}


# What goes in


@pytest.mark.parametrize(
    "kind",
    [list, set, frozenset, deque, iter, np.array, lambda items: (item for item in items), lambda _: range(1, 4)],
)
@both_modes
def test_any_iterable_is_a_stream_of_items(kind: Any, mode: Any) -> None:
    assert sorted(collect(double.with_execution_mode(mode)(kind([1, 2, 3])))) == [2, 4, 6]


@both_modes
def test_any_async_iterable_is_a_stream_of_items(mode: Any) -> None:
    task = double.with_execution_mode(mode)
    assert sorted(collect(task(numbers(1, 2)))) == [2, 4]
    assert sorted(collect(task(RecordedAsyncSource([1, 2])))) == [2, 4]
    assert sorted(collect(task(increment([0, 1])))) == [2, 4]


@pytest.mark.parametrize(
    "item", ["text", b"bytes", bytearray(b"bytes"), (1, 2), {"a": 1}, 5, 2.5, None, object(), memoryview(b"bytes")]
)
@both_modes
def test_anything_else_is_one_item(item: Any, mode: Any) -> None:
    seen: list[Any] = []
    collect(single_task(seen.append).with_execution_mode(mode)(item))
    assert seen == [item]


@pytest.mark.parametrize("task", [single_task(lambda: [1, 2], flatten=True), batch_task(lambda: [1, 2], min_size=5)])
def test_without_data_the_first_stage_is_called_once_without_an_item(task: Any) -> None:
    assert collect((task | double)()) == [2, 4]


def test_a_generator_without_data_is_a_source() -> None:
    @single_task
    async def count(start: int = 0) -> Any:
        for number in range(start, start + 3):
            yield number

    assert collect((count | double)()) == [0, 2, 4]
    assert collect((count | double)(start=5)) == [10, 12, 14]


def test_extra_arguments_go_to_the_first_function_for_this_run_only() -> None:
    @single_task
    def scale(number: int, factor: int = 1, offset: int = 0) -> int:
        return factor * number + offset

    pipeline = scale | scale
    assert collect(pipeline([1, 2], 10, offset=1)) == [11, 21]
    assert collect(pipeline.as_completed([1], 10)) == [10]
    assert collect(pipeline([1, 2])) == [1, 2]
    assert collect(scale.with_inputs(2, offset=1)([1], 3)) == [4]


class Incomparable:
    def __eq__(self, other: object) -> bool:
        raise RuntimeError("this has no truth value")

    __hash__ = object.__hash__


@both_modes
def test_any_object_passes_through(mode: Any) -> None:
    items = [Incomparable(), np.zeros(3), 0, "", False, {}, (), set(), b""]
    results = collect((same | same).with_execution_mode(mode)(items))
    assert set(map(id, results)) == set(map(id, items))
    batches = collect(batch_task(lambda batch: [batch], max_size=9).with_execution_mode(mode)(items))
    assert list(map(id, batches[0])) == list(map(id, items))


@both_modes
def test_none_among_the_items_reaches_the_function(mode: Any) -> None:
    seen: list[Any] = []
    collect(single_task(seen.append).with_execution_mode(mode)(iter([1, None, 2])))
    assert seen == [1, None, 2]
    assert collect(single_task(str).with_execution_mode(mode)(numbers(None, None))) == ["None", "None"]


# What comes out


@both_modes
def test_a_result_of_none_drops_the_item(mode: Any) -> None:
    stream = (single_task(lambda number: number if number % 2 else None) | double).with_execution_mode(mode)(range(6))
    assert sorted(collect(stream)) == [2, 6, 10]
    assert stream.stats["dropped"] == 3


@both_modes
@pytest.mark.parametrize("generator", [fan_out, fan_out_async])
def test_a_generator_fans_out_wherever_it_stands(mode: Any, generator: Any) -> None:
    task = single_task(generator)
    assert sorted(collect((task | increment).with_execution_mode(mode)([1, 2]))) == [4, 7]
    assert sorted(collect((increment | task).with_execution_mode(mode)([1, 2]))) == [6, 9]


def test_what_a_generator_yields_is_not_filtered() -> None:
    assert collect(single_task(lambda _: (value for value in [None, 0, [1]]))([1])) == [None, 0, [1]]


upto = single_task(lambda number: list(range(number)))


def test_a_list_fans_out_into_the_next_stage() -> None:
    assert collect((upto | increment)([0, 1, 3])) == [1, 1, 2, 3]
    assert collect((upto | total)([0, 1, 3])) == [0, 3]


def test_a_list_from_the_last_single_task_is_delivered_whole() -> None:
    assert collect((increment | upto)([-1, 0, 2])) == [[], [0], [0, 1, 2]]


def test_flatten_says_otherwise() -> None:
    flat, whole = single_task(upto.func, flatten=True), single_task(upto.func, flatten=False)
    assert collect(flat([0, 1, 3])) == [0, 0, 1, 2]
    assert collect((whole | single_task(len))([0, 1, 3])) == [0, 1, 3]
    assert collect(batch_task(lambda batch: batch, max_size=2, flatten=False)([1, 2])) == [[1, 2]]


def test_process_fans_a_list_out() -> None:
    async def main() -> list[int]:
        return [value async for value in await upto.process(numbers(0, 1, 3))]

    assert run(main()) == [0, 0, 1, 2]


@pytest.mark.parametrize("container", [(1, 2), {1, 2}, {1: 2}, "12"])
@pytest.mark.parametrize("decorator", [single_task, batch_task])
def test_other_containers_stay_whole(decorator: Any, container: Any) -> None:
    task = decorator(lambda _: container)
    assert collect(task([0])) == [container]
    assert collect((task | same)([0])) == [container]


@pytest.mark.parametrize(
    "function", [lambda batch: batch, lambda batch: (item for item in batch), lambda batch: numbers(*batch)]
)
def test_what_a_batch_gives_is_one_stream_of_results(function: Any) -> None:
    task = batch_task(function, max_size=2)
    assert collect(task([1, 2, 3])) == [1, 2, 3]
    assert collect((task | double)([1, 2, 3])) == [2, 4, 6]


# When it comes


async def moments(stream: AsyncStream[Any]) -> list[tuple[float, Any]]:
    return [(round(asyncio.get_running_loop().time(), 6), result) async for result in stream]


EIGHT = [0.1, 0.2, 0.3, 0.4, 0.5, 2.0, 0.7, 0.8]


def test_ordered_results_come_as_soon_as_all_before_them_are_there() -> None:
    expected = [(time, time) for time in EIGHT[:5]] + [(2.0, 2.0), (2.0, 0.7), (2.0, 0.8)]
    assert run(moments(nap(EIGHT))) == expected


def test_as_completed_results_come_when_they_are_there() -> None:
    assert run(moments(nap.as_completed(EIGHT))) == [(time, time) for time in sorted(EIGHT)]
    assert run(moments(nap(EIGHT).as_completed())) == [(time, time) for time in sorted(EIGHT)]


def test_as_completed_holds_at_every_stage() -> None:
    slow_first = nap | single_task(lambda seconds: seconds)
    assert run(moments(slow_first.as_completed([3, 1, 2]))) == [(1, 1), (2, 2), (3, 3)]


@both_modes
def test_a_stage_works_on_what_the_one_before_it_has_finished(mode: Any) -> None:
    assert run(moments((nap | nap).with_execution_mode(mode)([1, 2, 3]))) == [(2, 1), (4, 2), (6, 3)]


@single_task
async def countdown(number: int) -> Any:
    for left in range(number, 0, -1):
        await asyncio.sleep(1)
        yield number, left


def test_the_bodies_of_generators_run_side_by_side() -> None:
    assert run(moments(countdown([3, 3]))) == [(n, (3, 4 - n)) for n in (1, 2, 3)] + [(3, (3, n)) for n in (3, 2, 1)]


def test_generators_go_on_as_soon_as_there_is_room_again() -> None:
    two, three = (countdown.with_context(max_parallelism=parallelism) for parallelism in (2, 3))
    assert run(moments(two([6, 6])))[-1] == (8, (6, 1))  # 4 values of the second waited for those of the first
    # At 3 s the second and third stall with 3 values each; at 5 s the second's are taken, so the third makes 3 more.
    assert run(moments(three([5, 10, 10])))[-1] == (16, (10, 1))


def test_as_completed_keeps_the_results_of_an_item_together() -> None:
    results = run(moments(countdown.as_completed([3, 1, 2])))
    assert results == [(1, (1, 1)), (2, (2, 2)), (2, (2, 1)), (3, (3, 3)), (3, (3, 2)), (3, (3, 1))]


@both_modes
def test_a_source_without_data_gives_each_value_at_once(mode: Any) -> None:
    @single_task
    async def ticks() -> Any:
        for second in (1, 2, 3):
            await asyncio.sleep(1)
            yield second

    assert run(moments((ticks | same).with_execution_mode(mode)())) == [(1, 1), (2, 2), (3, 3)]


@both_modes
def test_calls_begin_in_the_order_of_the_items(mode: Any) -> None:
    began: list[float] = []

    @single_task(concurrency_limit=2)
    async def note(seconds: float, _: Any) -> None:
        began.append(seconds)
        await asyncio.sleep(seconds)

    items = [5, 1, 4, 2, 3, 0]
    collect(note.with_inputs(each_run(lambda: asyncio.sleep(1))).with_execution_mode(mode)(items))
    assert began == items


# Batches


def test_batches_form_in_the_order_of_arrival() -> None:
    batches = batch_task(lambda batch: [batch], max_size=2)
    assert collect((nap | batches).as_completed([3, 1, 2, 4])) == [[1, 2], [3, 4]]
    assert collect((nap | batches)([3, 1, 2, 4])) == [[3, 1], [2, 4]]


def test_a_rest_of_at_least_the_smallest_size_runs() -> None:
    assert collect(batch_task(lambda batch: [batch], min_size=2, max_size=3)(range(5))) == [[0, 1, 2], [3, 4]]


def test_a_smaller_rest_is_dropped_counted_and_warned_of() -> None:
    stream = batch_task(lambda batch: [batch], min_size=3, task_name="threes")(range(5))
    with pytest.warns(UserWarning, match="'threes' dropped the last 2 items.*at least 3; remainder='run'") as warned:
        assert collect(stream) == [[0, 1, 2]]
    assert len(warned) == 1
    assert (stream.stats["dropped"], stream.stats["in"], stream.stats["out"]) == (2, 5, 1)


def test_the_rest_runs_on_request() -> None:
    stream = batch_task(lambda batch: [batch], min_size=3, remainder="run")(range(5))
    assert collect(stream) == [[0, 1, 2], [3, 4]]
    assert stream.stats["dropped"] == 0


def test_a_batch_runs_when_its_time_has_come() -> None:
    async def visitors() -> Any:
        for seconds in [0, 1, 10, 1, 1]:
            await asyncio.sleep(seconds)
            yield asyncio.get_running_loop().time()

    task = batch_task(lambda batch: [batch], max_size=3, max_wait="5s")
    assert run(moments(task(visitors()))) == [(5, [0, 1]), (13, [11, 12, 13])]


def test_a_batch_that_waits_for_time_is_still_bounded() -> None:
    source = RecordedSource()

    async def main() -> None:
        async with batch_task(lambda batch: [batch], max_size=4, max_wait=60)(source) as stream:
            async for _ in stream:
                await asyncio.sleep(1)
                break

    run(main())
    assert source.pulled <= 5 * 4
    assert source.closed


@pytest.mark.parametrize("max_wait", [None, 60])
@both_modes
def test_an_error_of_the_source_reaches_the_reader_of_batches(mode: Any, max_wait: Any) -> None:
    async def failing() -> Any:
        yield 1
        yield 2
        yield 3
        raise OSError("gone")

    async def main() -> list[Any]:
        seen: list[Any] = []
        stream = batch_task(lambda batch: [batch], max_size=2, max_wait=max_wait).with_execution_mode(mode)(failing())
        with pytest.raises(OSError, match="gone"):
            await stream.on_result(seen.append).collect()
        return seen

    assert run(main()) == [[1, 2]]


def test_one_batch_runs_at_a_time_unless_told_otherwise() -> None:
    @batch_task(max_size=2)
    async def slowly(batch: list[int]) -> int:
        await asyncio.sleep(1)
        return sum(batch)

    assert run(moments(slowly.with_context(max_parallelism=8)(range(4)))) == [(1, 1), (2, 5)]
    two = batch_task(slowly.func, max_size=2, concurrency_limit=2)
    assert run(moments(two(range(4)))) == [(1, 1), (1, 5)]


# Streams


def test_a_stream_runs_only_when_it_is_read() -> None:
    source = RecordedSource()
    double(source)
    assert source.pulled == 0


@pytest.mark.parametrize(
    "make", [lambda: double([1]), lambda: AsyncStream(numbers(2)), lambda: double([1]).on_result(id)]
)
def test_a_stream_that_was_read_to_its_end_has_nothing_more(make: Callable[[], AsyncStream[int]]) -> None:
    stream = make()
    assert (collect(stream), collect(stream), collect(stream)) == ([2], [], [])
    for again in (stream.as_completed, lambda: stream.on_result(print)):
        with pytest.raises(ClosedError):
            again()


def test_a_stream_that_was_left_early_cannot_be_read_on() -> None:
    async def main() -> None:
        stream = double([1, 2])
        async for _ in stream:
            break
        await stream.aclose()
        await stream.collect()

    with pytest.raises(ClosedError, match="left early"):
        run(main())


@pytest.mark.parametrize("after", [0, 1])
def test_a_stream_that_has_failed_does_not_pass_for_one_that_has_ended(after: int) -> None:
    def fail(result: int) -> None:
        if result == 2 * after:
            raise ValueError(result)

    stream = double([0, 1]).on_result(fail)
    with pytest.raises(ValueError, match=str(2 * after)):
        collect(stream)
    with pytest.raises(ClosedError):
        collect(stream)


def test_a_stream_that_is_closed_cannot_be_read() -> None:
    async def main() -> None:
        stream = double([1])
        await stream.aclose()
        await stream.aclose()
        await stream.collect()

    with pytest.raises(ClosedError):
        run(main())


def test_any_async_iterable_makes_a_stream() -> None:
    assert collect(AsyncStream(numbers(1, 2))) == [1, 2]
    assert collect(AsyncStream(numbers(1, 2)).as_completed()) == [1, 2]
    assert (AsyncStream(numbers()).context, AsyncStream(numbers()).stats) == (None, {})


def test_hooks_see_each_result() -> None:
    seen: list[Any] = []

    async def note(result: Any) -> None:
        seen.append(("async", result))

    task = single_task(lambda number: 2 * number, on_result=lambda result: seen.append(("task", result)))
    assert collect((task | increment)([1, 2]).on_result(note).on_result(seen.append).as_completed()) == [3, 5]
    assert sorted(map(str, seen)) == sorted(map(str, [("task", 2), ("task", 4), ("async", 3), ("async", 5), 3, 5]))


def test_the_counts_of_a_run_tell_what_became_of_its_items() -> None:
    @single_task(retry_attempts=2, retry_delay=1, on_error="skip_item")
    async def choosy(number: int) -> int | None:
        await asyncio.sleep(1)
        if number == 3:
            raise ValueError(number)
        return number or None

    stream = (choosy.with_context(max_parallelism=2) | total)([0, 1, 2, 3, 4])
    assert stream.stats["in"] == 0
    assert collect(stream) == [3, 4]
    stages = stream.stats["stages"]
    common = {"retried": 0, "skipped": 0, "dropped": 0, "in_flight": 0}
    assert stages[0] == {"name": "choosy", "in": 5, "out": 3, **common} | {
        "dropped": 1,
        "skipped": 1,
        "retried": 1,
        "high_water_mark": 2,
    }
    assert stages[1] == {"name": "total", "in": 3, "out": 2, "high_water_mark": 1, **common}
    assert (stream.stats["in"], stream.stats["out"], stream.stats["skipped"]) == (5, 2, 1)


def test_two_runs_of_a_task_do_not_affect_each_other() -> None:
    calls: list[Any] = []

    @single_task
    async def slow(number: int, name: str) -> str:
        await asyncio.sleep(number)
        context = get_current_context()
        assert context is not None
        calls.append((name, context.pipeline_id))
        return f"{name}{number}"

    async def main() -> Any:
        return await asyncio.gather(slow([2, 1], "a").collect(), slow([1, 3], name="b").collect())

    for _ in range(2):  # in two event loops
        assert run(main()) == [["a2", "a1"], ["b1", "b3"]]
    assert len({pipeline_id for _, pipeline_id in calls}) == len(set(calls)) == 4


def test_two_event_loops_may_run_a_task_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=30)

    @single_task(concurrency_limit=1)
    async def slow(number: int) -> int:
        if number == 5:
            meeting.wait()
        await asyncio.sleep(0)
        return number

    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(lambda: asyncio.run(slow(range(10)).collect())) for _ in range(2)]
        assert [future.result() for future in runs] == [[*range(10)]] * 2
