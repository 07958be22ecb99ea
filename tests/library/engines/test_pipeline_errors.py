"""Pipelines: what becomes of a call that fails."""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
from typing import Any

import pytest

from maif.clock import VirtualClock, run
from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, TimeoutExpiredError
from maif.pipeline import ErrorHandler, LoggingErrorHandler, Pipeline, RetryConfig, SingleTask, batch_task, single_task
from maif.pipeline.error_handling import with_retries
from recorders import RecordedAsyncSource, RecordedSource

both_modes = pytest.mark.parametrize("mode", ["ordered", "as_completed"])
retries = pytest.mark.piece("maif.pipeline.error_handling.with_retries")
backoff = pytest.mark.piece("maif.flow.backoff.growing_pause")


class Failing:
    """A function that fails for some items, the first `times` times that it is called for each."""

    def __init__(self, *bad: Any, times: float = float("inf"), seconds: float = 0) -> None:
        self.bad, self.times, self.seconds = bad, times, seconds
        self.calls: list[tuple[float, Any]] = []

    async def __call__(self, item: Any) -> Any:
        self.calls.append((asyncio.get_running_loop().time(), item))
        made = sum(called == item for _, called in self.calls)
        await asyncio.sleep(self.seconds)
        if (item in self.bad or (isinstance(item, list) and set(item) & set(self.bad))) and made <= self.times:
            raise ValueError(f"cannot do {item}")
        return item


def collect(stream: Any) -> list[Any]:
    return run(stream.collect())


def until_error(stream: Any, error_type: type[BaseException] = ValueError) -> tuple[list[Any], BaseException]:
    """Return the results before the error, and the error."""
    results: list[Any] = []
    with pytest.raises(error_type) as caught:
        run(stream.on_result(results.append).collect())
    return results, caught.value


same = single_task(lambda item: item)


# fail


@retries
def test_an_error_reaches_the_reader_after_the_results_before_it() -> None:
    @single_task
    async def slow_first(number: int) -> int:
        await asyncio.sleep(1 if number == 0 else 0)
        return 1 // (2 - number) and number

    results, error = until_error(slow_first(range(5)), ZeroDivisionError)
    assert results == [0, 1]
    assert error.__notes__ == ["in the task 'slow_first', on 2"]


@both_modes
@pytest.mark.parametrize("position", [0, 1, 2])
def test_an_error_in_any_stage_reaches_the_reader(mode: Any, position: int) -> None:
    stages = [same, same, same]
    stages[position] = single_task(Failing(3), task_name="fragile")
    pipeline = (stages[0] | stages[1] | stages[2]).with_execution_mode(mode)
    for source in (RecordedSource(), RecordedAsyncSource()):
        results, error = until_error(pipeline(source))
        assert str(error) == "cannot do 3"
        assert error.__notes__ == ["in the task 'fragile', on 3"]
        assert set(results) <= {0, 1, 2} if mode == "ordered" else 3 not in results
        assert source.closed == 1


@both_modes
@pytest.mark.parametrize("source_type", [RecordedSource, RecordedAsyncSource])
def test_an_error_in_the_source_reaches_the_reader(mode: Any, source_type: Any) -> None:
    def break_down(source: Any) -> None:
        if source.pulled == 3:
            raise OSError("the cable is out")

    results, error = until_error((same | same).with_execution_mode(mode)(source_type(None, break_down)), OSError)
    assert (results, str(error)) == ([0, 1, 2], "the cable is out")


def plain_body(item: int) -> Any:
    yield item
    raise ValueError(item)


async def async_body(item: int) -> Any:
    yield item
    await asyncio.sleep(1)
    raise ValueError(item)


@both_modes
@pytest.mark.parametrize("body", [plain_body, async_body])
def test_an_error_in_a_generators_body_comes_after_what_it_has_made(mode: Any, body: Any) -> None:
    results, error = until_error((single_task(body) | same).with_execution_mode(mode)([7]))
    assert results == [7]
    assert error.__notes__ == [f"in the task '{body.__name__}', on 7"]


@both_modes
def test_an_error_of_a_batch_names_the_batch(mode: Any) -> None:
    task = batch_task(Failing(2), max_size=2).with_execution_mode(mode)
    results, error = until_error(task(range(6)))
    assert results == [0, 1]
    assert error.__notes__ == ["in the task 'Failing', on [2, 3]"]


