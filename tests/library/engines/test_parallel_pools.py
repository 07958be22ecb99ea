"""Concurrent maps over plain functions, in threads and in processes."""

from __future__ import annotations

import contextvars
import os
import signal
import threading
import time
import weakref
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif import parallel
from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError, WorkerDiedError
from maif.parallel.processes import WorkerProcesses
from recorders import Census, RecordedSource

ordered = pytest.mark.piece("maif.parallel.map_ordered")
as_completed = pytest.mark.piece("maif.parallel.map_as_completed")
both = pytest.mark.parametrize(
    "name", [pytest.param("map_ordered", marks=ordered), pytest.param("map_as_completed", marks=as_completed)]
)
PATIENCE = 60  # seconds until a test that hangs fails


def map_(name: str, *arguments: Any, **keywords: Any) -> Any:
    return getattr(parallel, name)(*arguments, **keywords)


def alive() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("maif")]


class Gates:
    """A function whose call for an item ends when that item's gate is opened."""

    def __init__(self) -> None:
        self.gates: dict[int, threading.Event] = {}
        self.began: dict[int, threading.Event] = {}
        self.lock = threading.Lock()

    def gate(self, item: int) -> threading.Event:
        with self.lock:
            return self.gates.setdefault(item, threading.Event())

    def beginning(self, item: int) -> threading.Event:
        with self.lock:
            return self.began.setdefault(item, threading.Event())

    def __call__(self, item: int) -> int:
        self.beginning(item).set()
        assert self.gate(item).wait(PATIENCE)
        return item


@both
@given(
    items=st.lists(st.integers(), max_size=30),
    workers=st.integers(1, 4),
    in_flight=st.none() | st.integers(1, 9),
    waiting=st.none() | st.integers(0, 9),
)
def test_results_are_those_of_a_plain_loop(
    name: str, items: list[int], workers: int, in_flight: int | None, waiting: int | None
) -> None:
    results = list(
        map_(name, lambda item: -item, items, num_workers=workers, max_in_flight=in_flight, max_waiting=waiting)
    )
    expected = [-item for item in items]
    assert results == expected if name == "map_ordered" else sorted(results) == sorted(expected)


@ordered
def test_an_ordered_result_waits_for_those_before_it() -> None:
    call = Gates()

    def open_in_reverse() -> None:
        for item in (2, 1, 0):
            call.beginning(item).wait(PATIENCE)
            call.gate(item).set()

    helper = threading.Thread(target=open_in_reverse)
    helper.start()
    assert list(parallel.map_ordered(call, range(3), num_workers=3)) == [0, 1, 2]
    helper.join()


@as_completed
def test_a_completed_result_waits_for_nobody() -> None:
    call = Gates()
    call.gate(1).set()
    with closing(parallel.map_as_completed(call, range(2), num_workers=2)) as results:
        assert next(results) == 1
        call.gate(0).set()
        assert next(results) == 0


@both
def test_the_source_is_never_further_ahead_than_the_bounds(name: str) -> None:
    taken = 0

    def check(source: RecordedSource) -> None:
        assert source.pulled - taken < 3 + 4

    source = RecordedSource(range(200), check)
    for _ in map_(name, abs, source, num_workers=2, max_in_flight=3, max_waiting=4):
        taken += 1
    assert taken == 200


@both
@pytest.mark.parametrize("count", [200, 2_000])
def test_what_is_held_does_not_grow_with_the_input(name: str, count: int) -> None:
    census = Census()
    results = map_(name, lambda item: item, census.items(count), num_workers=2, max_in_flight=3, max_waiting=4)
    while next(results, None):
        pass
    assert census.most <= 3 + 4 + 2  # and the one that is handed over, and the one that is made


@ordered
def test_behind_a_slow_call_the_others_go_on_until_enough_results_wait() -> None:
    call = Gates()
    for item in range(1, 100):
        call.gate(item).set()
    source = RecordedSource()

    def open_when_enough_wait() -> None:
        assert call.beginning(6).wait(PATIENCE)
        assert not call.beginning(7).is_set()
        call.gate(0).set()

    helper = threading.Thread(target=open_when_enough_wait)
    helper.start()
    with closing(parallel.map_ordered(call, source, num_workers=2, max_in_flight=3, max_waiting=4)) as results:
        assert next(results) == 0
    helper.join()
    assert source.pulled == 7


