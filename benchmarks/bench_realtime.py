"""Live streams: what order, retries, outboxes and commits cost beside a bare concurrent map."""

from __future__ import annotations

import asyncio
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.harness import Row, compare, figure
from maif.parallel import amap_as_completed
from maif.realtime import Message, StreamConfig, StreamProcessor, create_client, create_stream_processor
from maif.units import format_duration, format_size

ITEMS = 20_000
MANY_ITEMS = 1_000_000
SLOTS = 64


def messages(count: int, keys: int = 0) -> Iterator[Message]:
    return (
        Message("items", content="a reading of 22.5 degrees", key=number % keys if keys else None)
        for number in range(count)
    )


def new(root: str, **config: Any) -> StreamProcessor:
    return create_stream_processor("bench", create_client(root=root), StreamConfig(**config))


def process(root: str, count: int, *, suspends: bool, keys: int = 0) -> None:
    processor = new(root, parallelism=SLOTS)
    processor.add_iterable_source(messages(count, keys))

    @processor.on_text_message
    async def handler(message: Message) -> None:
        if suspends:
            await asyncio.sleep(0)

    assert asyncio.run(processor.run()).finished == count


def bare_map(count: int) -> None:
    async def handler(message: Message) -> None:
        await asyncio.sleep(0)

    async def main() -> None:
        async for _ in amap_as_completed(handler, messages(count), max_in_flight=SLOTS):
            pass

    asyncio.run(main())


def light_load(root: str, count: int = 500) -> list[float]:
    """Return how long messages take to reach their handler, at 250 a second."""
    waits: list[float] = []
    processor = new(root)

    async def items() -> AsyncIterator[dict[str, str]]:
        for _ in range(count):
            await asyncio.sleep(0.004)
            yield {"text": str(time.perf_counter())}

    processor.add_iterable_source(items())

    @processor.on_text_message
    async def handler(message: Message) -> None:
        waits.append(time.perf_counter() - float(str(message.content)))

    asyncio.run(processor.run())
    return waits


def grown(count: int, stuck: bool) -> int:
    """Return by how many bytes a process over so many messages is larger, at its peak, than one over ten."""
    return peak(count, stuck) - peak(10, False)


def peak(count: int, stuck: bool) -> int:
    work = f"from benchmarks.bench_realtime import show_peak\nshow_peak({count}, {stuck})"
    return int(subprocess.run([sys.executable, "-c", work], check=True, capture_output=True, text=True).stdout)


def show_peak(count: int, stuck: bool) -> None:
    with tempfile.TemporaryDirectory() as root:
        processor = new(root, parallelism=SLOTS, stop_timeout=0.1)
        processor.add_iterable_source(messages(count))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if stuck and message.offset == 0:
                await asyncio.sleep(3600)

        asyncio.run(processor.run(timeout=5 if stuck else None))
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    assert found
    print(1024 * int(found[1]))


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as root:
        for what, keys in (("messages without keys", 0), ("messages of 1,000 keys", 1000)):
            yield compare(
                f"{what}, a handler that suspends",
                partial(process, root, ITEMS, suspends=True, keys=keys),
                lambda: bare_map(ITEMS),
                name="amap_as_completed alone",
                items=ITEMS,
                reach="≥ 0.15 ×",
            )
        start = time.perf_counter()
        process(root, ITEMS, suspends=False)
        speed = figure(ITEMS / (time.perf_counter() - start))
        yield Row("messages without keys, a handler that does nothing", f"{speed}/s", "")
        waits = statistics.quantiles(light_load(root), n=100)
        yield Row("message to handler, 250 a second: p50", format_duration(waits[49]), "")
        yield Row("message to handler, 250 a second: p99", format_duration(waits[98]), "", reach="< 5 ms")
    yield Row("memory, 1,000,000 messages: grows by", format_size(grown(MANY_ITEMS, False)), "", reach="< 64 MiB")
    yield Row(
        "memory, one stuck message among them: grows by", format_size(grown(MANY_ITEMS, True)), "", reach="< 64 MiB"
    )
