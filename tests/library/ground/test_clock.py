"""`maif.clock`: virtual time for threads and for tasks."""

from __future__ import annotations

import _thread
import asyncio
import itertools
import math
import random
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import ContextVar
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.clock import SYSTEM_CLOCK, Clock, VirtualClock, VirtualTimeLoop, run
from maif.errors import DeadlockError

naps = st.lists(st.floats(0, 1e6), max_size=5)


def sums(seconds: list[float]) -> list[float]:
    """When a sleeper who starts at 0 wakes."""
    return list(itertools.accumulate(seconds))


# Real time


def test_the_system_clock_stamps_with_the_time_of_day() -> None:
    before = time.time()
    assert before <= SYSTEM_CLOCK.time() <= time.time()


def test_the_system_clock_takes_a_moment_in_the_past_for_now() -> None:
    SYSTEM_CLOCK.sleep(-1)
    asyncio.run(SYSTEM_CLOCK.sleep_async(-1))


def test_the_system_clock_waits_as_long_as_anybody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond 292 years, the operating system refuses."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    SYSTEM_CLOCK.sleep(1e300)
    assert slept[0] < 2**63 / 1e9
    news = SYSTEM_CLOCK.condition()
    for seconds in (1e10, 1e300, math.inf):
        with news, ThreadPoolExecutor(1) as pool:
            pool.submit(notify, news)
            assert news.wait(seconds)
            assert news.wait_for(lambda: True, seconds)


def notify(news: threading.Condition) -> None:
    with news:
        news.notify()


def test_conditions_of_the_system_clock_can_share_a_lock() -> None:
    lock = threading.Lock()
    full, empty = SYSTEM_CLOCK.condition(lock), SYSTEM_CLOCK.condition(lock)
    with full:
        assert not empty.acquire(blocking=False)
        assert not empty.wait(0)


# Threads on virtual time


def test_a_sleep_takes_exactly_its_time() -> None:
    clock = VirtualClock(start=5)
    clock.sleep(0.1)
    assert clock.time() == clock.monotonic() == 5.1


def test_a_negative_sleep_does_not_turn_time_back() -> None:
    clock = VirtualClock()
    clock.sleep(-1)
    clock.advance(-1)
    clock.call_later(-1, lambda: None)
    clock.sleep(0)
    assert clock.time() == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(naps, min_size=1, max_size=8))
def test_every_thread_wakes_at_the_sum_of_its_own_naps(threads: list[list[float]]) -> None:
    clock = VirtualClock()

    def sleeper(seconds: list[float]) -> list[float]:
        woken = []
        for nap in seconds:
            clock.sleep(nap)
            woken.append(clock.monotonic())
        return woken

    assert clock.run_threads(*(partial(sleeper, seconds) for seconds in threads)) == [sums(n) for n in threads]
    assert clock.time() == max(sums([0, *seconds])[-1] for seconds in threads)


def test_time_stands_still_while_one_thread_works() -> None:
    clock = VirtualClock()
    asleep = threading.Event()

    def sleeper() -> None:
        asleep.set()
        clock.sleep(10)

    def worker() -> float:
        asleep.wait()
        return max(clock.time() for _ in range(1000))

    assert clock.run_threads(sleeper, worker) == [None, 0.0]


def test_a_wait_ends_when_it_is_notified() -> None:
    clock = VirtualClock()
    condition = clock.condition()

    def waiter() -> tuple[bool, float]:
        with condition:
            return condition.wait(60), clock.time()

    def notifier() -> None:
        clock.sleep(3)
        with condition:
            condition.notify()

    assert clock.run_threads(waiter, notifier)[0] == (True, 3.0)


def test_a_wait_that_nobody_notifies_ends_at_its_timeout() -> None:
    clock = VirtualClock()
    condition = clock.condition()
    with condition:
        assert not condition.wait(2.5)
    assert clock.time() == 2.5


def test_wait_for_looks_again_at_each_notification() -> None:
    clock = VirtualClock()
    condition = clock.condition()
    seen: list[int] = []

    def notify(number: int) -> None:
        with condition:
            seen.append(number)
            condition.notify_all()

    for number in range(1, 6):
        clock.call_later(number, partial(notify, number))
    with condition:
        assert condition.wait_for(lambda: len(seen) == 3)
        assert (clock.time(), seen) == (3.0, [1, 2, 3])
        assert not condition.wait_for(lambda: len(seen) == 9, timeout=10)
    assert clock.time() == 13.0