@both
def test_an_endless_source_is_read_as_far_as_needed_and_closed(name: str) -> None:
    source = RecordedSource()
    with closing(map_(name, abs, source, num_workers=2, max_in_flight=4)) as results:
        assert sorted(next(results) for _ in range(20))[0] == 0
    assert source.pulled <= 20 + 4 + 8
    assert source.closed == 1
    assert alive() == []


@both
def test_an_error_ends_the_map_at_its_place(name: str) -> None:
    source = RecordedSource()
    results = map_(name, lambda item: 1 / (item - 2), source, num_workers=1)
    assert [next(results), next(results)] == [-0.5, -1]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert source.closed == 1
    assert alive() == []


@ordered
def test_after_an_error_nothing_more_is_pulled() -> None:
    error_has_come = threading.Event()

    def fail_at_one(item: int) -> float:
        if item == 2:  # the one worker is done with the one before
            error_has_come.set()
        return 1 / (1 - item)

    source = RecordedSource()
    results = parallel.map_ordered(fail_at_one, source, num_workers=1, max_in_flight=3)
    assert next(results) == 1
    assert error_has_come.wait(PATIENCE)
    pulled = source.pulled
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert source.pulled == pulled


@both
def test_an_error_of_the_source_comes_after_all_results_before_it(name: str) -> None:
    def fail_at_five(source: RecordedSource) -> None:
        if source.pulled == 5:
            raise OSError("the line is dead")

    source = RecordedSource(None, fail_at_five)
    results = map_(name, abs, source, num_workers=4)
    assert sorted(next(results) for _ in range(5)) == [0, 1, 2, 3, 4]
    with pytest.raises(OSError, match="the line is dead"):
        next(results)
    assert source.closed == 1


@both
def test_leaving_drops_the_calls_that_have_not_begun(name: str) -> None:
    class Item:
        def __init__(self, number: int) -> None:
            self.number = number
            if number == 4:
                weakref.finalize(self, last_is_dropped.set)

    def call(item: Item) -> int:
        began.append(item.number)
        if item.number == 1:
            second_began.set()
            last_is_dropped.wait(PATIENCE)
        return item.number

    began: list[int] = []
    second_began, last_is_dropped = threading.Event(), threading.Event()
    results = map_(name, call, map(Item, range(5)), num_workers=1, max_in_flight=5)
    assert next(results) == 0
    assert second_began.wait(PATIENCE)
    results.close()
    assert began == [0, 1]
    assert alive() == []


setting: contextvars.ContextVar[Any] = contextvars.ContextVar("setting", default="unset")


@both
def test_a_call_in_a_thread_sees_the_readers_context_and_changes_nobodys(name: str) -> None:
    def see_and_set(item: int) -> Any:
        seen = setting.get()
        setting.set(item)
        return seen

    def read() -> list[Any]:
        setting.set("the reader's")
        return list(map_(name, see_and_set, range(10), num_workers=2))

    assert contextvars.copy_context().run(read) == ["the reader's"] * 10


