"""Following a file that is being written: no block is missed, repeated or torn, and nobody waits for the dead."""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from maif.clock import VirtualClock, run
from maif.errors import FormatError, IntegrityError, InvalidArgumentError, UnfinishedFileError
from maif.file.lock import lock
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

pytestmark = pytest.mark.piece("maif.streaming.MAIFStreamReader")

LIBRARY = Path(__file__).parents[3] / "reference_impl"
KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "growing.maif"


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


def die(writer: MAIFStreamWriter) -> None:
    """Have a writer leave its file as one that is killed does."""
    writer.__exit__(KeyboardInterrupt, None, None)


def plan(
    clock: VirtualClock,
    writer: MAIFStreamWriter,
    times: Sequence[float],
    end: int | None = None,
    finish: Callable[[MAIFStreamWriter], object] = MAIFStreamWriter.close,
) -> None:
    """Have a writer write a text at each of these times, and finish a second after the last; the text is the time."""

    def write(time: float) -> None:
        writer.write_text_chunk(str(time))
        writer.flush()

    for time in times:
        clock.call_later(time, partial(write, time))
    clock.call_later(max(times, default=0) + 1 if end is None else end, lambda: finish(writer))


def follow(path: Path, clock: VirtualClock, **options: Any) -> list[tuple[str, float]]:
    """Follow to the end; return each text with the time at which it came."""
    with MAIFStreamReader(path, follow=True, clock=clock, **options) as reader:
        return [(block.text, clock.time()) for block in reader]


@pytest.mark.parametrize("options", [{}, {"verify": True, "unauthenticated": True}, {"enable_mmap": False}])
@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_every_block_comes_soon_after_it_was_flushed_and_the_end_after_the_last(
    path: Path, clock: VirtualClock, sign: Literal["merkle", "block"], options: dict[str, Any]
) -> None:
    times = [0, 0.001, 0.002, 0.5, 0.51, 60]
    writer = MAIFStreamWriter(path, sign=sign, clock=clock)
    plan(clock, writer, times)
    came = follow(path, clock, **options)
    assert [text for text, _ in came] == [str(time) for time in times]
    assert all(float(text) <= at <= float(text) + 0.051 for text, at in came)
    assert 61 <= clock.time() <= 61.1


def test_a_finished_file_is_read_without_waiting(path: Path, clock: VirtualClock) -> None:
    with MAIFStreamWriter(path, clock=clock) as writer:
        writer.write_text_chunk("there")
    assert follow(path, clock) == [("there", 0)]


def test_a_file_without_blocks_ends_when_it_is_finished(path: Path, clock: VirtualClock) -> None:
    plan(clock, MAIFStreamWriter(path, clock=clock), [], end=5)
    assert follow(path, clock) == []


def test_large_blocks_come_whole(path: Path, clock: VirtualClock) -> None:
    writer = MAIFStreamWriter(path, clock=clock)
    large = [bytes([number]) * (5 << 20) for number in range(2)]
    for number, data in enumerate(large):
        clock.call_later(number, partial(writer.write_binary_chunk, data))
    clock.call_later(3, writer.close)
    with MAIFStreamReader(path, follow=True, clock=clock) as reader:
        assert [block.data for block in reader] == large


@pytest.mark.parametrize("options", [{}, {"verify": True, "unauthenticated": True}])
def test_a_dead_writer_ends_the_wait_with_an_error_after_all_that_it_flushed(
    path: Path, clock: VirtualClock, options: dict[str, Any]
) -> None:
    writer = MAIFStreamWriter(path, clock=clock)
    plan(clock, writer, [0, 1, 2], end=10, finish=die)
    seen: list[str] = []
    reader = MAIFStreamReader(path, follow=True, clock=clock, **options)
    with reader, pytest.raises(UnfinishedFileError, match="after 3 blocks"):
        seen.extend(block.text for block in reader)
    assert seen == ["0", "1", "2"]
    assert clock.time() <= 10.1


def test_a_writer_that_died_long_ago_is_not_waited_for(path: Path, clock: VirtualClock) -> None:
    writer = MAIFStreamWriter(path, clock=clock)
    writer.write_text_chunk("left")
    die(writer)
    with MAIFStreamReader(path, follow=True, clock=clock) as reader, pytest.raises(UnfinishedFileError):
        list(reader)
    assert clock.time() < 0.1


def test_an_append_can_be_followed(path: Path, clock: VirtualClock) -> None:
    with MAIFStreamWriter(path, private_key=KEY, clock=clock) as writer:
        writer.write_text_chunk("old")
    plan(clock, MAIFStreamWriter(path, private_key=KEY, mode="a", clock=clock), [1, 2])
    assert [text for text, _ in follow(path, clock, verify=True, unauthenticated=True)] == ["old", "1", "2"]


