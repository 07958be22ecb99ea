"""Batches that are pulled, pushed, and processed by many workers."""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.batch_processor import BatchProcessor, DistributedBatchProcessor, StreamBatchProcessor, batch_process
from maif.batch_processor.distributed import numbered, process_batch
from maif.clock import VirtualClock
from maif.errors import BatchError, ClosedError, InvalidArgumentError, InvalidTypeError, MissingExtraError
from recorders import Census, RecordedSource

pulled = pytest.mark.piece("maif.batch_processor.BatchProcessor")
whole = pytest.mark.piece("maif.batch_processor.batch_process")
pushed = pytest.mark.piece("maif.batch_processor.StreamBatchProcessor")
distributed = pytest.mark.piece("maif.batch_processor.DistributedBatchProcessor")
handed_out = pytest.mark.piece(
    "maif.batch_processor.distributed.numbered", "maif.batch_processor.distributed.process_batch"
)


def slices(items: list[Any], size: int) -> list[list[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


# Pulled


@pulled
@given(items=st.lists(st.integers()), size=st.integers(1, 10))
def test_batches_are_the_slices_of_the_input(items: list[int], size: int) -> None:
    assert list(BatchProcessor(size).process(items)) == slices(items, size)
    assert list(BatchProcessor(size).apply(items, sum)) == [sum(batch) for batch in slices(items, size)]


@pulled
def test_a_batch_is_pulled_when_it_is_asked_for() -> None:
    source = RecordedSource()
    with closing(BatchProcessor(10).apply(source, sum)) as results:
        assert source.pulled == 0
        assert next(results) == 45
        assert source.pulled == 10
    assert source.closed == 1


@pulled
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_batch_is_held_and_the_one_that_fills(count: int) -> None:
    census = Census()
    results = BatchProcessor(10).apply(census.items(count), len)
    while next(results, None):
        pass
    assert census.most <= 2 * 10 + 1


@pulled
def test_an_error_names_the_batch_and_keeps_its_items() -> None:
    source = RecordedSource()
    results = BatchProcessor(2).apply(source, lambda batch: 1 // (2 - batch[0]))
    assert next(results) == 0
    with pytest.raises(BatchError, match=r"batch 1 \(2 items, the first 2\): ZeroDivisionError") as caught:
        next(results)
    assert (caught.value.number, caught.value.items) == (1, [2, 3])
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert source.closed == 1


@whole
def test_batch_process_returns_a_list() -> None:
    assert batch_process(range(5), batch_size=2) == [[0, 1], [2, 3], [4]]
    assert batch_process(range(5), sum, batch_size=2) == [1, 5, 4]
    assert batch_process([]) == []
    assert len(batch_process(range(101))) == 2


def test_a_batch_error_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(BatchError(3, ["a"], KeyError("b"))))
    assert (error.number, error.items, repr(error.__cause__)) == (3, ["a"], "KeyError('b')")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: BatchProcessor(0), InvalidArgumentError),
        (lambda: BatchProcessor().apply([], "sum"), InvalidTypeError),  # type: ignore[arg-type]
        (lambda: batch_process([], batch_size=1.5), InvalidTypeError),  # type: ignore[call-overload]
        (lambda: StreamBatchProcessor(0), InvalidArgumentError),
        (lambda: StreamBatchProcessor(timeout=-1), InvalidArgumentError),
        (lambda: StreamBatchProcessor().start("print"), InvalidTypeError),  # type: ignore[arg-type]
        (lambda: DistributedBatchProcessor(0), InvalidArgumentError),
        (lambda: DistributedBatchProcessor(num_workers=0), InvalidArgumentError),
        (lambda: DistributedBatchProcessor(max_in_flight=0), InvalidArgumentError),
        (lambda: DistributedBatchProcessor(retries=-1), InvalidArgumentError),
        (lambda: DistributedBatchProcessor(process="sum"), InvalidTypeError),  # type: ignore[arg-type]
        (lambda: DistributedBatchProcessor().stream([], "sum"), InvalidTypeError),  # type: ignore[arg-type]
        (lambda: DistributedBatchProcessor(backend="smoke"), InvalidArgumentError),  # type: ignore[arg-type]
    ],
)
def test_arguments_are_checked_at_once(call: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


# Pushed


@pushed
def test_a_batch_is_ready_when_it_is_full() -> None:
    processor = StreamBatchProcessor[int](3, timeout=None)
    ready = []
    for number in range(4):
        processor.add(number)
        ready.append(processor.is_ready())
    assert ready == [False, False, True, True]
    assert [processor.get_batch(), processor.get_batch()] == [[0, 1, 2], []]


@pushed
def test_a_batch_is_ready_when_its_first_item_has_waited() -> None:
    clock = VirtualClock()
    processor = StreamBatchProcessor[str](3, timeout="5s", clock=clock)
    processor.add("a")
    clock.sleep(4)
    processor.add("b")
    assert (processor.is_ready(), processor.get_batch()) == (False, [])
    clock.sleep(1)
    assert (processor.is_ready(), processor.get_batch()) == (True, ["a", "b"])
    assert not processor.is_ready()


@pushed
def test_flush_gives_whatever_waits() -> None:
    processor = StreamBatchProcessor[int](3)
    for number in range(7):
        processor.add(number)
    assert processor.get_batch() == [0, 1, 2]
    assert processor.flush() == [3, 4, 5, 6]
    assert processor.flush() == []


@pushed
def test_after_close_nothing_is_added_and_the_rest_can_be_taken() -> None:
    with StreamBatchProcessor[int](3) as processor:
        processor.add(1)
    with pytest.raises(ClosedError):
        processor.add(2)
    with pytest.raises(ClosedError):
        processor.start(print)
    assert processor.flush() == [1]


@pushed
@given(
    pauses=st.lists(st.lists(st.sampled_from([0, 0, 1, 3, 10]), max_size=20), min_size=1, max_size=3),
    size=st.integers(1, 5),
    handling=st.sampled_from([0, 1, 7]),
)
def test_what_threads_add_on_batch_gets_once_in_order_and_in_time(
    pauses: list[list[float]], size: int, handling: float
) -> None:
    clock = VirtualClock()
    processor = StreamBatchProcessor[tuple[int, int, float]](size, timeout=5, clock=clock)
    batches = []
    left = itertools.count(len(pauses) - 1, -1)

    def produce(producer: int) -> None:
        for number, pause in enumerate(pauses[producer]):
            clock.sleep(pause)
            processor.add((producer, number, clock.monotonic()))
        if next(left) == 0:
            processor.close()

    def handle(batch: list[Any]) -> None:
        batches.append((clock.monotonic(), batch))
        clock.sleep(handling)

    producers = [lambda producer=producer: produce(producer) for producer in range(len(pauses))]
    clock.run_threads(lambda: processor.run(handle), *producers)

    for producer, own in enumerate(pauses):
        came = [number for _, batch in batches for who, number, _ in batch if who == producer]
        assert came == list(range(len(own)))
    assert all(1 <= len(batch) <= size for _, batch in batches)
    if handling == 0:
        assert all(time - item[2] <= 5 for time, batch in batches for item in batch)


@pushed
def test_a_slow_on_batch_holds_the_producers_up() -> None:
    clock = VirtualClock()
    processor = StreamBatchProcessor[int](2, timeout=None, clock=clock)
    added = []

    def produce() -> None:
        clock.sleep(1)
        for number in range(10):
            processor.add(number)
            added.append(clock.monotonic())
        processor.close()

    clock.run_threads(lambda: processor.run(lambda batch: clock.sleep(10)), produce)
    assert added == [1] * (2 + 4) + [11] * 2 + [21] * 2  # a batch is handled for ten seconds, and four items may wait


@pushed
@pytest.mark.parametrize("count", [500, 5_000])
def test_where_on_batch_runs_producers_are_held_up_and_little_is_held(count: int) -> None:
    clock, census = VirtualClock(), Census()
    processor: StreamBatchProcessor[Any] = StreamBatchProcessor(10, clock=clock)

    def produce() -> None:
        clock.sleep(1)  # `run` has begun
        for item in census.items(count):
            processor.add(item)
        processor.close()

    clock.run_threads(lambda: processor.run(lambda batch: None), produce)
    assert census.most <= 10 * 4


@pushed
def test_flush_has_on_batch_take_a_batch_that_is_not_full() -> None:
    clock = VirtualClock()
    processor = StreamBatchProcessor[int](10, timeout=None, clock=clock)
    batches: list[list[int]] = []

    def flush() -> None:
        for number in range(3):
            processor.add(number)
        assert processor.flush() == []
        assert batches == [[0, 1, 2]]
        processor.close()

    clock.run_threads(lambda: processor.run(batches.append), flush)


@pushed
def test_flush_has_on_batch_take_what_waits_even_while_others_go_on_adding() -> None:
    clock = VirtualClock()
    processor = StreamBatchProcessor[int](10, timeout=None, clock=clock)
    handled: list[int] = []

    def handle(batch: list[int]) -> None:
        clock.sleep(1)
        handled.extend(batch)

    def add_for_ever() -> None:
        for number in range(1000):
            processor.add(number)
            clock.sleep(0.1)
        processor.close()

    def flush() -> tuple[list[int], bool]:
        clock.sleep(10.05)
        return processor.flush(), set(range(101)) <= set(handled)

    *_, flushed, after = [*clock.run_threads(lambda: processor.run(handle), add_for_ever, flush), clock.monotonic()]
    assert flushed == ([], True)
    assert after > 50


@pushed
def test_a_thread_in_the_background_takes_the_batches_and_ends() -> None:
    batches: list[list[int]] = []
    with StreamBatchProcessor[int](3, timeout=None) as processor:
        processor.start(batches.append)
        with pytest.raises(InvalidArgumentError, match="one function at a time"):
            processor.start(print)
        for number in range(8):
            processor.add(number)
    assert batches == [[0, 1, 2], [3, 4, 5], [6, 7]]
    assert not [thread for thread in threading.enumerate() if thread.name == "maif-batches"]


@pushed
def test_an_error_of_on_batch_reaches_the_producer() -> None:
    processor = StreamBatchProcessor[int](1, timeout=None)
    processor.start(lambda batch: 1 / (batch[0] - 1))
    with pytest.raises(BatchError, match=r"batch 1 .*ZeroDivisionError"):  # noqa: PT012
        for number in range(100_000):
            processor.add(number)
    processor.close()


@pushed
@pytest.mark.parametrize(
    "wait",
    [
        lambda processor: processor.close(),
        lambda processor: processor.flush(),
        lambda processor: [processor.add(number) for number in range(3)],
    ],
    ids=["close", "flush", "add"],
)
def test_on_batch_that_would_wait_for_itself_fails_instead(wait: Callable[[Any], object]) -> None:
    processor = StreamBatchProcessor[int](1, timeout=None)
    processor.add(0)
    processor.run(lambda batch: wait(processor))
    with pytest.raises(BatchError, match=r"batch 0 .*DeadlockError: on_batch cannot"):
        processor.close()


@pushed
@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit()], ids=repr)
def test_what_ends_the_thread_in_the_background_reaches_the_producer(error: BaseException) -> None:
    def end(_: object) -> None:
        raise error

    processor = StreamBatchProcessor[int](2, timeout=None)
    processor.start(end)
    processor.add(0)
    processor.add(1)
    with pytest.raises(BatchError, match="batch 0") as told:
        processor.close()
    assert (told.value.items, told.value.__cause__) == ([0, 1], error)


