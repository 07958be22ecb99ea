"""`maif.block_storage.BlockStorage`: any block by number or id, from a file that is opened in no time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.block_storage import BlockStorage
from maif.errors import BlockNotFoundError, FormatError, InvalidTypeError, LimitError
from maif.file.access import WINDOW, MappedFile
from maif.file.metadata import Limits
from maif.hot_buffer import HotBuffer
from maif.streaming import MAIFStreamWriter

pytestmark = pytest.mark.piece("maif.block_storage.BlockStorage")

COUNT = 60
ROWS = range(COUNT)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A file with blocks of many sizes, every second compressed; its path and the ids."""
    path = tmp_path_factory.mktemp("stored") / "stored.maif"
    with MAIFStreamWriter(path, compression="zstd") as writer:
        ids = [writer.write_binary_chunk(content(number), {"n": number}) for number in ROWS]
    return path, ids


def content(number: int) -> bytes:
    return bytes([number]) * (number * 100 if number % 2 else number)


@pytest.fixture(params=[True, False], ids=["mapped", "read"])
def storage(request: pytest.FixtureRequest, stored: tuple[Path, list[str]]) -> Iterator[BlockStorage]:
    with BlockStorage(stored[0], enable_mmap=request.param) as storage:
        yield storage


def test_it_is_a_sequence_of_blocks(storage: BlockStorage) -> None:
    assert len(storage) == COUNT
    assert [block.data for block in storage] == [content(number) for number in ROWS]
    assert [block.index for block in storage] == [*ROWS]


@pytest.mark.parametrize("number", [0, 1, 30, COUNT - 1, -1, -COUNT, np.int64(7)])
def test_a_block_is_found_by_number(storage: BlockStorage, number: int) -> None:
    assert storage[number].data == content(ROWS[number])
    assert storage[number].index == ROWS[number]


@pytest.mark.parametrize("number", [COUNT, -COUNT - 1, 10**20])
def test_a_number_beyond_the_blocks_is_an_index_error(storage: BlockStorage, number: int) -> None:
    with pytest.raises(IndexError, match="60 blocks"):
        storage[number]


@pytest.mark.parametrize("wrong", ["1", 1.0, None])
def test_a_number_is_a_number(storage: BlockStorage, wrong: Any) -> None:
    with pytest.raises(TypeError):
        storage[wrong]


@given(
    start=st.none() | st.integers(-70, 70),
    stop=st.none() | st.integers(-70, 70),
    step=st.none() | st.sampled_from([-7, -1, 1, 3]),
)
def test_slices_are_those_of_a_list(
    stored: tuple[Path, list[str]], start: int | None, stop: int | None, step: int | None
) -> None:
    with BlockStorage(stored[0]) as storage:
        assert [block.index for block in storage[start:stop:step]] == [*ROWS][start:stop:step]


def test_a_block_is_found_by_id(storage: BlockStorage, stored: tuple[Path, list[str]]) -> None:
    for number, block_id in enumerate(stored[1]):
        assert storage.get_block(block_id).index == number
    assert storage.get_block(stored[1][5].upper()).index == 5


@pytest.mark.parametrize("unknown", ["0f" * 16, "", "not hexadecimal", "00" * 15])
def test_an_unknown_id_is_a_key_error(storage: BlockStorage, unknown: str) -> None:
    with pytest.raises(BlockNotFoundError, match="no block"):
        storage.get_block(unknown)
    assert unknown not in storage.block_ids


def test_an_id_is_text(storage: BlockStorage) -> None:
    with pytest.raises(InvalidTypeError):
        storage.get_block(5)  # type: ignore[arg-type]


def test_ids_are_a_sequence(storage: BlockStorage, stored: tuple[Path, list[str]]) -> None:
    assert (list(storage.block_ids), len(storage.block_ids)) == (stored[1], COUNT)
    assert (storage.block_ids[3], storage.block_ids[-2:]) == (stored[1][3], stored[1][-2:])
    assert stored[1][9] in storage.block_ids


def test_ids_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    file = oracle.parse(oracle.write([("TEXT", bytes([number]), None) for number in range(50)], key=oracle.KEY))
    for number, block in enumerate(file.blocks):
        block.block_id = b"the same" + number.to_bytes(8, "big")
    (tmp_path / "alike.maif").write_bytes(oracle.join(file))
    with BlockStorage(tmp_path / "alike.maif") as storage:
        for number, block in enumerate(file.blocks):
            assert storage.get_block(block.block_id.hex()).index == number
        with pytest.raises(BlockNotFoundError):
            storage.get_block((b"the same" + bytes([255] * 8)).hex())


