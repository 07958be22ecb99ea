"""`maif.file.format.read_index`: the index of a file as an array that looks at its bytes."""

from __future__ import annotations

import mmap
import struct
import tempfile
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.block_storage import BlockStorage
from maif.file.format import INDEX_ENTRY, read_index
from maif.streaming import MAIFStreamWriter

pytestmark = pytest.mark.piece("maif.file.format.read_index")

FIELDS = ("offset", "size", "type_code", "flags")
entries = st.tuples(*(st.integers(0, 2**bits - 1) for bits in (64, 64, 32, 32)))


def packed(rows: Iterable[tuple[int, ...]]) -> bytes:
    return b"".join(struct.pack(">QQII", *row) for row in rows)


@given(st.lists(entries, max_size=8))
def test_every_field_is_found_by_its_name(rows: list[tuple[int, ...]]) -> None:
    index = read_index(packed(rows))
    assert [index[name].tolist() for name in FIELDS] == [[row[place] for row in rows] for place in range(4)]


@given(st.lists(entries, min_size=1, max_size=8))
def test_an_element_is_an_entry(rows: list[tuple[int, ...]]) -> None:
    index = read_index(packed(rows))
    assert [tuple(entry[name].item() for name in FIELDS) for entry in index] == rows


def test_an_index_without_entries_has_no_elements() -> None:
    assert len(read_index(b"")) == 0


def test_a_change_of_the_bytes_shows_in_the_array() -> None:
    buffer = bytearray(packed([(444, 765, 1, 0), (1209, 708, 2, 0)]))
    index = read_index(buffer)
    buffer[:] = packed([(444, 765, 1, 0), (5_000, 900, 3, 8)])
    assert [index[name][1].item() for name in FIELDS] == [5_000, 900, 3, 8]


def test_the_bytes_may_begin_anywhere() -> None:
    rows = [(444, 765, 1, 0), (2**40, 708, 2, 8)]
    assert read_index(memoryview(b"-" + packed(rows))[1:])["offset"].tolist() == [444, 2**40]


def test_a_map_can_be_looked_into() -> None:
    rows = [(number, 400, 1, 0) for number in range(1_000)]
    with tempfile.TemporaryFile() as file:
        file.write(packed(rows))
        file.flush()
        index = read_index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    assert index["offset"].tolist() == [*range(1_000)]


def test_memory_does_not_grow_with_the_index() -> None:
    def most_allocated(count: int) -> int:
        buffer = bytes(INDEX_ENTRY.size * count)
        read_index(buffer)
        tracemalloc.start()
        index = read_index(buffer)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(index) == count
        return most

    assert most_allocated(100_000) < 10_000


def test_blocks_of_a_file_are_found_by_id_through_it(tmp_path: Path) -> None:
    with MAIFStreamWriter(tmp_path / "some.maif") as writer:
        ids = [writer.write_text_chunk(f"block {number}") for number in range(20)]
    with BlockStorage(tmp_path / "some.maif") as storage:
        assert [storage.get_block(block_id).index for block_id in ids] == [*range(20)]
