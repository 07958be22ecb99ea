"""Files are cut where blocks end: every block is in one partition, and no byte is read twice."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.block_storage import BlockStorage
from maif.distributed.evidence import check_file, read_checked
from maif.distributed.partitions import Partition, paths_of, plan_file, plan_partitions, read_partition
from maif.distributed.ranges import BlockRange
from maif.errors import (
    FileChangedError,
    FormatError,
    IntegrityError,
    InvalidArgumentError,
    InvalidTypeError,
    UnfinishedFileError,
)
from maif.file.format import BLOCK_AT, FILE_HEADER, INDEX_ENTRY
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

planned = pytest.mark.piece("maif.distributed.partitions.plan_partitions")

# Planning


@planned
@given(sizes=st.lists(st.integers(1, 20)), max_blocks=st.integers(1, 9), max_bytes=st.integers(1, 60))
def test_partitions_hold_every_block_once_and_are_as_large_as_they_may(
    sizes: list[int], max_blocks: int, max_bytes: int
) -> None:
    bounds = [444]
    for size in sizes:
        bounds.append(bounds[-1] + size)
    ranges = list(plan_partitions(bounds, max_blocks, max_bytes))
    assert [number for range_ in ranges for number in range(range_.first, range_.last)] == list(range(len(sizes)))
    for first, last, begin, end in ranges:
        assert (begin, end) == (bounds[first], bounds[last])
        assert last - first == 1 or (last - first <= max_blocks and end - begin <= max_bytes)
    for one, other in pairwise(ranges):
        size_with_next = bounds[one.last + 1] - one.begin
        assert one.last == other.first
        assert one.last - one.first == max_blocks or size_with_next > max_bytes


def write(path: Path, count: int, sign: str = "merkle") -> Path:
    with MAIFStreamWriter(path, sign=sign, agent_id="tester") as writer:  # type: ignore[arg-type]
        for number in range(count):
            writer.write_text_chunk(f"text {number} " * (number % 7), {"number": number})
    return path


@pytest.mark.parametrize("count", [0, 1, 10, 25])
def test_partitions_give_what_a_reader_gives(tmp_path: Path, count: int) -> None:
    path = write(tmp_path / "a.maif", count)
    partitions = plan_file(str(path), 10, 3000)
    with MAIFStreamReader(path) as reader:
        expected = [(block.index, block.offset, bytes(block.frame)) for block in reader]
    blocks = [block for partition in partitions for block in read_partition(partition)]
    assert [(block.index, block.offset, bytes(block.frame)) for block in blocks] == expected


def test_a_file_that_is_not_finished_is_not_cut(tmp_path: Path) -> None:
    with MAIFStreamWriter(tmp_path / "a.maif") as writer:
        writer.write_text_chunk("a")
        writer.flush()
        with pytest.raises(UnfinishedFileError):
            plan_file(str(tmp_path / "a.maif"), 10, 1000)


@pytest.mark.parametrize("appending", [True, False])
def test_a_file_that_changes_after_it_was_planned_is_noticed(tmp_path: Path, appending: bool) -> None:
    key = bytes(range(32))
    with MAIFStreamWriter(tmp_path / "a.maif", private_key=key) as writer:
        writer.write_text_chunk("one")
    (partition,) = plan_file(str(tmp_path / "a.maif"), 10, 1000)
    with MAIFStreamWriter(tmp_path / "a.maif", private_key=key, mode="a" if appending else "w") as writer:
        writer.write_text_chunk("one")
    with pytest.raises(FileChangedError, match=r"a\.maif has changed"):
        read_partition(partition)


def test_an_index_that_cuts_elsewhere_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.maif", 6)
    whole, rest = plan_file(str(path), 3, 10_000)
    wrong = whole._replace(blocks=whole.blocks._replace(end=whole.blocks.end - 1))
    with pytest.raises(FormatError, match="as the index says") as caught:
        read_partition(wrong)
    assert (caught.value.path, caught.value.block) == (str(path), 2)
    with pytest.raises(FormatError, match="as the index says"):
        read_partition(rest._replace(blocks=rest.blocks._replace(begin=rest.blocks.begin + 1)))


# Finding files


def test_files_are_named_one_by_one_or_by_a_pattern(tmp_path: Path) -> None:
    for name in ("b", "a", "[c]"):
        write(tmp_path / f"{name}.maif", 1)
    folder = str(tmp_path)
    assert paths_of(tmp_path / "b.maif") == [f"{folder}/b.maif"]
    assert paths_of([f"{folder}/b.maif", tmp_path / "a.maif"]) == [f"{folder}/b.maif", f"{folder}/a.maif"]
    assert paths_of(f"{folder}/?.maif") == [f"{folder}/a.maif", f"{folder}/b.maif"]
    assert paths_of(f"{folder}/[c].maif") == [f"{folder}/[c].maif"]
    assert paths_of("https://example.org/a.maif?version=*") == ["https://example.org/a.maif?version=*"]
    with pytest.raises(InvalidArgumentError, match="no files"):
        paths_of(f"{folder}/*.wav")
    with pytest.raises(InvalidArgumentError, match="no files"):
        paths_of([])
    with pytest.raises(InvalidTypeError, match="urls"):
        paths_of(3)  # type: ignore[arg-type]


def test_a_pattern_may_be_a_url() -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra remote is not installed")
    store = fsspec.filesystem("memory")
    for name in ("b", "a"):
        store.pipe(f"/partitions/{name}.maif", b"")
    assert paths_of("memory://partitions/*.maif") == ["memory:///partitions/a.maif", "memory:///partitions/b.maif"]


# Trust


def vouch(partitions: list[Partition], trusted_key: bytes | None = None) -> int:
    """Check a file as tasks do; return how many blocks it has."""
    blocks, evidence = zip(*map(read_checked, partitions), strict=True)
    assert sum(len(part.content_hashes + part.headers) for part in evidence) == 148 * sum(map(len, blocks))
    check_file(partitions, evidence, trusted_key)
    return sum(map(len, blocks))


@pytest.mark.parametrize("sign", ["merkle", "block"])
@pytest.mark.parametrize("count", [0, 1, 25])
def test_partitions_vouch_for_a_file(tmp_path: Path, sign: str, count: int) -> None:
    path = write(tmp_path / "a.maif", count, sign)
    assert vouch(plan_file(str(path), 10, 10_000)) == count
    key = verify_file(path).public_key
    assert key
    assert vouch(plan_file(str(path), 3, 10_000), bytes.fromhex(key)) == count
    with pytest.raises(IntegrityError, match="not the trusted one"):
        vouch(plan_file(str(path), 3, 10_000), bytes(32))


def change(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("field", [*BLOCK_AT, "data", "metadata"])
@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_what_is_changed_in_a_block_is_noticed(tmp_path: Path, field: str, sign: str) -> None:
    path = write(tmp_path / "a.maif", 12, sign)
    with BlockStorage(path) as storage:
        block = storage[5]
    places = BLOCK_AT | {"data": len(block.frame) - len(block.raw_metadata) - 1, "metadata": len(block.frame) - 2}
    change(path, block.offset + places[field])
    with pytest.raises(FormatError):
        vouch(plan_file(str(path), 5, 10_000))


def test_blocks_that_change_places_are_noticed(tmp_path: Path) -> None:
    with MAIFStreamWriter(tmp_path / "a.maif") as writer:
        for letter in "abcdef":
            writer.write_text_chunk(letter)
    data = bytearray((tmp_path / "a.maif").read_bytes())
    size = len("a") + 374
    third, fourth = (slice(444 + number * size, 444 + (number + 1) * size) for number in (2, 3))
    data[third], data[fourth] = data[fourth], data[third]
    (tmp_path / "a.maif").write_bytes(data)
    with pytest.raises(IntegrityError, match="does not follow"):
        vouch(plan_file(str(tmp_path / "a.maif"), 1, 10_000))


@pytest.mark.parametrize("place", ["merkle_root", "signature", "index", "provenance"])
def test_what_is_changed_around_the_blocks_is_noticed(tmp_path: Path, place: str) -> None:
    path = write(tmp_path / "a.maif", 12)
    with BlockStorage(path) as storage:
        header = storage.header
    offsets = {
        "merkle_root": FILE_HEADER.size - 4 - 256 - 1,
        "signature": FILE_HEADER.size - 4 - 256 + 10,
        "index": header.index_offset + 3 * INDEX_ENTRY.size - 1,  # the flags of block 2
        "provenance": header.security_offset - 30,
    }
    change(path, offsets[place])
    with pytest.raises(IntegrityError):
        vouch(plan_file(str(path), 5, 10_000))


def test_partitions_travel(tmp_path: Path) -> None:
    import pickle

    (partition,) = plan_file(os.fspath(write(tmp_path / "a.maif", 3)), 10, 10_000)
    assert pickle.loads(pickle.dumps(partition)) == partition
    assert isinstance(pickle.loads(pickle.dumps(partition)).blocks, BlockRange)


# Far away


def test_partitions_of_a_url_are_those_of_the_file(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra remote is not installed")
    path = write(tmp_path / "a.maif", 25)
    fsspec.filesystem("memory").pipe("/planned/a.maif", path.read_bytes())
    (url,) = paths_of("memory://planned/*.maif")
    near, far = (plan_file(place, 10, 10_000) for place in (str(path), url))
    assert [partition.blocks for partition in far] == [partition.blocks for partition in near]
    assert [bytes(block.frame) for partition in far for block in read_partition(partition)] == [
        bytes(block.frame) for partition in near for block in read_partition(partition)
    ]
    assert vouch(far) == 25
