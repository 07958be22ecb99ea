"""Pipelines against conveyor-streaming and aiostream, and the timeline of eight calls."""

from __future__ import annotations

import asyncio
import importlib
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from aiostream import pipe, stream

from benchmarks.harness import Row, compare, figure, in_turn
from maif.pipeline import Pipeline, single_task

conveyor = importlib.import_module("conveyor")  # the package itself, not our alias for it
ITEMS, FEW_ITEMS = 20_000, 2_000
MILLION = 1_000_000
ROUNDS = 2  # the ratios are far from what is to be reached, and conveyor takes its time
EIGHT = [0.1, 0.2, 0.3, 0.4, 0.5, 2.0, 0.7, 0.8]  # seconds
PICTURE = Path(__file__).with_name("pipeline_timeline.svg")


async def at_once(item: int) -> int:
    return item


async def suspending(item: int) -> int:
    await asyncio.sleep(0)
    return item


async def count(results: Any, expected: int) -> None:
    assert len([result async for result in results]) == expected


async def ours(fn: Any, depth: int, mode: Any, items: int) -> None:
    pipeline = Pipeline([single_task(fn)] * depth).with_execution_mode(mode)
    await count(pipeline(range(items)), items)


async def by_conveyor(fn: Any, depth: int, mode: Any, items: int) -> None:
    pipeline = conveyor.Pipeline().add(*[conveyor.single_task(fn)] * depth).with_execution_mode(mode)
    await count(pipeline(list(range(items))), items)


async def by_aiostream(fn: Any, depth: int, mode: Any, items: int) -> None:
    results = stream.iterate(range(items))
    for _ in range(depth):
        results |= pipe.map(fn, ordered=mode == "ordered", task_limit=64)
    async with results.stream() as streamer:
        await count(streamer, items)


async def naps(count: int) -> None:
    results = single_task(lambda _: asyncio.sleep(1, True)).with_context(max_parallelism=count)(range(count)).collect()
    assert len(await results) == count


async def first_behind_a_slow_head(decorator: Any) -> None:
    async def work(item: int) -> int:
        await asyncio.sleep(0 if item else 0.2)
        return item

    results = decorator(work).as_completed(list(range(ITEMS)))
    async for result in results:
        assert result
        break
    await results.aclose()


class CountedList(list[int]):
    """The one kind of stream that conveyor takes, which knows how far it has been read."""

    read = 0

    def __iter__(self) -> Iterator[int]:
        for item in super().__iter__():
            self.read += 1
            yield item


async def greatest_lead(decorator: Any, items: int) -> int:
    """Return how far the source was read ahead of the results, at most."""
    source = CountedList(range(items))
    most = done = 0
    async for _ in decorator(suspending)(source):
        done += 1
        most = max(most, source.read - done)
    assert done == items
    return most


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def growth(depth: int) -> float:
    """Return by how many MB the memory grows over the last 900,000 of a million items."""
    done, before = 0, 0
    async for _ in Pipeline([single_task(at_once)] * depth)(range(MILLION)):
        done += 1
        if done == MILLION // 10:
            before = resident()
    return (resident() - before) / 2**20


def rows() -> Iterator[Row]:
    for kind, fn in (("never suspends", at_once), ("suspends once", suspending)):
        for depth in (1, 3):
            for mode in ("ordered", "as_completed"):
                work = f"{depth} stage{'s' * (depth > 1)}, {mode.replace('_', ' ')}, a function that {kind}"
                yield compare(
                    work,
                    partial(run, ours, fn, depth, mode, ITEMS),
                    partial(run, by_conveyor, fn, depth, mode, ITEMS),
                    name="conveyor",
                    items=ITEMS,
                    rounds=ROUNDS,
                    reach="≥ 3 ×",
                )
            yield compare(
                f"{depth} stage{'s' * (depth > 1)}, ordered, a function that {kind}",
                partial(run, ours, fn, depth, "ordered", FEW_ITEMS),
                partial(run, by_aiostream, fn, depth, "ordered", FEW_ITEMS),
                name="aiostream",
                items=FEW_ITEMS,
                rounds=ROUNDS,
            )
    taken = statistics.median(taken for [taken] in in_turn(partial(run, naps, 4000), rounds=ROUNDS))
    yield Row("4,000 naps of one second, `max_parallelism=4000`", f"{taken:.2f} s", "", reach="< 1.2 s")
    pairs = list(
        in_turn(
            partial(run, first_behind_a_slow_head, single_task),
            partial(run, first_behind_a_slow_head, conveyor.single_task),
            rounds=ROUNDS,
        )
    )
    our_time, peer_time = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    yield Row(
        f"as completed, first of {ITEMS:,} results behind a slow head",
        f"{figure(our_time)} ms",
        f"conveyor {figure(peer_time)} ms",
        peer_time / our_time,
    )
    our_lead = asyncio.run(greatest_lead(single_task, 10 * ITEMS))
    peer_lead = asyncio.run(greatest_lead(conveyor.single_task, ITEMS))
    yield Row(
        "the source's lead over the results",
        f"{our_lead:,} of {10 * ITEMS:,} items",
        f"conveyor {peer_lead:,} of {ITEMS:,}",
        reach="≤ 192",
    )
    yield Row(
        "growth of memory over 1,000,000 items, 1 stage; 3 stages",
        f"{asyncio.run(growth(1)):.1f} MB; {asyncio.run(growth(3)):.1f} MB",
        "",
        reach="none",
    )
    draw_timeline()