def test_notify_wakes_no_more_waiters_than_it_was_told() -> None:
    clock = VirtualClock()
    condition = clock.condition()

    def waiter() -> bool:
        with condition:
            return condition.wait(10)

    def notifier() -> None:
        clock.sleep(1)
        with condition:
            condition.notify(2)

    assert sum(bool(woken) for woken in clock.run_threads(waiter, waiter, waiter, notifier)) == 2


def test_a_notification_goes_to_no_waiter_whose_time_is_over() -> None:
    clock = VirtualClock()
    condition = clock.condition()

    def waiter(timeout: float) -> bool:
        with condition:
            return condition.wait(timeout)

    def notifier() -> None:
        clock.sleep(2)
        with condition:
            condition.notify()

    assert clock.run_threads(partial(waiter, 1), partial(waiter, 3), notifier)[:2] == [False, True]


def test_conditions_can_share_a_lock() -> None:
    clock = VirtualClock()
    lock = threading.Lock()
    ping, pong = clock.condition(lock), clock.condition(lock)
    log: list[str] = []

    def player(mine: threading.Condition, other: threading.Condition, word: str) -> None:
        with lock:
            for _ in range(3):
                while log[-1:] == [word]:
                    mine.wait()
                log.append(word)
                other.notify()

    log.append("pong")
    clock.run_threads(partial(player, ping, pong, "ping"), partial(player, pong, ping, "pong"))
    assert log == ["pong", "ping"] * 3 + ["pong"]


@pytest.mark.parametrize("method", ["wait", "notify", "notify_all"])
def test_a_condition_must_be_held(method: str) -> None:
    with pytest.raises(RuntimeError, match="un-acquired"):
        getattr(VirtualClock().condition(), method)()


def test_calls_are_made_in_the_order_of_their_times_then_of_their_coming() -> None:
    clock = VirtualClock()
    made: list[tuple[str, float]] = []
    for name, seconds in [("c", 2), ("a", 1), ("d", 2), ("b", 1), ("late", 4)]:
        clock.call_later(seconds, lambda name=name: made.append((name, clock.time())))  # type: ignore[misc]
    clock.advance(3)
    assert made == [("a", 1.0), ("b", 1.0), ("c", 2.0), ("d", 2.0)]
    assert (clock.time(), clock.next_due()) == (3.0, 4.0)


def test_a_call_that_waits_is_refused() -> None:
    clock = VirtualClock()
    clock.call_later(1, lambda: clock.sleep(5))
    with pytest.raises(DeadlockError, match="must not wait"):
        clock.sleep(2)
    clock.sleep(2)
    assert clock.time() == 3.0


def test_a_call_may_use_a_lock_whose_holder_waits_again() -> None:
    clock = VirtualClock()
    condition = clock.condition()
    woken = threading.Event()
    notified = 0

    def notify() -> None:
        nonlocal notified
        for _ in range(2):
            with condition:
                notified += 1
                condition.notify_all()
            woken.wait()  # by now a waiter may hold the condition, and be about to wait again

    def waiter() -> float:
        with condition:
            while notified < 2:
                condition.wait()
                woken.set()
        return clock.time()

    clock.call_later(1, notify)
    assert clock.run_threads(waiter, waiter) == [1.0, 1.0]


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_an_error_in_a_call_reaches_who_waits_and_leaves_the_clock_in_order(error: type[BaseException]) -> None:
    clock = VirtualClock()
    condition = clock.condition()

    def fail() -> None:
        raise error

    clock.call_later(1, fail)
    with condition, pytest.raises(error):
        condition.wait(10)
    assert clock.next_due() is None
    clock.sleep(1)
    assert clock.time() == 2.0


def test_everybody_learns_of_a_deadlock() -> None:
    clock = VirtualClock()
    condition = clock.condition()

    def waiter() -> str:
        with condition, pytest.raises(DeadlockError, match=r"at 7\.0 s everybody waits") as caught:
            condition.wait()
        return caught.typename

    def sleeper() -> None:
        clock.sleep(7)

    assert clock.run_threads(waiter, waiter, sleeper) == ["DeadlockError", "DeadlockError", None]


def test_run_threads_raises_the_first_calls_error_after_all_have_ended() -> None:
    clock = VirtualClock()

    def fail(seconds: float) -> None:
        clock.sleep(seconds)
        raise ValueError(seconds)

    with pytest.raises(ValueError, match="9"):
        clock.run_threads(partial(fail, 9), partial(fail, 1), partial(clock.sleep, 20))
    assert clock.time() == 20.0
    clock.sleep(1)
    assert clock.time() == 21.0


def test_run_threads_without_calls_does_nothing() -> None:
    assert VirtualClock().run_threads() == []