@pushed
def test_an_interrupt_of_run_is_raised_once() -> None:
    def end(_: object) -> None:
        raise KeyboardInterrupt

    processor = StreamBatchProcessor[int](1, timeout=None)
    processor.add(0)
    with pytest.raises(KeyboardInterrupt):
        processor.run(end)
    processor.close()


@pushed
def test_where_no_thread_can_be_started_nobody_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    processor = StreamBatchProcessor[int](1, timeout=None)
    processor.add(0)
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):  # noqa: PT012
        patch.setattr(threading.Thread, "start", refuse)
        processor.start(print)
    processor.close()
    assert processor.flush() == [0]


# Processed by many


either_backend = pytest.mark.parametrize("backend", ["threads", "processes"])


@handed_out
@distributed
@either_backend
@pytest.mark.parametrize("ordered", [True, False])
def test_each_batch_gives_its_result(backend: Any, ordered: bool) -> None:
    offset = 5
    processor = DistributedBatchProcessor(10, 2, ordered=ordered, backend=backend)
    results = processor.process_parallel(range(95), lambda batch: sum(batch) + offset)
    expected = [sum(batch) + offset for batch in slices(list(range(95)), 10)]
    assert results == expected if ordered else sorted(results) == sorted(expected)


@distributed
def test_without_a_function_the_batches_come_back() -> None:
    assert DistributedBatchProcessor(2).process_parallel("abc") == [["a", "b"], ["c"]]