def test_blocks_are_found_by_number_and_id_when_the_end_has_come(path: Path, clock: VirtualClock) -> None:
    plan(clock, MAIFStreamWriter(path, clock=clock), range(5))
    with MAIFStreamReader(path, follow=True, clock=clock) as reader:
        ids = [block.block_id for block in reader]
        assert [block.block_id for block in reader] == ids
        assert len(reader) == 5
        assert reader[-1].text == reader.get_block(ids[4]).text == "4"
        assert reader.verify().ok


def test_a_range_ends_before_the_file_does(path: Path, clock: VirtualClock) -> None:
    writer = MAIFStreamWriter(path, clock=clock)
    plan(clock, writer, [0, 1, 2, 3], end=100)
    with MAIFStreamReader(path, follow=True, clock=clock) as reader:
        assert [block.text for block in reader.read_blocks_range(1, 3)] == ["1", "2"]
        assert clock.time() < 3
        with pytest.raises(InvalidArgumentError):
            reader.read_blocks_range(-1)
    writer.close()


def test_followers_do_not_hinder_each_other(path: Path, clock: VirtualClock) -> None:
    plan(clock, MAIFStreamWriter(path, clock=clock), [0, 1, 2])
    with (
        MAIFStreamReader(path, follow=True, clock=clock) as reader,
        MAIFStreamReader(path, follow=True, clock=clock) as other,
    ):
        together = zip(reader, other, reader.read_blocks(), strict=True)
        assert [{block.text for block in blocks} for blocks in together] == [{"0"}, {"1"}, {"2"}]


def test_a_follower_that_keeps_all_blocks_keeps_one_file_open(path: Path, clock: VirtualClock) -> None:
    plan(clock, MAIFStreamWriter(path, clock=clock), range(200))
    before = len(os.listdir("/proc/self/fd"))
    with MAIFStreamReader(path, follow=True, clock=clock) as reader:
        blocks = list(reader)
        assert len(os.listdir("/proc/self/fd")) <= before + 1
    assert [block.text for block in blocks] == [str(number) for number in range(200)]


def test_tasks_follow_while_others_write(path: Path, clock: VirtualClock) -> None:
    async def write() -> None:
        with MAIFStreamWriter(path, clock=clock) as writer:
            for number in range(5):
                writer.write_text_chunk(str(number))
                writer.flush()
                await clock.sleep_async(1)

    async def read() -> list[str]:
        with MAIFStreamReader(path, follow=True, clock=clock) as reader:
            return [block.text async for block in reader.aread_blocks()]

    async def both() -> list[str]:
        writing = asyncio.create_task(write())
        await clock.sleep_async(0.5)
        texts = await read()
        await writing
        return texts

    assert run(both(), clock=clock) == [str(number) for number in range(5)]
    assert clock.time() < 6


# Trust


def test_a_follower_that_trusts_another_key_refuses_at_once(path: Path, clock: VirtualClock) -> None:
    writer = MAIFStreamWriter(path, clock=clock)
    with pytest.raises(IntegrityError, match="trusted"):
        MAIFStreamReader(path, follow=True, trusted_key=oracle.KEY.public_key(), clock=clock)
    writer.close()


def test_a_verifying_follower_checks_at_the_end_what_the_signature_covers(path: Path, clock: VirtualClock) -> None:
    """Somebody changes a type while the file is written: no content hash tells, the signature at the end does."""
    writer = MAIFStreamWriter(path, clock=clock)
    plan(clock, writer, [0, 1])

    def attack() -> None:
        with open(path, "r+b") as file:
            file.seek(444 + 4)
            file.write(b"VIDE")

    clock.call_later(5, attack)
    with MAIFStreamReader(path, follow=True, verify=True, unauthenticated=True, clock=clock) as reader:
        blocks = iter(reader)
        next(blocks)
        clock.sleep(10)
        with pytest.raises(IntegrityError):
            list(blocks)


def test_a_block_that_does_not_follow_the_one_before_is_refused(path: Path, clock: VirtualClock) -> None:
    raw = oracle.write([("TEXT", b"a", None), ("TEXT", b"b", None)], key=oracle.KEY)
    file = oracle.parse(raw)
    file.blocks[1].previous_hash = bytes(32)
    file.header.flags = 0
    path.write_bytes(oracle.join(file))
    with MAIFStreamReader(path, follow=True, clock=clock) as reader, pytest.raises(IntegrityError, match="block 1"):
        list(reader)


