"""`maif.file.format.walk`: from block to block, as far as whole blocks lie one after the other."""

from __future__ import annotations

import mmap
import struct
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.file.format import BLOCK_HEADER, BlockType, walk

pytestmark = pytest.mark.piece("maif.file.format.walk")

HEADER = BLOCK_HEADER.size
sizes = st.lists(st.integers(HEADER, HEADER + 30), max_size=8)


def block(size: int, kind: bytes = b"TEXT") -> bytes:
    return struct.pack(">I4s", size, kind).ljust(max(size, HEADER), b"\0")


def blocks(lengths: list[int]) -> bytes:
    return b"".join(map(block, lengths))


@given(sizes)
def test_every_whole_block_comes_once_with_its_position_and_size(lengths: list[int]) -> None:
    positions = [sum(lengths[:number]) for number in range(len(lengths))]
    assert list(walk(blocks(lengths))) == list(zip(positions, lengths, strict=True))


@given(sizes.filter(bool), st.data())
def test_a_walk_ends_where_a_block_is_cut_off(lengths: list[int], data: st.DataObject) -> None:
    whole = blocks(lengths)
    end = data.draw(st.integers(0, len(whole)))
    assert [size for _, size in walk(whole[:end])] == [
        size for number, size in enumerate(lengths) if sum(lengths[: number + 1]) <= end
    ]


@pytest.mark.parametrize("size", [0, 1, HEADER - 1])
def test_a_walk_ends_at_a_size_that_cannot_hold_a_header(size: int) -> None:
    assert list(walk(block(400) + block(size) + block(400))) == [(0, 400)]


def test_a_walk_ends_at_an_unknown_type_unless_any_will_do() -> None:
    buffer = block(400) + block(380, b"JSON") + block(400)
    assert list(walk(buffer)) == [(0, 400)]
    assert list(walk(buffer, any_type=True)) == [(0, 400), (400, 380), (780, 400)]


@pytest.mark.parametrize("kind", BlockType)
def test_every_type_of_the_format_is_known(kind: BlockType) -> None:
    assert list(walk(block(400, kind.value.encode()))) == [(0, 400)]


def test_a_block_is_looked_at_when_it_is_asked_for() -> None:
    buffer = bytearray(block(380) + block(380) + bytes(120))
    steps = iter(walk(buffer))
    first = next(steps)
    struct.pack_into(">I", buffer, 380, 500)
    assert [first, *islice(steps, 2)] == [(0, 380), (380, 500)]


def test_a_walk_takes_bytes_views_and_maps_alike(tmp_path: Path) -> None:
    data = blocks([380, 400])
    (tmp_path / "blocks").write_bytes(data)
    with (tmp_path / "blocks").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert list(walk(mapped)) == list(walk(memoryview(data))) == list(walk(data)) == [(0, 380), (380, 400)]