@retries
@both_modes
def test_a_cancellation_that_the_function_raises_is_an_error_like_any_other(mode: Any) -> None:
    @single_task(on_error="skip_item")
    async def moody(number: int) -> int:
        if number == 1:
            raise asyncio.CancelledError
        return number

    assert collect(moody.with_execution_mode(mode)(range(3))) == [0, 2]
    strict = single_task(moody.func)
    results, error = until_error(strict.with_execution_mode(mode)(range(3)), asyncio.CancelledError)
    assert 1 not in results
    assert error.__notes__ == ["in the task 'moody', on 1"]


def test_an_item_that_cannot_be_shown_is_no_hindrance() -> None:
    class Shy:
        def __repr__(self) -> str:
            raise RuntimeError("do not look")

    _, error = until_error(single_task(lambda item: item.missing)([Shy()]), AttributeError)
    assert "in the task '<lambda>', on <Shy instance" in error.__notes__[0]


# Another try


@retries
@backoff
@pytest.mark.parametrize(
    ("settings", "waits"),
    [
        ({"retry_delay": 1}, [1, 2, 4, 8]),
        ({"retry_delay": "1s", "retry_max_delay": 3}, [1, 2, 3, 3]),
        ({"retry_delay": 2, "retry_exponential_backoff": False}, [2, 2, 2, 2]),
        ({"retry_delay": 5, "retry_exponential_backoff": False, "retry_max_delay": 3}, [3, 3, 3, 3]),
        ({"retry_delay": 0}, [0, 0, 0, 0]),
    ],
)
def test_the_wait_grows_with_each_call_that_fails(settings: Any, waits: list[float]) -> None:
    function = Failing(1)
    stream = single_task(function, retry_attempts=5, **settings)([1])
    until_error(stream)
    times = [time for time, _ in function.calls]
    assert [after - before for before, after in itertools.pairwise(times)] == waits
    assert stream.stats["retried"] == 4


class Retried:
    """`with_retries` on a function that fails some number of times, with a record of what it did."""

    def __init__(self, fails: int, attempts: int, error: BaseException | None = None, seconds: float = 0) -> None:
        self.fails, self.retry, self.error, self.seconds = fails, RetryConfig(attempts, 1), error or OSError(), seconds
        self.calls, self.pauses = 0, list[float]()

    async def call(self, item: str) -> str:
        self.calls += 1
        await asyncio.sleep(self.seconds)
        if self.calls <= self.fails:
            raise self.error
        return item.upper()

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(seconds)

    async def give_up(self, item: str, error: BaseException, calls: int) -> str:
        assert error is self.error
        return f"gave {item} up after {calls}"

    async def run(self) -> str:
        return await with_retries(self.call, "item", self.retry, self.pause, self.give_up)


@retries
@pytest.mark.parametrize(
    ("fails", "attempts", "result", "pauses"),
    [
        (0, 3, "ITEM", []),
        (2, 3, "ITEM", [1, 2]),
        (3, 3, "gave item up after 3", [1, 2]),
        (1, 1, "gave item up after 1", []),
    ],
)
def test_there_is_a_pause_after_each_failure_but_the_last(
    fails: int, attempts: int, result: str, pauses: list[float]
) -> None:
    retried = Retried(fails, attempts)
    assert run(retried.run()) == result
    assert (retried.calls, retried.pauses) == (min(fails + 1, attempts), pauses)


@retries
@pytest.mark.parametrize(("moment", "calls"), [(0.5, 1), (1.5, 1), (2.5, 2)])
def test_a_cancellation_ends_the_retries_in_a_call_as_in_a_pause(moment: float, calls: int) -> None:
    retried = Retried(fails=9, attempts=9, seconds=1)

    async def main() -> None:
        task = asyncio.create_task(retried.run())
        await asyncio.sleep(moment)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())
    assert retried.calls == calls


@retries
def test_what_is_no_exception_is_not_tried_again() -> None:
    class Stop(BaseException):
        pass

    retried = Retried(fails=1, attempts=3, error=Stop())
    with pytest.raises(Stop):
        run(retried.run())
    assert retried.calls == 1


@retries
def test_a_cancelled_error_that_nobody_asked_for_is_a_failure() -> None:
    assert run(Retried(fails=1, attempts=2, error=asyncio.CancelledError()).run()) == "ITEM"


@backoff
def test_a_retry_configuration_can_grow_by_any_factor() -> None:
    config = RetryConfig(max_attempts=4, base_delay=1, max_delay=10, backoff_multiplier=3)
    assert [config.delay(n) for n in (1, 2, 3, 4, 5000)] == [1, 3, 9, 10, 10]
    with pytest.raises(InvalidArgumentError):
        RetryConfig(backoff_multiplier=0)


