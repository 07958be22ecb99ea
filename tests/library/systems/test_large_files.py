"""Files larger than memory, mapped: the same bytes in `for` and `async for`, not copied, and not kept."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import ClosedError, FormatError, InvalidArgumentError
from maif.realtime.large_files import mmap_file


async def read(path: Path, chunk_size: int | str) -> list[memoryview]:
    with mmap_file(path) as large:
        return [chunk async for chunk in large.iter_chunks(chunk_size)]


@given(st.binary(max_size=200), st.integers(1, 250), st.integers(1, 250))
def test_chunks_are_the_files_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int, most: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "large.bin"
    path.write_bytes(data)
    expected = [data[at : at + size] for at in range(0, len(data), size)]
    assert [bytes(chunk) for chunk in asyncio.run(read(path, size))] == expected
    with mmap_file(path, mmap_size=most) as large:
        chunks = large.iter_chunks(size)
        assert b"".join(chunks) == data
        assert all(len(chunk) <= min(size, most) for chunk in chunks)  # a second loop begins anew
        assert len(large) == len(data)
        assert large[3:size] == data[3:size]


def test_nothing_is_copied_and_views_outlive_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    np.arange(1 << 20, dtype="<u4").tofile(path)
    with mmap_file(path) as large:
        chunks = [np.frombuffer(chunk, "<u4") for chunk in large.iter_chunks("1MB")]
        with open(path, "r+b") as file:
            file.write(b"\xff\xff\xff\xff")
        assert chunks[0][0] == 0xFFFFFFFF
        with pytest.raises(TypeError):
            large[:1][0] = 1
    assert chunks[-1][-1] == (1 << 20) - 1


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    with open(path, "wb") as file:
        for number in range(64):
            file.write(bytes([number]) * (4 << 20))

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    with mmap_file(path) as large:
        before, most = resident(), 0
        for chunk in large.iter_chunks("4MB"):
            assert chunk[0] == chunk[-1]
            most = max(most, resident() - before)
    assert most < 40 << 20


def test_other_tasks_run_while_chunks_come(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(1 << 20))

    async def main() -> int:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count())
        await read(path, "64KB")
        counting.cancel()
        return turns

    assert asyncio.run(main()) >= 16


def test_a_file_that_becomes_smaller_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(bytes(1 << 20))
    with mmap_file(path) as large:
        chunks = iter(large.iter_chunks("256KB"))
        next(chunks)
        os.truncate(path, 300 << 10)
        with pytest.raises(FormatError, match="shrank"):
            next(chunks)


def test_what_cannot_be_mapped_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        mmap_file(tmp_path / "missing")
    with pytest.raises((FormatError, IsADirectoryError)):
        mmap_file(tmp_path)
    path = tmp_path / "empty"
    path.touch()
    with mmap_file(path) as large:
        assert list(large.iter_chunks()) == []
        with pytest.raises(InvalidArgumentError):
            large.iter_chunks(0)
    with pytest.raises(ClosedError):
        large[0:0]