def test_a_thread_may_run_threads_of_its_own() -> None:
    clock = VirtualClock()

    def parent() -> float:
        clock.run_threads(partial(clock.sleep, 2), partial(clock.sleep, 3))
        clock.sleep(1)
        return clock.time()

    def bystander() -> float:
        clock.sleep(3.5)
        return clock.time()

    assert clock.run_threads(parent, bystander) == [4.0, 3.5]


def test_fifty_threads_hand_round_a_hundred_tokens() -> None:
    clock = VirtualClock()
    condition = clock.condition()
    passed: list[float] = []

    def player(number: int) -> None:
        for turn in range(number, 100, 50):
            with condition:
                condition.wait_for(lambda turn=turn: len(passed) == turn)  # type: ignore[misc]
            clock.sleep(1)
            with condition:
                passed.append(clock.time())
                condition.notify_all()

    clock.run_threads(*(partial(player, number) for number in range(50)))
    assert passed == [float(moment) for moment in range(1, 101)]


# Tasks on virtual time


@settings(max_examples=30, deadline=None)
@given(st.lists(naps, max_size=8), st.sampled_from([0.0, 1.7e9]))
def test_every_task_wakes_at_the_sum_of_its_own_naps(tasks: list[list[float]], start: float) -> None:
    clock = VirtualClock(start)

    async def sleeper(seconds: list[float]) -> list[float]:
        woken = []
        for nap in seconds:
            await asyncio.sleep(nap)
            woken.append(clock.time())
        return woken

    async def main() -> list[list[float]]:
        return await asyncio.gather(*map(sleeper, tasks))

    assert run(main(), clock=clock) == [list(itertools.accumulate([start, *n]))[1:] for n in tasks]


def test_every_timer_comes_at_exactly_its_moment() -> None:
    chance = random.Random(5)
    moments = [chance.random() * 10 ** chance.randrange(-3, 7) for _ in range(300)]
    seen: list[float] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        for moment in moments:
            loop.call_at(moment, lambda: seen.append(loop.time()))
        await asyncio.sleep(1e7)

    run(main())
    assert seen == sorted(moments)


def test_the_same_program_takes_the_same_course() -> None:
    def course() -> list[tuple[int, float]]:
        log = []
        chance = random.Random(7)

        async def walker(number: int) -> None:
            for _ in range(10):
                await asyncio.sleep(chance.choice([0, 1, 2]))
                log.append((number, asyncio.get_running_loop().time()))

        async def main() -> None:
            await asyncio.gather(*map(walker, range(10)))

        run(main())
        return log

    assert course() == course()


def test_a_call_of_the_clock_wakes_a_task_before_a_later_timer() -> None:
    clock = VirtualClock()

    async def main() -> tuple[bool, float]:
        event = asyncio.Event()
        clock.call_later(3, event.set)
        return await clock.wait_async(event, 10), clock.time()

    assert run(main(), clock=clock) == (True, 3.0)


def test_wait_async_says_whether_the_condition_was_notified_and_holds_it_again() -> None:
    clock = VirtualClock()

    async def main() -> list[object]:
        condition = asyncio.Condition()

        async def notifier() -> None:
            await clock.sleep_async(2)
            async with condition:
                condition.notify()

        task = asyncio.create_task(notifier())
        async with condition:
            seen: list[object] = [await clock.wait_async(condition, 5), clock.time(), condition.locked()]
            seen += [await clock.wait_async(condition, 5), clock.time(), condition.locked()]
        await task
        return seen

    assert run(main(), clock=clock) == [True, 2.0, True, False, 7.0, True]


def test_cancelling_a_waiting_task_takes_no_time() -> None:
    clock = VirtualClock()

    async def main() -> None:
        task = asyncio.create_task(clock.wait_async(asyncio.Event()))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main(), clock=clock)
    assert clock.time() == 1.0


def test_a_timeout_comes_at_its_virtual_moment() -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3600):
                await asyncio.Event().wait()
        return asyncio.get_running_loop().time()

    assert run(main()) == 3600.0


def test_time_stands_still_while_an_executors_thread_works() -> None:
    async def main() -> float:
        moved_on = threading.Event()
        timer = asyncio.get_running_loop().call_later(10, moved_on.set)
        assert not await asyncio.to_thread(moved_on.wait, 0.02)
        timer.cancel()
        return asyncio.get_running_loop().time()

    assert run(main()) == 0.0