# Bytes that come in any way at all

ITEMS = [
    ("TEXT", b"one", {"n": 1}),
    ("BINA", bytes(600), None),
    ("TEXT", b"", None),
    ("IMAG", b"\xff" * 40, {"a": "b"}),
]
WHOLE = oracle.write(ITEMS, key=oracle.KEY, sign_blocks=False)
HEADER_WHILE_WRITING = WHOLE[:8] + bytes(4) + WHOLE[12:124] + bytes(60) + bytes(256) + bytes(4)


@pytest.fixture
def growing(path: Path) -> Iterator[int]:
    """The descriptor of a file that a writer holds."""
    path.write_bytes(HEADER_WHILE_WRITING)
    descriptor = os.open(path, os.O_RDWR)
    assert lock(descriptor)
    yield descriptor
    os.close(descriptor)


def finish(descriptor: int) -> None:
    """Write the final header, and let go of the file."""
    os.pwrite(descriptor, WHOLE[:444], 0)
    unlock = struct.pack("@hhqqi4x", fcntl.F_UNLCK, os.SEEK_SET, 0, 0, 0)
    fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, unlock)


def in_order(cuts: set[int]) -> list[tuple[int, int]]:
    edges = [444, *sorted(cuts), len(WHOLE)]
    return list(itertools.pairwise(edges))


def headers_last(cuts: set[int]) -> list[tuple[int, int]]:
    """The pieces of a block, and then its header: so do large blocks come."""
    at, pieces = 444, []
    for block in oracle.parse(WHOLE).blocks:
        data_at, end = at + 372, at + block.size
        edges = [data_at, *sorted(cut for cut in cuts if data_at < cut < end), end]
        pieces += [*itertools.pairwise(edges), (at, data_at)]
        at = end
    return [*pieces, (at, len(WHOLE))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.sets(st.integers(445, len(WHOLE) - 1), max_size=25),
    order=st.sampled_from([in_order, headers_last]),
    set_aside=st.integers(0, 2 * len(WHOLE)),
)
def test_blocks_that_arrive_in_pieces_come_once_and_whole(
    path: Path, growing: int, cuts: set[int], order: Callable[[set[int]], list[tuple[int, int]]], set_aside: int
) -> None:
    clock, pieces = VirtualClock(), order(cuts)
    os.ftruncate(growing, 0)
    os.pwrite(growing, HEADER_WHILE_WRITING, 0)
    os.ftruncate(growing, 444 + set_aside)
    assert lock(growing)
    for number, (start, end) in enumerate(pieces):
        clock.call_later(number, partial(os.pwrite, growing, WHOLE[start:end], start))
    clock.call_later(len(pieces), lambda: os.ftruncate(growing, len(WHOLE)))
    clock.call_later(len(pieces), lambda: finish(growing))
    with MAIFStreamReader(path, follow=True, verify=True, unauthenticated=True, clock=clock) as reader:
        found = [(block.block_type, block.data, block.metadata or None) for block in reader]
    assert found == ITEMS


def test_a_file_that_is_finished_but_lacks_blocks_raises(path: Path, growing: int, clock: VirtualClock) -> None:
    file = oracle.parse(WHOLE)
    del file.blocks[1]
    clock.call_later(1, lambda: os.pwrite(growing, oracle.join(file), 0))
    clock.call_later(1, lambda: finish(growing))
    with MAIFStreamReader(path, follow=True, clock=clock) as reader, pytest.raises(FormatError):
        list(reader)


# Real processes

WRITER = """
import sys
from maif.streaming import MAIFStreamWriter
with MAIFStreamWriter(sys.argv[1], sign=sys.argv[2]) as writer:
    print("ready", flush=True)
    for number in range(400):
        block_id = writer.write_binary_chunk(bytes([number % 256]) * (number * 17 % 3000), {"n": number})
        if number % 7 == 0:
            writer.flush()
    if sys.argv[3] == "dies":
        writer.flush()
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("end", ["finishes", "dies"])
@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_a_real_writer_is_followed_to_its_end(path: Path, sign: str, end: str) -> None:
    program = [sys.executable, "-c", WRITER, str(path), sign, end]
    environment = os.environ | {"PYTHONPATH": str(LIBRARY)}
    numbers: list[int] = []
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        with MAIFStreamReader(path, follow=True, verify=True, unauthenticated=True) as reader:
            try:
                for block in reader:
                    assert set(block.data) <= {len(numbers) % 256}
                    numbers.append(block.metadata["n"])
                ended = "finishes"
            except UnfinishedFileError:
                ended = "dies"
    assert (numbers, ended) == (list(range(400)), end)