@pytest.mark.parametrize("first", [1 << 60, 1 << 63], ids=["below half", "above half"])
def test_ids_that_count_up_are_told_apart(tmp_path: Path, first: int) -> None:
    file = oracle.parse(oracle.write([("TEXT", bytes([number]), None) for number in range(50)], key=oracle.KEY))
    for number, block in enumerate(file.blocks):
        block.block_id = (first + number).to_bytes(8, "big") + bytes(8)  # closer than a float of 64 bits can tell
    (tmp_path / "counted.maif").write_bytes(oracle.join(file))
    with BlockStorage(tmp_path / "counted.maif") as storage:
        for number, block in enumerate(file.blocks):
            assert storage.get_block(block.block_id.hex()).index == number


def test_ids_are_found_over_many_windows(tmp_path: Path) -> None:
    sizes = [number * WINDOW // 9 * (number % 3) for number in range(12)]  # some fill more than two windows
    with MAIFStreamWriter(tmp_path / "windows.maif") as writer:
        ids = [writer.write_binary_chunk(bytes(size)) for size in sizes]
    for enable_mmap in (True, False):
        with BlockStorage(tmp_path / "windows.maif", enable_mmap=enable_mmap) as storage:
            assert [storage.get_block(block_id).index for block_id in ids] == [*range(12)]
            assert [block.block_id for block in storage] == ids


def test_opening_reads_the_header_alone(stored: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    original = MappedFile.read
    monkeypatch.setattr(MappedFile, "read", lambda self, *place: read.append(place) or original(self, *place))
    with BlockStorage(stored[0]) as storage:
        assert read == [(0, 444)]
        storage[COUNT - 1]
        assert sum(size for _, size in read) < 3000


def test_a_view_is_not_copied(stored: tuple[Path, list[str]]) -> None:
    with BlockStorage(stored[0]) as storage:
        assert storage[2].view.obj is storage[4].view.obj


def test_views_outlive_the_storage(stored: tuple[Path, list[str]]) -> None:
    storage = BlockStorage(stored[0])
    view = storage[2].view
    storage.close()
    assert bytes(view) == content(2)


def test_a_cache_keeps_what_was_decompressed(stored: tuple[Path, list[str]]) -> None:
    cache = HotBuffer[Any, bytes]("1MB")
    with BlockStorage(stored[0], cache=cache) as storage, BlockStorage(stored[0], cache=cache) as other:
        assert [storage[59].data, storage[59].data, other[59].data] == [content(59)] * 3
    assert (cache.stats.hits, cache.stats.misses, cache.size) == (1, 2, 2 * 5900)


def test_what_is_larger_than_the_cache_is_read_all_the_same(stored: tuple[Path, list[str]]) -> None:
    cache = HotBuffer[Any, bytes](100)
    with BlockStorage(stored[0], cache=cache) as storage:
        assert storage[59].data == content(59)
    assert len(cache) == 0


def test_limits_can_be_lowered(stored: tuple[Path, list[str]]) -> None:
    with BlockStorage(stored[0], limits=Limits(metadata=10, decompressed=1000)) as storage:
        with pytest.raises(LimitError):
            storage[59].data  # noqa: B018
        with pytest.raises(LimitError):
            storage[59].metadata  # noqa: B018
        assert storage[2].data == content(2)


def test_a_file_tells_about_itself(stored: tuple[Path, list[str]]) -> None:
    with BlockStorage(stored[0]) as storage:
        info = storage.info
    assert (info.path, info.size, info.blocks) == (str(stored[0]), stored[0].stat().st_size, COUNT)
    assert (info.version, info.agent_did, info.finalized) == ("2.1", "did:maif:maif", True)


@pytest.mark.parametrize(
    "entry", [(0, 500), (443, 500), (444, 371), (444, 2**40), (2**63, 400), (2**64 - 1, 400), (445, 373)]
)
def test_an_index_that_leads_astray_is_an_error(tmp_path: Path, entry: tuple[int, ...]) -> None:
    path = tmp_path / "astray.maif"
    raw = bytearray(oracle.write([("TEXT", bytes(9), None)] * 3, key=oracle.KEY))
    index_at = oracle.parse(bytes(raw)).header.index_at
    raw[index_at + 24 : index_at + 40] = b"".join(number.to_bytes(8, "big") for number in entry)
    path.write_bytes(raw)
    with BlockStorage(path) as storage:
        with pytest.raises(FormatError):
            storage[1]
        with pytest.raises((FormatError, BlockNotFoundError)):
            storage.get_block("ab" * 16)
        assert storage[2].data == bytes(9)
