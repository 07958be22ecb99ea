"""`leaves_nothing` and `run_cleanly` find whatever is left."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator

import pytest

from leftovers import leaves_nothing, run_cleanly

kept: list[object] = []


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    yield
    kept.clear()


async def numbers() -> AsyncIterator[int]:
    for number in range(3):
        yield number


def test_what_ends_passes_and_gives_its_result() -> None:
    async def main() -> list[int]:
        async for _ in numbers():
            break
        return [number async for number in numbers()]

    assert run_cleanly(main) == [0, 1, 2]


def test_a_thread_is_found() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    with pytest.raises(AssertionError, match="Thread"), leaves_nothing():
        thread.start()
    end.set()
    thread.join()


def test_an_open_file_is_found() -> None:
    with pytest.raises(AssertionError, match=os.devnull), leaves_nothing():
        file = os.open(os.devnull, os.O_RDONLY)
    os.close(file)


def test_a_generator_that_was_not_closed_is_found() -> None:
    def begin() -> None:
        generator = (number for number in range(3))
        kept.append(generator)
        next(generator)

    with pytest.raises(AssertionError, match="generator object"), leaves_nothing():
        begin()


def test_an_async_generator_that_was_not_closed_is_found() -> None:
    async def begin() -> None:
        generator = numbers()
        kept.append(generator)
        await anext(generator)

    loop = asyncio.new_event_loop()
    with pytest.raises(AssertionError, match="async_generator object"), leaves_nothing():
        loop.run_until_complete(begin())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def test_a_task_is_found() -> None:
    async def main() -> None:
        kept.append(asyncio.create_task(asyncio.sleep(3600)))

    with pytest.raises(AssertionError, match="tasks left behind"):
        run_cleanly(main)


def test_an_exception_that_nobody_took_is_found() -> None:
    async def fail() -> None:
        raise LookupError("nobody asked")

    async def main() -> None:
        task = asyncio.create_task(fail())
        await asyncio.wait([task])

    with pytest.raises(AssertionError, match="never retrieved"):
        run_cleanly(main)


def test_an_exception_passes_but_covers_no_thread_up() -> None:
    with pytest.raises(LookupError), leaves_nothing():
        raise LookupError
    end = threading.Event()
    thread = threading.Thread(target=end.wait)

    def start_and_fail() -> None:
        thread.start()
        raise LookupError

    with pytest.raises(AssertionError, match="Thread"), leaves_nothing():
        start_and_fail()
    end.set()
    thread.join()
