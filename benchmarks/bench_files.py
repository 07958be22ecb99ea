"""MAIF files against mcap's Python library, and against hashlib as the limit.

Files lie in memory (`/dev/shm`) where that exists: the disk is not what is measured, and both sides are spared its
syncs.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from mcap.reader import make_reader
from mcap.writer import Writer as McapWriter

from benchmarks.harness import Row, compare, folder_in_memory, in_turn
from maif.block_storage import BlockStorage
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.units import format_duration, format_size

SMALL, SMALL_COUNT = os.urandom(100), 100_000
LARGE, LARGE_COUNT = os.urandom(1 << 20), 1024
MANY = 1_000_000


def rows() -> Iterator[Row]:
    with folder_in_memory() as name:
        folder = Path(name)
        yield from small_blocks(folder)
        yield from large_blocks(folder)
        yield from lookups(folder)
        yield from memory_use(folder)
    yield from importing()


def small_blocks(folder: Path) -> Iterator[Row]:
    ours, peer = folder / "small.maif", folder / "small.mcap"
    against_mcap = partial(compare, name="mcap", items=SMALL_COUNT, unit=" blocks/s", rounds=7)
    write, write_mcap = (lambda: write_blocks(ours, SMALL, SMALL_COUNT)), (lambda: write_mcap_messages(peer))
    yield against_mcap("write 100,000 blocks of 100 B, hashed", write, write_mcap, reach="≥ 1 ×")

    def iterate() -> None:
        with MAIFStreamReader(ours) as reader:
            assert sum(len(block.data) for block in reader) == len(SMALL) * SMALL_COUNT

    def iterate_mcap() -> None:
        with peer.open("rb") as file:
            messages = make_reader(file).iter_messages()
            assert sum(len(message.data) for _, _, message in messages) == len(SMALL) * SMALL_COUNT

    yield against_mcap("iterate over them", iterate, iterate_mcap, reach="≥ 4 ×")
    ours.unlink()
    peer.unlink()


def write_blocks(path: Path, data: bytes, count: int) -> None:
    with MAIFStreamWriter(path) as writer:
        for _ in range(count):
            writer.write_binary_chunk(data)


def write_mcap_messages(path: Path) -> None:
    with path.open("wb") as file:
        writer = McapWriter(file)
        writer.start()
        channel = writer.register_channel("topic", "raw", writer.register_schema("name", "raw", b""))
        for number in range(SMALL_COUNT):
            writer.add_message(channel, number, SMALL, number)
        writer.finish()


def large_blocks(folder: Path) -> Iterator[Row]:
    path = folder / "large.maif"
    gigabytes = LARGE_COUNT * len(LARGE) / 1e9

    def remove() -> None:
        path.unlink(missing_ok=True)

    def write() -> None:
        write_blocks(path, LARGE, LARGE_COUNT)

    def read() -> None:
        with MAIFStreamReader(path, verify=True) as reader:
            assert sum(1 for _ in reader) == LARGE_COUNT

    def hash_once() -> None:
        with BlockStorage(path) as storage:
            for block in storage:
                hashlib.sha256(block.view).digest()

    def hash_twice() -> None:
        for _ in range(2 * LARGE_COUNT):
            hashlib.sha256(LARGE).digest()

    speed = partial(compare, items=gigabytes, unit=" GB/s", rounds=5)
    yield speed("write 1,024 blocks of 1 MiB", write, hash_twice, name="SHA-256 twice", reach="≥ 0.7 ×")
    yield speed("read them verified", read, hash_once, name="SHA-256 once", reach="≥ 0.85 ×")
    path.unlink()


def lookups(folder: Path) -> Iterator[Row]:
    path = folder / "many.maif"
    with MAIFStreamWriter(path) as writer:
        wanted = writer.write_binary_chunk(SMALL)
        for _ in range(MANY - 1):
            writer.write_binary_chunk(SMALL)

    def by_number() -> None:
        with BlockStorage(path) as storage:
            assert len(storage[987_654].data) == len(SMALL)

    seconds = median(taken[0] for taken in in_turn(by_number, rounds=20))
    yield Row("one block by number of 1,000,000, from open", format_duration(seconds), "", None, "< 5 ms")
    with BlockStorage(path) as storage:
        first = timed(lambda: storage.get_block(wanted))
        later = median(timed(lambda: storage.get_block(wanted)) for _ in range(1000))
    yield Row("by id: the first lookup", format_duration(first), "", None, "< 1 s")
    yield Row("by id: each later one", format_duration(later), "", None, "microseconds")
    path.unlink()


def timed(call: Callable[[], object]) -> float:
    """Return the seconds of a call that is over too soon to collect garbage before each."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


WRITE = """
with MAIFStreamWriter(path) as writer:
    for _ in range(count):
        writer.write_binary_chunk(data)
"""
READ = """
with MAIFStreamReader(path, verify=True) as reader:
    assert sum(len(block.data) for block in reader) == size * count
"""
PEAK = """
import os, re, sys
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
path, size, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = os.urandom(size)
{work}
print(1024 * int(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1]))
"""


def memory_use(folder: Path) -> Iterator[Row]:
    """Measure in processes of their own by how much more memory many blocks take at the peak than ten."""
    path = folder / "memory.maif"
    for what, size, count in (("300,000 blocks of 100 B", 100, 300_000), ("1 GiB in blocks of 1 MiB", 1 << 20, 1024)):
        few = {verb: peak(work, path, size, 10) for verb, work in (("write", WRITE), ("read", READ))}
        for verb, work in (("write", WRITE), ("read", READ)):
            grown = max(0, peak(work, path, size, count) - few[verb])
            yield Row(f"memory, {verb} {what}: grows by", format_size(grown), "", None, "< 64 MiB")
    path.unlink()


def peak(work: str, path: Path, size: int, count: int) -> int:
    command = [sys.executable, "-c", PEAK.format(work=work), str(path), str(size), str(count)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def importing() -> Iterator[Row]:
    """Measure a whole process that imports the reader, less one that does nothing."""
    command = [sys.executable, "-c", "from maif.streaming import MAIFStreamReader"]
    pairs = list(in_turn(lambda: run(command), lambda: run([sys.executable, "-c", ""]), rounds=15))
    taken = median(ours for ours, _ in pairs) - median(bare for _, bare in pairs)
    yield Row("from maif.streaming import MAIFStreamReader", format_duration(taken), "", None, "< 150 ms")


def run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, env=environment)