@retries
@both_modes
def test_a_call_that_succeeds_at_last_gives_its_result(mode: Any) -> None:
    function = Failing(1, 2, times=2)
    assert sorted(collect(single_task(function, retry_attempts=3).with_execution_mode(mode)(range(4)))) == [0, 1, 2, 3]
    assert sorted(item for _, item in function.calls) == [0, 1, 1, 1, 2, 2, 2, 3]


@retries
def test_whoever_waits_for_another_try_leaves_the_slot_to_others() -> None:
    function = Failing(0, times=1, seconds=1)
    task = single_task(function, retry_attempts=2, retry_delay=3, concurrency_limit=1)
    assert collect(task([0, 1, 2])) == [0, 1, 2]
    assert function.calls == [(0, 0), (1, 1), (2, 2), (4, 0)]


@retries
def test_a_batch_is_tried_again_as_a_whole() -> None:
    function = Failing(1, times=1)
    assert collect(batch_task(function, max_size=2, retry_attempts=2)([0, 1, 2])) == [0, 1, 2]
    assert [batch for _, batch in function.calls] == [[0, 1], [2], [0, 1]]  # who waits lets others pass


@retries
@both_modes
def test_a_generator_that_failed_leaves_no_trace(mode: Any) -> None:
    attempts = []

    @single_task(retry_attempts=2, retry_delay=1)
    def flaky(item: int) -> Any:
        attempts.append(item)
        yield item, 1
        if len(attempts) == 1:
            raise ValueError
        yield item, 2

    assert collect(flaky.with_execution_mode(mode)([7])) == [(7, 1), (7, 2)]


@retries
def test_waiting_goes_by_the_clock_of_the_task() -> None:
    clock = VirtualClock()
    task = single_task(Failing(1, times=1), retry_attempts=2, retry_delay=60, clock=clock)
    assert run(task([1]).collect(), clock=clock) == [1]
    assert clock.monotonic() == 60


# Skipping


@both_modes
def test_skip_item_drops_what_fails(mode: Any) -> None:
    stream = single_task(Failing(1, 3), on_error="skip_item").with_execution_mode(mode)(range(5))
    assert sorted(collect(stream)) == [0, 2, 4]
    assert (stream.stats["skipped"], stream.stats["dropped"]) == (2, 0)


def test_skip_batch_drops_the_batch() -> None:
    stream = batch_task(Failing(1), max_size=2, on_error="skip_batch")(range(5))
    assert collect(stream) == [2, 3, 4]
    assert stream.stats["skipped"] == 2


def test_skip_item_on_a_batch_drops_only_the_items_that_fail() -> None:
    function = Failing(1)
    stream = batch_task(function, max_size=3, on_error="skip_item", retry_attempts=2)(range(6))
    assert collect(stream) == [0, 2, 3, 4, 5]
    assert [batch for _, batch in function.calls if 1 in batch] == [[0, 1, 2], [0, 1, 2], [1]]
    assert stream.stats["skipped"] == 1


# Handlers


class Recording(ErrorHandler):
    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.seen: list[Any] = []

    async def handle_error(self, error: BaseException, item: Any, task_name: str, attempt: int) -> Any:
        self.seen.append((str(error), item, task_name, attempt))
        return self.answer


class Plain(Recording):
    def handle_error(self, *arguments: Any) -> Any:
        self.seen.append((str(arguments[0]), *arguments[1:]))
        return self.answer


@pytest.mark.parametrize("handler_type", [Recording, Plain])
def test_a_handler_is_asked_when_all_calls_have_failed(handler_type: Any) -> None:
    handler = handler_type((True, "instead"))
    task = single_task(Failing(1), error_handler=handler, retry_attempts=3, task_name="fragile", on_error="skip_item")
    assert collect(task(range(3))) == [0, "instead", 2]
    assert handler.seen == [("cannot do 1", 1, "fragile", 3)]


def test_a_handler_for_batches_gets_the_batch() -> None:
    handler = Recording((True, ["a", "b"]))
    assert collect(batch_task(Failing(1), max_size=2, error_handler=handler)(range(4))) == ["a", "b", 2, 3]
    assert handler.seen == [("cannot do [0, 1]", [0, 1], "Failing", 1)]