@distributed
def test_the_function_given_last_is_taken() -> None:
    processor = DistributedBatchProcessor(2, process=max, backend="threads")
    assert processor.process_parallel(range(4)) == [1, 3]
    assert processor.process_parallel(range(4), min) == [0, 2]


@handed_out
@distributed
@either_backend
def test_an_endless_stream_is_read_as_far_as_needed(backend: Any) -> None:
    source = RecordedSource()
    with closing(DistributedBatchProcessor(10, 2, max_in_flight=2, backend=backend).stream(source, sum)) as results:
        assert source.pulled == 0
        assert [next(results) for _ in range(5)] == [45, 145, 245, 345, 445]
    assert source.pulled <= 10 * (5 + 2 + 4)
    assert source.closed == 1


@distributed
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_what_is_held_does_not_grow_with_the_stream(count: int) -> None:
    census = Census()
    processor = DistributedBatchProcessor(10, 2, max_in_flight=2, backend="threads", process=len)
    results = processor.stream(census.items(count))
    while next(results, None):
        pass
    assert census.most <= 10 * (2 + 4 + 2)


@distributed
def test_max_in_flight_bounds_how_far_ahead_the_stream_is_read() -> None:
    source = RecordedSource()
    processor = DistributedBatchProcessor(10, 2, max_in_flight=1, backend="threads")
    with closing(processor.stream(source, sum)) as results:
        next(results)
        assert source.pulled in (10, 20)  # the second batch may go out before the first result is handed over