def run(program: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
    asyncio.run(program(*arguments))


# The timeline

Moments = dict[int, list[float]]  # of each call: when it began and ended, and when its result was delivered


async def watch(mode: Any) -> Moments:
    """Run the eight naps, and note what happened when."""
    start = time.perf_counter()
    moments: Moments = {number: [] for number in range(len(EIGHT))}

    @single_task
    async def nap(number: int) -> int:
        moments[number].append(time.perf_counter() - start)
        await asyncio.sleep(EIGHT[number])
        moments[number].append(time.perf_counter() - start)
        return number

    async for number in nap.with_execution_mode(mode)(range(len(EIGHT))):
        moments[number].append(time.perf_counter() - start)
    return moments


def draw_timeline() -> None:
    """Draw both modes, one above the other, as they really went."""
    panels = [
        (title, asyncio.run(watch(mode))) for title, mode in (("ordered", "ordered"), ("as completed", "as_completed"))
    ]
    row, left, second, gap = 18, 96, 260, 74
    height = len(panels) * (len(EIGHT) * row + gap) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" font-family="sans-serif" font-size="12">',
        f'<rect width="720" height="{height}" fill="white"/>',
    ]
    for number, (title, moments) in enumerate(panels):
        top = number * (len(EIGHT) * row + gap) + 40
        bottom = top + len(EIGHT) * row
        parts.append(f'<text x="{left}" y="{top - 16}" font-size="14" font-weight="bold">{escape(title)}</text>')
        for tenth in range(0, 23, 5):
            x = left + tenth / 10 * second
            parts.append(f'<line x1="{x}" x2="{x}" y1="{top - 4}" y2="{bottom}" stroke="#ddd"/>')
            parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle" fill="#555">{tenth / 10} s</text>')
        for call, (began, ended, delivered) in moments.items():
            y = top + call * row
            x, end, out = (left + moment * second for moment in (began, ended, delivered))
            parts += [
                f'<text x="{left - 8}" y="{y + 12}" text-anchor="end" fill="#555">{EIGHT[call]} s</text>',
                f'<rect x="{x:.1f}" y="{y + 2}" width="{end - x:.1f}" height="12" fill="#56b4e9"/>',
                f'<path d="M{end:.1f} {y + 8}H{out:.1f}" stroke="#555" stroke-dasharray="2 3"/>',
                f'<circle cx="{out:.1f}" cy="{y + 8}" r="4" fill="#d55e00"/>',
            ]
    parts += [
        f'<rect x="{left}" y="{height - 24}" width="24" height="12" fill="#56b4e9"/>',
        f'<text x="{left + 32}" y="{height - 14}">the call runs</text>',
        f'<path d="M{left + 130} {height - 18}h30" stroke="#555" stroke-dasharray="2 3"/>',
        f'<text x="{left + 168}" y="{height - 14}">its result waits for those before it</text>',
        f'<circle cx="{left + 400}" cy="{height - 18}" r="4" fill="#d55e00"/>',
        f'<text x="{left + 412}" y="{height - 14}">its result is delivered</text>',
        "</svg>",
    ]
    PICTURE.write_text("\n".join(parts) + "\n")
