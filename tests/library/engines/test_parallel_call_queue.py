"""The bookkeeping of bounded maps, alone and under the maps and pipelines that stand on it."""

from __future__ import annotations

import asyncio
import random
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.clock import run
from maif.parallel import amap_as_completed, amap_ordered, map_as_completed, map_ordered
from maif.parallel.call_queue import CallQueue
from maif.pipeline import single_task

pytestmark = pytest.mark.piece("maif.parallel.call_queue.CallQueue")
either = pytest.mark.parametrize("ordered", [True, False], ids=["ordered", "as completed"])


class Call:
    def __init__(self, number: int) -> None:
        self.number = number
        self.done = False


def begun(count: int, *, ordered: bool) -> tuple[CallQueue[Call], list[Call]]:
    """Return a queue, and that many calls in flight."""
    queue: CallQueue[Call] = CallQueue(max_in_flight=10, max_ahead=10, ordered=ordered)
    calls = [*map(Call, range(count))]
    for call in calls:
        queue.begin(call)
    return queue, calls


@either
def test_calls_begin_until_enough_are_in_flight(ordered: bool) -> None:
    queue: CallQueue[Call] = CallQueue(max_in_flight=2, max_ahead=9, ordered=ordered)
    calls = [Call(0), Call(1)]
    for call in calls:
        assert queue.has_room()
        queue.begin(call)
    assert not queue.has_room()
    queue.finish(calls[1])
    assert queue.has_room()
    assert (queue.in_flight, queue.ahead) == (1, 2)


@either
def test_calls_begin_until_enough_results_wait(ordered: bool) -> None:
    queue: CallQueue[Call] = CallQueue(max_in_flight=2, max_ahead=2, ordered=ordered)
    for number in range(2):
        call = Call(number)
        queue.begin(call)
        queue.finish(call)
    assert not queue.has_room()
    queue.take()
    assert queue.has_room()
    assert (queue.in_flight, queue.ahead) == (0, 1)


def test_in_order_the_head_of_the_line_holds_back_the_others() -> None:
    queue, (first, second, third) = begun(3, ordered=True)
    queue.finish(third)
    queue.finish(second)
    assert not queue.has_result()
    queue.finish(first)
    assert [queue.take() for _ in range(3) if queue.has_result()] == [first, second, third]
    assert not queue.has_result()


def test_as_completed_nobody_holds_back_anybody() -> None:
    queue, (first, second, third) = begun(3, ordered=False)
    assert not queue.has_result()
    queue.finish(third)
    queue.finish(first)
    assert [queue.take(), queue.take()] == [third, first]
    assert not queue.has_result()
    queue.finish(second)
    assert queue.take() is second


@either
def test_a_call_is_done_once_it_has_finished(ordered: bool) -> None:
    queue, (call,) = begun(1, ordered=ordered)
    assert not call.done
    queue.finish(call)
    assert call.done


@either
def test_what_has_been_taken_is_forgotten(ordered: bool) -> None:
    queue, calls = begun(3, ordered=ordered)
    alive = weakref.WeakSet(calls)
    for call in calls:
        queue.finish(call)
    for _ in range(3):
        queue.take()
    del call, calls
    assert list(alive) == []


@either
@given(bounds=st.tuples(st.integers(1, 4), st.integers(0, 4)), count=st.integers(0, 30), seed=st.integers(0, 10**6))
def test_a_run_of_any_length_agrees_with_lists(ordered: bool, bounds: tuple[int, int], count: int, seed: int) -> None:
    chance = random.Random(seed)
    max_in_flight, max_ahead = bounds[0], sum(bounds)
    queue: CallQueue[Call] = CallQueue(max_in_flight, max_ahead, ordered)
    waiting_to_begin, taken = [*map(Call, range(count))], 0
    flying: list[Call] = []
    finished: list[Call] = []
    while taken < count:
        room = len(flying) < max_in_flight and len(flying) + len(finished) < max_ahead
        assert queue.has_room() == room
        assert (queue.in_flight, queue.ahead) == (len(flying), len(flying) + len(finished))
        head = next((call for call in finished if not ordered or call.number == taken), None)
        assert queue.has_result() == (head is not None)
        moves = [
            *(["begin"] if room and waiting_to_begin else []),
            *(["finish"] if flying else []),
            *(["take"] if head else []),
        ]
        match chance.choice(moves):
            case "begin":
                flying.append(waiting_to_begin.pop(0))
                queue.begin(flying[-1])
            case "finish":
                finished.append(flying.pop(chance.randrange(len(flying))))
                queue.finish(finished[-1])
            case "take":
                assert queue.take() is head
                finished.remove(head)
                taken += 1


SECONDS = [0.1, 0.2, 0.3, 0.4, 0.5, 2.0, 0.7, 0.8]
IN_ORDER = [0.1, 0.2, 0.3, 0.4, 0.5, 2.0, 2.0, 2.0]


async def nap(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


async def moments(results: Any) -> list[tuple[float, float]]:
    return [(round(asyncio.get_running_loop().time(), 3), seconds) async for seconds in results]


def test_eight_naps_through_the_maps() -> None:
    assert run(moments(amap_ordered(nap, SECONDS))) == [*zip(IN_ORDER, SECONDS, strict=True)]
    assert run(moments(amap_as_completed(nap, SECONDS))) == [(seconds, seconds) for seconds in sorted(SECONDS)]


def test_eight_naps_through_a_pipeline() -> None:
    task = single_task(nap)
    assert run(moments(task.with_execution_mode("ordered")(SECONDS))) == [*zip(IN_ORDER, SECONDS, strict=True)]
    as_completed = task.with_execution_mode("as_completed")(SECONDS)
    assert run(moments(as_completed)) == [(seconds, seconds) for seconds in sorted(SECONDS)]


def test_threads_through_the_maps() -> None:
    items = range(100)
    assert list(map_ordered(abs, items, num_workers=2, max_in_flight=3, max_waiting=1)) == list(items)
    assert sorted(map_as_completed(abs, items, num_workers=2, max_in_flight=3, max_waiting=1)) == list(items)
