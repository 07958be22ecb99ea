"""Concurrent maps against a TaskGroup with bounded queues, aiostream, and the standard library's process pool."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from aiostream import stream

from benchmarks.harness import Row, compare, in_turn
from maif.parallel import amap_as_completed, amap_ordered, map_ordered

ITEMS = 20_000
FEW_ITEMS = 2_000
WORKERS = 16
Function = Callable[[int], Awaitable[int]]


async def at_once(item: int) -> int:
    return item


async def suspending(item: int) -> int:
    await asyncio.sleep(0)
    return item


async def ours(amap: Any, fn: Function, items: int) -> None:
    results = [result async for result in amap(fn, range(items), max_in_flight=WORKERS)]
    assert len(results) == items


async def by_hand(fn: Function, items: int) -> None:
    """What one writes without a library: a queue in, a queue out, and a fixed set of workers."""
    waiting: asyncio.Queue[int | None] = asyncio.Queue(100)
    finished: asyncio.Queue[int | None] = asyncio.Queue(100)

    async def feed() -> None:
        for item in range(items):
            await waiting.put(item)
        for _ in range(WORKERS):
            await waiting.put(None)

    async def work() -> None:
        while (item := await waiting.get()) is not None:
            await finished.put(await fn(item))
        await finished.put(None)

    results, left = [], WORKERS
    async with asyncio.TaskGroup() as group:
        group.create_task(feed())
        for _ in range(WORKERS):
            group.create_task(work())
        while left:
            if (result := await finished.get()) is None:
                left -= 1
            else:
                results.append(result)
    assert len(results) == items


async def by_aiostream(fn: Any, items: int, *, ordered: bool) -> None:
    mapped = stream.map(stream.iterate(range(items)), fn, ordered=ordered, task_limit=WORKERS)
    async with mapped.stream() as streamer:
        results = [result async for result in streamer]
    assert len(results) == items


async def naps(count: int) -> None:
    async for _ in amap_ordered(lambda _: asyncio.sleep(1), range(count), max_in_flight=count):
        pass


def in_processes(batches: list[list[int]]) -> None:
    assert len(list(map_ordered(sum, batches, backend="processes", num_workers=2))) == len(batches)


def in_standard_pool(batches: list[list[int]]) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as pool:
        assert len(list(pool.map(sum, batches))) == len(batches)


def rows() -> Iterator[Row]:
    for kind, fn in (("never suspends", at_once), ("suspends once", suspending)):
        for amap in (amap_ordered, amap_as_completed):
            work = f"`{amap.__name__}`, {WORKERS} in flight, a function that {kind}"
            yield compare(
                work,
                partial(run, ours, amap, fn, ITEMS),
                partial(run, by_hand, fn, ITEMS),
                name="TaskGroup and queues",
                items=ITEMS,
                rounds=9,
                reach="≥ 0.7 ×",
            )
            yield compare(
                work,
                partial(run, ours, amap, fn, FEW_ITEMS),
                partial(run, partial(by_aiostream, ordered=amap is amap_ordered), fn, FEW_ITEMS),
                name="aiostream",
                items=FEW_ITEMS,
            )
    taken = statistics.median(taken for [taken] in in_turn(partial(run, naps, 4000), rounds=3))
    yield Row("`amap_ordered`, 4,000 naps of one second at a time", f"{taken:.2f} s", "", reach="< 1.2 s")
    batches = [list(range(1000))] * 2000
    yield compare(
        "`map_ordered`, 2,000 lists of 1,000 numbers summed by 2 processes",
        partial(in_processes, batches),
        partial(in_standard_pool, batches),
        name="ProcessPoolExecutor",
        items=len(batches),
    )


def run(program: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
    asyncio.run(program(*arguments))