def test_the_loop_waits_for_a_thread_that_it_does_not_know() -> None:
    async def main() -> str:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str] = loop.create_future()
        asleep = threading.Event()

        def outsider() -> None:
            asleep.wait()
            loop.call_soon_threadsafe(answer.set_result, "done")

        thread = threading.Thread(target=outsider)
        thread.start()
        loop.call_soon(asleep.set)
        try:
            return await answer
        finally:
            thread.join()

    assert run(main()) == "done"


def test_the_loop_waits_for_a_socket() -> None:
    async def main() -> bytes:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.setblocking(False)
            thread = threading.Thread(target=theirs.sendall, args=(b"hello",))
            loop = asyncio.get_running_loop()
            receiving = asyncio.create_task(loop.sock_recv(ours, 5))
            await asyncio.sleep(0)
            thread.start()
            data = await receiving
            thread.join()
            return data

    assert run(main()) == b"hello"


@pytest.mark.parametrize("pipe", [asyncio.subprocess.PIPE, None])
def test_the_loop_waits_for_a_subprocess(pipe: int | None) -> None:
    async def main() -> int:
        process = await asyncio.create_subprocess_exec(sys.executable, "-Sc", "print(end='')", stdout=pipe)
        await process.communicate()
        assert process.returncode is not None
        return process.returncode

    assert run(main()) == 0


def test_a_program_that_can_never_go_on_raises_and_is_cleaned_up() -> None:
    closed = []

    async def stuck() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            closed.append(True)

    async def main() -> None:
        await asyncio.sleep(4)
        await asyncio.gather(stuck(), stuck())

    with pytest.raises(DeadlockError, match=r"at 4\.0 s every task waits"):
        run(main())
    assert closed == [True, True]


@pytest.mark.parametrize("wait", [lambda clock: clock.sleep_async(1), lambda clock: clock.wait_async(asyncio.Event())])
def test_a_virtual_clock_refuses_to_wait_on_a_loop_that_does_not_move_it(
    wait: Callable[[VirtualClock], Awaitable[object]],
) -> None:
    async def main() -> None:
        await wait(VirtualClock())

    for runner in (asyncio.run, run):
        with pytest.raises(DeadlockError, match="does not move this virtual clock"):
            runner(main())


def test_an_error_in_main_comes_out_of_run() -> None:
    async def main() -> None:
        await asyncio.sleep(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(main())


def test_run_closes_abandoned_async_generators() -> None:
    closed = []

    async def numbers() -> AsyncIterator[int]:
        try:
            for number in itertools.count():
                yield number
        finally:
            await asyncio.sleep(1)
            closed.append(True)

    kept = numbers()

    async def main() -> None:
        await anext(kept)

    run(main())
    assert closed == [True]


def test_a_loop_makes_its_own_clock_where_none_is_given() -> None:
    loop = VirtualTimeLoop()
    try:
        loop.run_until_complete(asyncio.sleep(2))
        assert isinstance(loop.clock, Clock)
        assert loop.clock.time() == 2.0
    finally:
        loop.close()


def test_run_takes_a_loop_of_its_own_where_one_is_running() -> None:
    clock = VirtualClock()
    colour = ContextVar("colour", default="none")

    async def nap() -> tuple[float, str]:
        await clock.sleep_async(3600)
        return clock.time(), colour.get()

    async def cell_of_a_notebook() -> tuple[float, str]:
        colour.set("red")
        return run(nap(), clock=clock)

    assert asyncio.run(cell_of_a_notebook()) == (3600.0, "red")


def test_the_running_loop_goes_on_with_its_task_after_a_run_inside_it() -> None:
    async def cell_of_a_notebook() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        with pytest.raises(ZeroDivisionError):
            run(failing())
        assert (asyncio.get_running_loop(), asyncio.current_task()) == (loop, task)
        await asyncio.wait_for(asyncio.sleep(0), timeout=5)

    async def failing() -> float:
        await asyncio.sleep(3600)
        return 1 / 0

    asyncio.run(cell_of_a_notebook())


@pytest.mark.parametrize("interrupts", [1, 2])
def test_interrupts_end_what_a_running_loop_waits_for(interrupts: int) -> None:
    async def interrupted() -> None:  # the first cancels, as under asyncio.run; a second one stops a busy loop too
        for _ in range(interrupts):
            _thread.interrupt_main()
        await asyncio.sleep(3600)
        pytest.fail("not interrupted")

    async def cell_of_a_notebook() -> None:
        with pytest.raises(KeyboardInterrupt):
            run(interrupted())
        assert asyncio.current_task() is not None

    with closing(asyncio.new_event_loop()) as loop:  # asyncio.run would take the interrupt for itself
        loop.run_until_complete(cell_of_a_notebook())