@distributed
def test_leaving_ends_the_processes_and_what_they_do(tmp_path: Any) -> None:
    def hang(batch: list[int]) -> None:
        if batch[0]:
            (tmp_path / str(os.getpid())).touch()
            time.sleep(1000)

    results = DistributedBatchProcessor(1, 1, process=hang).stream(range(2))
    next(results)
    while not list(tmp_path.iterdir()):
        os.sched_yield()
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(next(tmp_path.iterdir()).name), 0)


@handed_out
@distributed
@either_backend
@pytest.mark.parametrize("ordered", [True, False])
def test_a_failing_batch_is_an_error_with_number_and_items(backend: Any, ordered: bool) -> None:
    def fail_at_four(batch: list[int]) -> int:
        if 4 in batch:
            raise LookupError("no four")
        return batch[0]

    processor = DistributedBatchProcessor(2, 1, process=fail_at_four, ordered=ordered, backend=backend)
    results = processor.stream(range(10))
    assert [next(results), next(results)] == [0, 2]
    with pytest.raises(BatchError, match=r"batch 2 \(2 items, the first 4\): LookupError: no four") as caught:
        next(results)
    assert (caught.value.number, caught.value.items) == (2, [4, 5])
    assert isinstance(caught.value.__cause__, LookupError)


