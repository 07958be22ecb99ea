"""`maif.buffers`: the rules, the buffer between threads, the buffer between tasks."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.buffers import AsyncStreamBuffer, BufferCore, BufferedItem, BufferStats, Policy, StreamBuffer
from maif.buffers.awaited import AwaitedCore, batches_from
from maif.clock import VirtualClock, run
from maif.errors import BufferFullError, ClosedError, InvalidArgumentError, InvalidTypeError
from recorders import Census

core_piece = pytest.mark.piece("maif.buffers.BufferCore")
threads_piece = pytest.mark.piece("maif.buffers.StreamBuffer")
tasks_piece = pytest.mark.piece("maif.buffers.AsyncStreamBuffer", "maif.buffers.awaited.AwaitedCore")
awaited_piece = pytest.mark.piece("maif.buffers.awaited.AwaitedCore")
batches_piece = pytest.mark.piece("maif.buffers.awaited.batches_from")

policies = st.sampled_from(get_args(Policy))


def data(batch: list[BufferedItem]) -> list[Any]:
    return [item.data for item in batch]


def forgetful(policy: Policy, offered: list[int], capacity: int) -> tuple[list[int], list[bool]]:
    """What a full buffer keeps of all that is offered, and what it says of each: the slow, obvious version."""
    if policy == "drop_oldest":
        return offered[-capacity:], [True] * len(offered)
    return offered[:capacity], [number < capacity for number in range(len(offered))]


# The rules


@core_piece
@pytest.mark.parametrize("policy", ["drop_oldest", "drop_newest", "block"])
@given(offered=st.lists(st.integers(), max_size=30), capacity=st.integers(1, 10))
def test_a_full_buffer_keeps_what_its_policy_says(policy: Policy, offered: list[int], capacity: int) -> None:
    core: BufferCore[int] = BufferCore(capacity, policy)
    said = [core.offer(item) for item in offered]
    assert (core.take(100), said) == forgetful(policy, offered, capacity)


@core_piece
def test_the_error_policy_raises_and_keeps_what_it_has() -> None:
    core: BufferCore[str] = BufferCore(2, "error")
    assert core.offer("A")
    assert core.offer("B")
    with pytest.raises(BufferFullError):
        core.offer("C")
    assert core.take(5) == ["A", "B"]


@core_piece
@given(
    policy=policies,
    capacity=st.integers(1, 6),
    steps=st.lists(st.integers(0, 8), max_size=40),
)
def test_every_item_offered_is_taken_waiting_or_dropped(policy: Policy, capacity: int, steps: list[int]) -> None:
    core: BufferCore[int] = BufferCore(capacity, policy)
    offered, accepted, taken, most = 0, 0, [], 0
    for step in steps:  # 0: an item; else: take so many
        if step:
            taken += core.take(step)
        else:
            offered += 1
            with suppress(BufferFullError):
                accepted += core.offer(offered)
        most = max(most, len(core))
        assert len(core) <= capacity
    stats = core.stats
    assert stats == BufferStats(accepted, offered - len(taken) - len(core), len(taken), len(core), most)
    assert stats.drop_rate == (stats.dropped / offered if offered else 0)
    assert taken == sorted(set(taken))


@core_piece
def test_only_a_full_open_blocking_buffer_is_worth_waiting_for() -> None:
    for policy in get_args(Policy):
        core: BufferCore[int] = BufferCore(1, policy)
        before = core.has_room()
        core.offer(0)
        full = core.has_room()
        core.closed = True
        assert (before, full, core.has_room()) == (True, policy != "block", True)


@core_piece
def test_a_batch_is_ready_when_it_is_full_or_no_more_can_come() -> None:
    core: BufferCore[int] = BufferCore(3)
    assert not core.is_ready(1)
    core.offer(0)
    assert core.is_ready(1)
    assert not core.is_ready(2)
    core.offer(1)
    core.offer(2)
    assert core.is_ready(99)
    core.take(3)
    core.closed = True
    assert core.is_ready(2)


@core_piece
def test_nothing_can_be_offered_after_the_end() -> None:
    core: BufferCore[int] = BufferCore(3)
    core.offer(0)
    core.closed = True
    with pytest.raises(ClosedError):
        core.offer(1)
    assert core.take(3) == [0]
    assert core.stats == BufferStats(added=1, dropped=0, taken=1, waiting=0, high_water_mark=1)


def test_the_errors_of_a_core_say_what_to_do() -> None:
    core: BufferCore[str] = BufferCore(2, "error")
    core.offer("A")
    core.offer("B")
    with pytest.raises(BufferFullError, match="all 2 places are taken: read faster"):
        core.offer("C")
    core.closed = True
    with pytest.raises(ClosedError, match="this buffer was closed"):
        core.offer("D")
    with pytest.raises(InvalidArgumentError, match=r"policy must be one of .*drop_oldest.*error"):
        BufferCore(1, "drop_all")  # type: ignore[arg-type]


@core_piece
def test_what_is_held_stays_flat_as_input_grows() -> None:
    for count in (1_000, 10_000):
        core: BufferCore[int] = BufferCore(50)
        for number in range(count):
            core.offer(number)
        assert (len(core), core.stats.high_water_mark, core.stats.dropped) == (50, 50, count - 50)


@core_piece
@pytest.mark.parametrize("policy", get_args(Policy))
def test_what_was_dropped_or_taken_is_let_go(policy: Policy) -> None:
    census = Census()
    core: BufferCore[object] = BufferCore(5, policy)
    for item in census.items(100):
        with suppress(BufferFullError):
            core.offer(item)
        if item.number % 20 == 0:
            core.take(3)
    assert census.most <= 5 + 3


@threads_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_buffer_between_threads_holds_no_more_than_its_size(count: int) -> None:
    census = Census()
    buffer = StreamBuffer(50, batch_size=7, policy="drop_oldest")
    for item in census.items(count):
        buffer.add(str(item.number), item)
        if item.number % 10 == 0:
            buffer.get_batch()
    assert census.most <= 50 + 2


@tasks_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_buffer_between_tasks_holds_no_more_than_its_size(count: int) -> None:
    census = Census()

    async def main() -> None:
        buffer = AsyncStreamBuffer(50, batch_size=7, policy="block")

        async def produce() -> None:
            for item in census.items(count):
                await buffer.add(str(item.number), item)
            await buffer.close()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(produce())
            while await buffer.get_batch():
                pass

    run(main())
    assert census.most <= 50 + 2 + 7


# Arguments


@pytest.mark.parametrize("make", [StreamBuffer, AsyncStreamBuffer])
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"buffer_size": 0}, InvalidArgumentError),
        ({"buffer_size": 1.5}, InvalidTypeError),
        ({"batch_size": 0}, InvalidArgumentError),
        ({"timeout": -1}, InvalidArgumentError),
        ({"timeout": "soon"}, InvalidArgumentError),
        ({"policy": "drop_all"}, InvalidArgumentError),
    ],
)
def test_a_buffer_checks_its_arguments(make: Callable[..., object], arguments: dict[str, Any], error: type) -> None:
    with pytest.raises(error):
        make(**arguments)


@threads_piece
def test_calls_check_their_arguments() -> None:
    buffer = StreamBuffer()
    with pytest.raises(InvalidArgumentError, match="max_items"):
        buffer.get_batch(0)
    with pytest.raises(InvalidArgumentError, match="expected a time"):
        buffer.add(1, "A", timeout=-1)
    assert len(buffer) == 0


# Threads


@threads_piece
def test_items_come_out_in_order_with_their_ids() -> None:
    buffer = StreamBuffer(batch_size=2, timeout=0)
    for item_id, word in [("a", "to"), ("b", "be"), ("c", "or")]:
        assert buffer.add(item_id, word)
    assert buffer.get_batch() == [("a", "to"), ("b", "be")]
    assert buffer.get_batch()[0].item_id == "c"
    assert buffer.get_batch() == []


@threads_piece
def test_a_full_batch_is_handed_out_at_once() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(batch_size=3, timeout=10, clock=clock)

    def writer() -> None:
        for number in range(4):
            clock.sleep(1)
            buffer.add(number, number)

    def reader() -> tuple[list[int], float]:
        return data(buffer.get_batch()), clock.time()

    assert clock.run_threads(reader, writer)[0] == ([0, 1, 2], 3.0)


@threads_piece
@pytest.mark.parametrize("timeout", [2.5, "2500ms"])
def test_after_the_timeout_a_reader_gets_what_there_is(timeout: float | str) -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(batch_size=3, timeout=timeout, clock=clock)
    clock.call_later(1, partial(buffer.add, 0, "A"))
    assert data(buffer.get_batch()) == ["A"]
    assert buffer.get_batch() == []
    assert clock.time() == 5.0


@threads_piece
def test_max_items_takes_the_place_of_the_batch_size() -> None:
    buffer = StreamBuffer(batch_size=2, timeout=0)
    for number in range(9):
        buffer.add(number, number)
    assert data(buffer.get_batch(5)) == [0, 1, 2, 3, 4]
    assert data(buffer.get_batch(1)) == [5]


@threads_piece
def test_a_batch_larger_than_the_buffer_is_not_waited_for() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=2, batch_size=32, timeout=10, policy="block", clock=clock)

    def writer() -> None:
        for number in range(4):
            buffer.add(number, number)

    def reader() -> list[Any]:
        return [data(buffer.get_batch()), data(buffer.get_batch()), clock.time()]

    assert clock.run_threads(reader, writer)[0] == [[0, 1], [2, 3], 0.0]


@threads_piece
def test_each_of_two_readers_is_woken_for_what_it_wants() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(timeout=100, clock=clock)

    def reader(count: int) -> tuple[int, float]:
        return len(buffer.get_batch(count)), clock.time()

    def writer() -> None:
        clock.sleep(1)
        for number in range(12):
            clock.sleep(1)
            buffer.add(number, number)

    assert clock.run_threads(partial(reader, 10), partial(reader, 2), writer)[:2] == [(10, 13.0), (2, 3.0)]


@threads_piece
def test_a_blocked_writer_goes_on_when_there_is_room() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=1, timeout=0, policy="block", clock=clock)
    buffer.add(0, "A")
    clock.call_later(5, buffer.get_batch)
    assert buffer.add(1, "B")
    assert (clock.time(), data(buffer.get_batch())) == (5.0, ["B"])


@threads_piece
def test_a_batch_makes_room_for_as_many_blocked_writers() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=3, timeout=100, policy="block", clock=clock)
    for number in range(3):
        buffer.add(number, number)

    def reader() -> int:
        clock.sleep(1)
        return len(buffer.get_batch(3))

    writers = [partial(buffer.add, number, number) for number in range(3, 6)]
    assert clock.run_threads(reader, *writers) == [3, True, True, True]
    assert (clock.time(), len(buffer)) == (1.0, 3)


@threads_piece
def test_a_blocked_writer_gives_up_after_its_timeout() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=1, timeout=0, policy="block", clock=clock)
    buffer.add(0, "A")
    assert not buffer.add(1, "B", timeout="3s")
    assert not buffer.add(2, "C", timeout=0)
    assert clock.time() == 3.0
    assert data(buffer.get_batch()) == ["A"]
    assert buffer.stats == BufferStats(added=1, dropped=2, taken=1, waiting=0, high_water_mark=1)


@threads_piece
@pytest.mark.parametrize("policy", ["drop_oldest", "drop_newest", "error"])
def test_only_the_block_policy_waits(policy: Policy) -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=1, policy=policy, clock=clock)
    buffer.add(0, "A")
    if policy == "error":
        with pytest.raises(BufferFullError):
            buffer.add(1, "B", timeout=60)
    else:
        assert buffer.add(1, "B", timeout=60) == (policy == "drop_oldest")
    assert clock.time() == 0


@threads_piece
def test_closing_wakes_readers_and_writers_and_leaves_the_rest_to_be_read() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(buffer_size=2, timeout=100, policy="block", clock=clock)
    buffer.add(0, "A")
    buffer.add(1, "B")

    def writer() -> None:
        with pytest.raises(ClosedError):
            buffer.add(2, "C")

    def closer() -> None:
        clock.sleep(4)
        buffer.close()
        buffer.close()

    clock.run_threads(writer, closer)
    assert (data(buffer.get_batch()), buffer.get_batch(), clock.time()) == (["A", "B"], [], 4.0)
    with pytest.raises(ClosedError):
        buffer.add(3, "D")


@threads_piece
def test_closing_wakes_a_reader_that_waits_for_more() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(timeout=100, clock=clock)
    clock.call_later(3, partial(buffer.add, 0, "A"))
    clock.call_later(7, buffer.close)
    assert (data(buffer.get_batch()), clock.time()) == (["A"], 7.0)


@threads_piece
def test_iteration_ends_when_the_buffer_is_closed_and_empty() -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(batch_size=2, timeout=1, clock=clock)

    def writer() -> None:
        with buffer:
            for number in range(5):
                buffer.add(number, number)
            clock.sleep(1000)
            buffer.add(5, 5)

    batches = clock.run_threads(lambda: [data(batch) for batch in buffer], writer)[0]
    assert batches == [[0, 1], [2, 3], [4], [5]]


@threads_piece
def test_many_threads_lose_and_double_nothing() -> None:
    buffer = StreamBuffer(buffer_size=7, batch_size=3, timeout=0.001, policy="block")
    read: list[list[int]] = []

    def writer(number: int) -> None:
        for count in range(500):
            assert buffer.add(number, number * 500 + count)

    def reader() -> None:
        mine: list[int] = []
        for batch in buffer:
            mine += data(batch)
        read.append(mine)

    with ThreadPoolExecutor(8) as threads:
        readers = [threads.submit(reader) for _ in range(4)]
        for writing in [threads.submit(writer, number) for number in range(4)]:
            writing.result()
        buffer.close()
    for reading in readers:
        reading.result()
    assert sorted(chain(*read)) == list(range(2000))
    for mine in read:  # a reader sees each writer's items in the writer's order
        for number in range(4):
            of_one = [item for item in mine if item // 500 == number]
            assert of_one == sorted(of_one)


@threads_piece
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), capacity=st.integers(1, 5), batch_size=st.integers(1, 6))
def test_any_schedule_of_threads_loses_and_doubles_nothing(seed: int, capacity: int, batch_size: int) -> None:
    clock = VirtualClock()
    buffer = StreamBuffer(capacity, timeout=2, batch_size=batch_size, policy="block", clock=clock)
    at_work = 3
    lock = threading.Lock()

    def writer(number: int) -> list[int]:
        nonlocal at_work
        chance, added = random.Random(seed + number), []
        for count in range(10):
            clock.sleep(chance.choice([0, 0, 1, 5]))
            item = 10 * number + count
            if buffer.add(item, item, timeout=chance.choice([None, 0, 1])):
                added.append(item)
        with lock:
            at_work -= 1
            if not at_work:
                buffer.close()
        return added

    def reader(number: int) -> list[int]:
        chance, read = random.Random(-seed - number), []
        for batch in buffer:
            read += data(batch)
            clock.sleep(chance.choice([0, 0, 3]))
        return read

    results = clock.run_threads(*(partial(writer, n) for n in range(3)), *(partial(reader, n) for n in range(2)))
    assert sorted(chain(*results[:3])) == sorted(chain(*results[3:]))
    assert buffer.stats.high_water_mark <= capacity


# Tasks


@tasks_piece
def test_a_task_gets_a_batch_when_it_is_full_or_its_time_is_over() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        buffer = AsyncStreamBuffer(batch_size=3, timeout="10s", clock=clock)

        async def writer() -> None:
            for number in range(5):
                await clock.sleep_async(1)
                await buffer.add(number, number)

        writing = asyncio.create_task(writer())
        seen = [data(await buffer.get_batch()), clock.time(), data(await buffer.get_batch()), clock.time()]
        await writing
        return seen

    assert run(main(), clock=clock) == [[0, 1, 2], 3.0, [3, 4], 13.0]


@tasks_piece
def test_a_blocked_task_waits_for_room_or_gives_up() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        buffer = AsyncStreamBuffer(buffer_size=1, timeout=0, policy="block", clock=clock)
        await buffer.add(0, "A")
        gave_up = await buffer.add(1, "B", timeout=3), clock.time()
        adding = asyncio.create_task(buffer.add(2, "C"))
        await clock.sleep_async(4)
        first = data(await buffer.get_batch())
        return [gave_up, first, await adding, clock.time(), data(await buffer.get_batch()), buffer.stats]

    assert run(main(), clock=clock) == [(False, 3.0), ["A"], True, 7.0, ["C"], BufferStats(2, 1, 2, 0, 1)]


@tasks_piece
@pytest.mark.parametrize("policy", ["drop_oldest", "drop_newest"])
def test_tasks_and_threads_see_the_same_policies(policy: Policy) -> None:
    async def main() -> list[Any]:
        buffer = AsyncStreamBuffer(buffer_size=3, policy=policy)
        said = [await buffer.add(number, number) for number in range(8)]
        assert (data(await buffer.get_batch(3)), said) == forgetful(policy, list(range(8)), 3)
        return [buffer.stats, len(buffer), buffer.closed]

    assert run(main()) == [BufferStats(8 if policy == "drop_oldest" else 3, 5, 3, 0, 3), 0, False]


@tasks_piece
def test_a_full_error_buffer_raises_in_the_task() -> None:
    async def main() -> None:
        buffer = AsyncStreamBuffer(buffer_size=1, policy="error")
        await buffer.add(0, "A")
        with pytest.raises(BufferFullError):
            await buffer.add(1, "B")

    run(main())


@tasks_piece
def test_closing_wakes_waiting_tasks() -> None:
    clock = VirtualClock()

    async def main() -> float:
        full = AsyncStreamBuffer(buffer_size=1, policy="block", clock=clock)
        empty = AsyncStreamBuffer(timeout=100, clock=clock)
        await full.add(0, "A")
        waiting = asyncio.gather(full.add(1, "B"), empty.get_batch(), return_exceptions=True)
        await clock.sleep_async(4)
        await full.close()
        await empty.close()
        error, batch = await waiting
        assert isinstance(error, ClosedError)
        assert (batch, data(await full.get_batch())) == ([], ["A"])
        return clock.time()

    assert run(main(), clock=clock) == 4.0


@tasks_piece
@batches_piece
def test_async_iteration_ends_when_the_buffer_is_closed_and_empty() -> None:
    clock = VirtualClock()

    async def main() -> list[list[int]]:
        buffer = AsyncStreamBuffer(batch_size=2, timeout=1, clock=clock)

        async def writer() -> None:
            async with buffer:
                for number in range(5):
                    await buffer.add(number, number)
                await clock.sleep_async(1000)
                await buffer.add(5, 5)

        writing = asyncio.create_task(writer())
        batches = [data(batch) async for batch in buffer]
        await writing
        return batches

    assert run(main(), clock=clock) == [[0, 1], [2, 3], [4], [5]]


@tasks_piece
def test_room_told_to_a_cancelled_writer_goes_to_the_next() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        buffer = AsyncStreamBuffer(buffer_size=1, timeout=0, policy="block", clock=clock)
        await buffer.add(0, "A")
        first = asyncio.create_task(buffer.add(1, "B"))
        second = asyncio.create_task(buffer.add(2, "C"))
        await clock.sleep_async(1)
        assert data(await buffer.get_batch()) == ["A"]  # the first writer is told, but has not run yet
        first.cancel()
        await second
        return [first.cancelled(), clock.time(), data(await buffer.get_batch())]

    assert run(main(), clock=clock) == [True, 1.0, ["C"]]


@tasks_piece
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), capacity=st.integers(1, 4), batch_size=st.integers(1, 5))
def test_tasks_cancelled_anywhere_lose_and_double_nothing(seed: int, capacity: int, batch_size: int) -> None:
    clock = VirtualClock()
    chance = random.Random(seed)

    async def main() -> tuple[list[int], list[int]]:
        buffer = AsyncStreamBuffer(capacity, timeout=2, batch_size=batch_size, policy="block", clock=clock)
        added: list[int] = []
        read: list[int] = []

        async def writer(item: int) -> None:
            await clock.sleep_async(chance.choice([0, 0, 1, 2]))
            if await buffer.add(item, item, timeout=chance.choice([None, 1])):
                added.append(item)

        async def reader() -> None:
            while not (buffer.closed and not len(buffer)):
                read.extend(data(await buffer.get_batch()))
                await clock.sleep_async(chance.choice([0, 0, 1]))

        async def cancel_some(tasks: list[asyncio.Task[None]]) -> None:
            for task in chance.sample(tasks, len(tasks) // 2):
                for _ in range(chance.randrange(4)):
                    await asyncio.sleep(0)
                task.cancel()
                await clock.sleep_async(chance.choice([0, 0, 1]))

        writers = [asyncio.create_task(writer(item)) for item in range(24)]
        readers = [asyncio.create_task(reader()) for _ in range(4)]
        await asyncio.gather(cancel_some(writers), cancel_some(readers))
        await asyncio.gather(*writers, return_exceptions=True)
        await buffer.close()
        await asyncio.gather(*readers, return_exceptions=True)
        return added, read

    added, read = run(main(), clock=clock)
    assert sorted(read) == sorted(added)


@awaited_piece
def test_who_waits_until_a_core_is_ready_takes_nothing() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        core: BufferCore[str] = BufferCore(3, "block")
        awaited: AwaitedCore[str] = AwaitedCore(core, clock)
        waiting = [asyncio.create_task(awaited.ready(count)) for count in (1, 2, 99)]
        seen = []
        for letter in "ABC":
            await clock.sleep_async(1)
            await awaited.offer(letter)
            await asyncio.sleep(0.5)
            seen.append(sum(task.done() for task in waiting))
        before = clock.time()
        await awaited.ready(9, patience=2)  # it is full
        await awaited.take(3)
        await awaited.ready(1, patience=2)
        return [seen, before, clock.time(), len(core)]

    assert run(main(), clock=clock) == [[1, 2, 3], 4.5, 6.5, 0]


@awaited_piece
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), capacity=st.integers(1, 3), policy=st.sampled_from(["block", "drop_oldest"]))
def test_a_shared_core_counts_what_cancelled_tasks_have_done(seed: int, capacity: int, policy: Policy) -> None:
    clock = VirtualClock()
    chance = random.Random(seed)

    async def main() -> tuple[int, int, list[int]]:
        core: BufferCore[int] = BufferCore(capacity, policy)
        awaited: AwaitedCore[int] = AwaitedCore(core, clock)
        got: list[int] = []

        async def write(item: int) -> None:
            await awaited.offer(item, chance.choice([None, 1]))

        async def read() -> None:
            got.extend(await awaited.take(chance.randint(1, 4), chance.choice([None, 1, 3])))

        tasks = [asyncio.create_task(write(number)) for number in range(12)]
        tasks += [asyncio.create_task(read()) for _ in range(6)]
        for task in chance.sample(tasks, 9):
            for _ in range(chance.randrange(3)):
                await asyncio.sleep(0)
            task.cancel()
        await clock.sleep_async(10)
        await awaited.close()
        await asyncio.gather(*tasks, return_exceptions=True)
        return core.stats.taken, core.stats.added, got

    taken, added, got = run(main(), clock=clock)
    assert len(got) == taken <= added
    assert len(set(got)) == taken


@batches_piece
def test_a_batch_waits_for_its_first_item_as_long_as_it_takes() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        awaited: AwaitedCore[int] = AwaitedCore(BufferCore(9, "block"), clock)

        async def write() -> None:
            for number, pause in enumerate([100, 1, 1, 50, 0, 4]):
                await clock.sleep_async(pause)
                await awaited.offer(number)
            await awaited.close()

        writing = asyncio.create_task(write())
        seen = [(batch, clock.time()) async for batch in batches_from(awaited, 3, 5)]
        await writing
        return seen

    assert run(main(), clock=clock) == [([0, 1, 2], 102.0), ([3, 4, 5], 156.0)]


@batches_piece
@pytest.mark.parametrize("patience", [0, 3, None])
def test_who_breaks_off_between_batches_loses_no_item(patience: float | None) -> None:
    async def broken_off_after(seconds: float, clock: VirtualClock) -> tuple[list[int], list[int]]:
        core: BufferCore[int] = BufferCore(4, "block")
        awaited: AwaitedCore[int] = AwaitedCore(core, clock)
        got: list[int] = []

        async def read() -> None:
            async for batch in batches_from(awaited, 3, patience):
                got.extend(batch)

        reading = asyncio.create_task(read())
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for number in range(8):
                    await clock.sleep_async(1)
                    await awaited.offer(number)
        reading.cancel()
        await asyncio.wait([reading])
        return got + core.take(9), list(range(core.stats.added))

    for half_seconds in range(1, 18):
        clock = VirtualClock()
        found, offered = run(broken_off_after(half_seconds / 2, clock), clock=clock)
        assert found == offered


@batches_piece
def test_an_empty_batch_is_no_end_and_a_closed_core_is_emptied_first() -> None:
    clock = VirtualClock()

    async def main() -> list[Any]:
        awaited: AwaitedCore[int] = AwaitedCore(BufferCore(9, "block"), clock)
        readers = [
            asyncio.create_task(collect(batches_from(awaited, 2, 1))),
            asyncio.create_task(collect(batches_from(awaited, 2, 1))),
        ]
        for number in range(3):
            await clock.sleep_async(10)
            await awaited.offer(number)
        await clock.sleep_async(10)
        for number in range(3, 8):
            await awaited.offer(number)
        await awaited.close()
        return [item for reading in readers for batch in await reading for item in batch]

    async def collect(source: AsyncIterator[list[int]]) -> list[list[int]]:
        return [batch async for batch in source]

    assert sorted(run(main(), clock=clock)) == list(range(8))