@both
@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "words"),
    [
        ((abs, []), {"num_workers": 0}, InvalidArgumentError, "num_workers must be at least 1, got 0"),
        ((abs, []), {"max_in_flight": 0}, InvalidArgumentError, "max_in_flight must be at least 1, got 0"),
        ((abs, []), {"max_waiting": -1}, InvalidArgumentError, "max_waiting must be at least 0, got -1"),
        ((abs, []), {"backend": "fibres"}, InvalidArgumentError, "'threads' or 'processes', got 'fibres'"),
        ((abs, 5), {}, InvalidTypeError, "items must be an iterable, got 5"),
        (("abs", []), {}, InvalidTypeError, "fn must be callable, got 'abs'"),
    ],
)
def test_arguments_are_checked_at_once(name: str, arguments: Any, keywords: Any, error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        map_(name, *arguments, **keywords)


# Processes


@both
def test_lambdas_travel_to_other_processes(name: str) -> None:
    offset = 100
    results = list(map_(name, lambda item: (item + offset, os.getpid()), range(8), backend="processes", num_workers=2))
    assert sorted(value for value, _ in results) == list(range(100, 108))
    assert os.getpid() not in {process for _, process in results}


def test_a_process_keeps_the_function_it_was_given() -> None:
    class Counter:
        count = 0

        def __call__(self) -> int:
            self.count += 1
            return self.count

    with WorkerProcesses() as processes:
        count = processes.wrap(Counter())
        assert [count(), count(), count()] == [1, 2, 3]


def test_classes_of_the_caller_come_back_as_they_went() -> None:
    class Point:
        pass

    with WorkerProcesses() as processes:
        assert type(processes.wrap(lambda point: point)(Point())) is Point


def test_an_error_in_a_process_tells_where_it_happened() -> None:
    def divide(number: int) -> float:
        return 1 / number

    with WorkerProcesses() as processes:
        call = processes.wrap(divide)
        with pytest.raises(ZeroDivisionError) as caught:
            call(0)
        assert "in divide" in caught.value.__notes__[0]
        assert call(1) == 1


def test_an_error_that_cannot_be_unpickled_comes_as_text() -> None:
    class PickyError(Exception):
        def __init__(self, what: str, why: str) -> None:
            super().__init__(f"{what} because {why}")

    def fail() -> None:
        raise PickyError("no", "of this")

    with WorkerProcesses() as processes, pytest.raises(RuntimeError, match="no because of this"):
        processes.wrap(fail)()


def test_what_cannot_travel_is_named() -> None:
    with WorkerProcesses() as processes:
        with pytest.raises(InvalidTypeError, match=r"cannot travel.*lock"):
            processes.wrap(threading.Lock().acquire)
        with pytest.raises(InvalidTypeError, match=r"cannot travel.*lock"):
            processes.wrap(str)(threading.Lock())
        with pytest.raises(InvalidTypeError, match=r"cannot travel.*lock"):
            processes.wrap(lambda: threading.Lock())()


def test_without_cloudpickle_named_functions_travel_and_lambdas_name_the_extra(monkeypatch: Any) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cloudpickle", None)
    with WorkerProcesses() as processes:
        assert processes.wrap(abs)(-1) == 1
        with pytest.raises(MissingExtraError, match=r"maif-streaming\[workers\]"):
            processes.wrap(lambda: 1)


@both
def test_a_killed_process_is_replaced_and_its_call_made_again(name: str, tmp_path: Any) -> None:
    def die_once(item: int) -> int:
        mark = tmp_path / str(item)
        if item % 3 == 0 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert sorted(map_(name, die_once, range(7), backend="processes", num_workers=2)) == list(range(7))


@ordered
def test_a_call_that_kills_every_process_is_an_error_that_names_it() -> None:
    def crash_at_one(item: int) -> int:
        if item == 1:
            os._exit(7)
        return item

    results = parallel.map_ordered(crash_at_one, range(3), backend="processes", num_workers=2)
    assert next(results) == 0
    with pytest.raises(WorkerDiedError, match=r"3 processes died .* calling crash_at_one, .* code 7"):
        next(results)


@both
def test_leaving_ends_the_processes_and_what_they_do(name: str, tmp_path: Any) -> None:
    def hang_after_zero(item: int) -> int:
        if item:
            (tmp_path / str(os.getpid())).touch()
            time.sleep(1000)
        return os.getpid()

    results = map_(name, hang_after_zero, range(2), backend="processes", num_workers=2)
    processes = [next(results)]
    while not list(tmp_path.iterdir()):
        os.sched_yield()
    processes.append(int(next(tmp_path.iterdir()).name))
    results.close()
    assert alive() == []
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_processes_have_the_environment_of_the_time_when_their_map_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    def values() -> list[str | None]:
        return list(map_("map_ordered", os.getenv, ["MAIF_LATER", "MAIF_GONE"], num_workers=1, backend="processes"))

    monkeypatch.setenv("MAIF_GONE", "here")
    assert values() == [None, "here"]
    monkeypatch.setenv("MAIF_LATER", "1")
    monkeypatch.delenv("MAIF_GONE")
    assert values() == ["1", None]