def test_a_handler_may_have_the_error_raised_whatever_the_rule_is() -> None:
    task = single_task(Failing(1), error_handler=Recording((False, None)), on_error="skip_item")
    assert until_error(task(range(3)))[0] == [0]


def test_none_from_a_handler_skips_the_item() -> None:
    stream = single_task(Failing(1), error_handler=Recording((True, None)))(range(3))
    assert collect(stream) == [0, 2]
    assert stream.stats["skipped"] == 1


def test_a_generator_from_a_handler_fans_out() -> None:
    handler = Recording((True, iter([])))
    handler.answer = True, (value for value in "ab")
    assert collect(single_task(Failing(1), error_handler=handler)(range(3))) == [0, "a", "b", 2]


def test_an_error_of_the_handler_reaches_the_reader() -> None:
    class Broken(ErrorHandler):
        def handle_error(self, error: BaseException, item: Any, task_name: str, attempt: int) -> Any:
            raise KeyError("the handler itself")

    _, error = until_error(single_task(Failing(1), error_handler=Broken())([1]), KeyError)
    assert isinstance(error.__context__, ValueError)


def test_the_logging_handler_logs_and_goes_on(caplog: Any) -> None:
    task = SingleTask(Failing(1), error_handler=LoggingErrorHandler(logging.getLogger("mine"), -1))
    assert collect(task(range(3))) == [0, -1, 2]
    assert caplog.record_tuples == [("mine", logging.ERROR, "Failing failed on 1 (call 1): ValueError: cannot do 1")]
    assert collect(single_task(Failing(1), error_handler=LoggingErrorHandler())(range(3))) == [0, 2]


# Time limits


@both_modes
def test_a_call_that_takes_too_long_fails(mode: Any) -> None:
    @single_task(timeout="2s")
    async def nap(seconds: float) -> float:
        await asyncio.sleep(seconds)
        return seconds

    results, error = until_error(nap.with_execution_mode(mode)([1, 3]), TimeoutExpiredError)
    assert (results, str(error)) == ([1], "no result within 2.00 s")
    patient = single_task(nap.func, timeout=2, on_error="skip_item")
    assert collect(patient.with_execution_mode(mode)([1, 3, 0])) == ([1, 0] if mode == "ordered" else [0, 1])


def test_the_functions_own_timeouts_are_its_own() -> None:
    @single_task(timeout=5)
    async def impatient(_: int) -> None:
        async with asyncio.timeout(1):
            await asyncio.sleep(2)

    _, error = until_error(impatient([1]), TimeoutError)
    assert not isinstance(error, TimeoutExpiredError)


def test_the_time_of_a_generator_ends_with_its_body() -> None:
    @single_task(timeout=2)
    async def ticks(count: int) -> Any:
        for second in range(count):
            await asyncio.sleep(1)
            yield second

    assert collect(ticks([1])) == [0]
    assert until_error(ticks([3]), TimeoutExpiredError)[0] == []


def test_a_plain_function_cannot_be_interrupted_but_is_late_all_the_same() -> None:
    clock = VirtualClock()

    async def main() -> Any:
        return await single_task(clock.sleep, timeout=1)([2]).collect()

    with pytest.raises(TimeoutExpiredError, match="run_in='thread'"):
        run(main(), clock=clock)


@retries
def test_a_late_call_is_tried_again() -> None:
    naps = iter([5, 1])

    @single_task(timeout=2, retry_attempts=2, retry_delay=0)
    async def nap(item: str) -> str:
        await asyncio.sleep(next(naps))
        return item

    assert collect(nap(["a"])) == ["a"]


def test_a_side_input_that_was_cancelled_says_so_to_later_runs() -> None:
    async def value() -> int:
        await asyncio.sleep(60)
        return 1

    async def main() -> None:
        task = single_task(lambda number, more: number + more).with_inputs(value())
        running = asyncio.create_task(task([1]).collect())
        await asyncio.sleep(1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        with pytest.raises(ClosedError, match="give a Task, or what each_run makes anew"):
            await task([1]).collect()

    run(main())


@pytest.mark.parametrize("value", [0, -1, math.nan, math.inf, None, "2", True])
def test_a_pause_grows_by_a_number_above_zero(value: Any) -> None:
    with pytest.raises((InvalidArgumentError, InvalidTypeError), match="backoff_multiplier"):
        RetryConfig(backoff_multiplier=value)


@pytest.mark.parametrize("stages", [3, "a task", True])
def test_stages_are_several(stages: Any) -> None:
    with pytest.raises(InvalidTypeError):
        Pipeline(stages)
