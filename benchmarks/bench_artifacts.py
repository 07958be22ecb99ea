"""Artifacts: messages of many sources into folders of MAIF files, syncing them, and large files by mapping."""

from __future__ import annotations

import asyncio
import mmap
import tempfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.harness import Row, compare, figure, seconds
from maif.realtime import Message, create_client, create_stream_processor, get_or_create_artifact, mmap_file
from maif.streaming import MAIFStreamWriter

TEXT = "The flight to Chicago was delayed by 35 minutes, and landed at ten with 182 passengers on board."
MESSAGES = 200_000
SOURCES = 1000
LARGE = 256 << 20  # bytes
CHUNK = 64 << 20


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        for layout, sources, what, reach in (
            ("folders", SOURCES, "1,000 sources into an artifact each", "≥ 30,000/s"),
            ("shared", SOURCES, "1,000 sources into one artifact that they share", ""),
            ("folders", 1, "one source into its artifact", ""),
        ):
            yield compare(
                f"messages of {what}",
                partial(run, folder, layout, sources),
                partial(write_alone, folder),
                name="the writer alone",
                items=MESSAGES,
                rounds=2,
                reach=reach,
            )
        yield Row(
            f"sync {figure(SOURCES)} artifacts that changed",
            f"{figure(sync_all(folder) * 1000)} ms",
            "",
            reach="100 ms",
        )
        path = Path(folder, "large.bin")
        with open(path, "wb") as file:
            for number in range(LARGE >> 20):
                file.write(bytes([number % 251]) * (1 << 20))
        for work, over in (("touch a byte a page", touch), ("CRC-32", checksum)):
            yield compare(
                f"a file of {LARGE >> 20} MB by mapping: {work}",
                partial(by_mapping, path, over),
                partial(bare, path, over),
                name="bare loop",
                items=LARGE / 1e6,
                unit=" MB/s",
                reach="≥ 0.9 ×, ≥ 400 MB/s",
            )


def run(folder: str, layout: str, sources: int) -> None:
    asyncio.run(process(folder, layout, sources))


async def process(folder: str, layout: str, sources: int) -> None:
    """Write the messages of a run into a root of its own, which stays; opening and finishing all files counts."""
    root = tempfile.mkdtemp(dir=folder)
    processor = create_stream_processor("bench", create_client(root=root), {"artifacts": layout})
    items = (Message(f"source {number % sources}", content=TEXT) for number in range(MESSAGES))
    processor.add_iterable_source(items, "messages", group="bench")

    @processor.on_text_message
    async def keep(message: Message) -> None:
        await get_or_create_artifact(message.source_id).add_text_async(TEXT)

    await processor.run()


def write_alone(folder: str) -> None:
    """Write the same blocks into one file."""
    data = TEXT.encode()
    with MAIFStreamWriter(Path(folder, "alone.maif"), buffer_size="64KB") as writer:
        for number in range(MESSAGES):
            writer.write_chunk(data, "TEXT", {"_from": ["messages", "bench", 0, number, 0, 1]})


def sync_all(folder: str) -> float:
    """Return the seconds that a sync of many artifacts takes."""
    with tempfile.TemporaryDirectory(dir=folder) as root, create_client(root=root) as client:
        taken = []
        for _ in range(4):
            for number in range(SOURCES):
                client.artifact(f"source {number}").add_text(TEXT)
            taken.append(seconds(client.shelf.sync))
        return median(taken[1:])


def touch(chunk: memoryview) -> int:
    return sum(chunk[:: mmap.PAGESIZE])


def checksum(chunk: memoryview) -> int:
    return zlib.crc32(chunk)


def by_mapping(path: Path, work: Callable[[memoryview], int]) -> None:
    with mmap_file(path) as large:
        for chunk in large.iter_chunks(CHUNK):
            work(chunk)


def bare(path: Path, work: Callable[[memoryview], int]) -> None:
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapping:
        view = memoryview(mapping)
        for start in range(0, len(view), CHUNK):
            chunk = view[start : start + CHUNK]
            work(chunk)
            chunk.release()
        view.release()