@handed_out
@distributed
@pytest.mark.parametrize(("retries", "succeeds"), [(1, False), (2, True)])
def test_a_batch_is_tried_again_with_all_its_items(retries: int, succeeds: bool) -> None:
    attempts: list[list[int]] = []

    def succeed_at_third(batch: list[int]) -> str:
        attempts.append(batch.copy())
        batch.clear()
        if len(attempts) < 3:
            raise OSError("try again")
        return "done"

    processor = DistributedBatchProcessor(2, backend="threads", retries=retries)
    if succeeds:
        assert processor.process_parallel([1, 2], succeed_at_third) == ["done"]
    else:
        with pytest.raises(BatchError) as caught:
            processor.process_parallel([1, 2], succeed_at_third)
        assert caught.value.items == [1, 2]
    assert attempts == [[1, 2]] * (retries + 1)


@handed_out
@pytest.mark.parametrize("error", [CancelledError, KeyboardInterrupt])
def test_a_call_that_nobody_waits_for_is_not_made_again(error: type[BaseException]) -> None:
    calls: list[list[int]] = []

    def stop(batch: list[int]) -> None:
        calls.append(batch)
        raise error

    (numbered_batch,) = numbered(batch for batch in [[1, 2]])
    with pytest.raises(error):
        process_batch(stop, 3, numbered_batch)
    assert (numbered_batch, calls) == ((0, [1, 2]), [[1, 2]])


@distributed
def test_the_batch_of_a_killed_process_is_processed_again(tmp_path: Any) -> None:
    def be_killed_once(batch: list[int]) -> list[int]:
        mark = tmp_path / str(batch[0])
        if batch[0] % 4 == 0 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return batch

    processor = DistributedBatchProcessor(2, 2, process=be_killed_once)
    assert processor.process_parallel(range(10)) == slices(list(range(10)), 2)


@handed_out
@distributed
def test_a_batch_that_kills_every_process_is_named_and_not_tried_for_ever(tmp_path: Any) -> None:
    def be_killed(batch: list[int]) -> int:
        if 4 in batch:
            (tmp_path / str(os.getpid())).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return batch[0]

    processor = DistributedBatchProcessor(2, 2, process=be_killed, retries=5)
    results = processor.stream(range(10))
    assert [next(results), next(results)] == [0, 2]
    with pytest.raises(BatchError, match=r"batch 2 .*3 processes died .* exit code -9"):
        next(results)
    assert len(list(tmp_path.iterdir())) == 3


def test_importing_the_processors_imports_no_package_but_the_librarys_own() -> None:
    code = "import sys, maif.batch_processor; print({'numpy', 'cloudpickle', 'dask'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


class Cluster:
    """What a Dask client is to the processor."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, pure: bool) -> Any:
        assert not pure
        return SimpleNamespace(result=lambda: function(*arguments))

    def cancel(self, futures: Any, *, force: bool) -> None:
        raise AssertionError(f"nothing waits here, {futures!r} neither")


@distributed
def test_dask_works_through_a_client() -> None:
    processor = DistributedBatchProcessor(2, backend="dask", client=Cluster(), process=sum)
    assert processor.process_parallel(range(5)) == [1, 5, 4]


@distributed
def test_dask_without_a_client_says_what_is_missing(monkeypatch: Any) -> None:
    import maif.batch_processor.distributed as module

    monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"maif-streaming\[dask\]"):
        DistributedBatchProcessor(backend="dask")
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    with pytest.raises(InvalidArgumentError, match="client"):
        DistributedBatchProcessor(backend="dask")
