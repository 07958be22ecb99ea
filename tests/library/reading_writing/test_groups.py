"""Blocks that belong together: `write_group` writes them as one, and recovery keeps all of them or none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import pytest

import oracle
from maif.clock import VirtualClock
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

KEY = bytes(range(32))
PAIR = [(b"a text", "TEXT", {"n": 1}, None), (bytes(8), "EMBD", {"dimensions": 2}, None)]


def data_in(path: Path) -> list[bytes]:
    with MAIFStreamReader(path, verify=True) as reader:
        return [block.data for block in reader]


@pytest.mark.parametrize("options", [{}, {"sign": "block"}, {"compression": "zstd"}, {"enable_mmap": True}], ids=str)
def test_a_group_is_read_like_other_blocks(path: Path, options: dict[str, Any]) -> None:
    with MAIFStreamWriter(path, **options) as writer:
        writer.write_text_chunk("before")
        ids = writer.write_group([*PAIR, (b"x" * 1000, "BINA", None, None)])
        writer.write_text_chunk("after")
        assert writer.write_group([]) == []
    with MAIFStreamReader(path, verify=True) as reader:
        assert [block.data for block in reader] == [b"before", b"a text", bytes(8), b"x" * 1000, b"after"]
        assert [block.block_id for block in reader][1:4] == ids
        assert [block.metadata for block in reader] == [{}, {"n": 1}, {"dimensions": 2}, {}, {}]
        assert [block.group for block in reader] == [None, (0, 3), (1, 3), (2, 3), None]
        assert reader[2].array.shape == (1, 2)
    assert verify_file(path).errors == []
    assert oracle.problems(path.read_bytes()) == []


def test_blocks_get_the_ids_that_were_drawn_for_them(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        first, second, third = (writer.new_block_id() for _ in range(3))
        assert writer.write_chunk(b"3", "TEXT", block_id=third) == third
        assert writer.write_group([(b"1", "TEXT", None, first), (b"2", "TEXT", None, second)]) == [first, second]
    with MAIFStreamReader(path) as reader:
        assert [reader.get_block(block_id).text for block_id in (first, second, third)] == ["1", "2", "3"]


def test_a_large_group_reaches_the_file_in_one_call(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    pwrite = os.pwrite

    def noted(descriptor: int, data: bytes, position: int) -> int:
        written.append(position)
        return pwrite(descriptor, data, position)

    with MAIFStreamWriter(path, clock=VirtualClock()) as writer:
        monkeypatch.setattr(os, "pwrite", noted)
        writer.write_group([(bytes(300_000), "BINA", None, None)] * 4)
        assert written == [444]
        monkeypatch.undo()
    assert data_in(path) == [bytes(300_000)] * 4


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (("text", "TEXT", None, None), InvalidTypeError),
        ((b"", "NONE", None, None), InvalidArgumentError),
        ((b"", "TEXT", {"_group": [0, 1]}, None), InvalidArgumentError),
        ((b"", "TEXT", {1: 2}, None), InvalidTypeError),
        ((b"", "TEXT", None, "12"), InvalidArgumentError),
        ((b"", "TEXT", None, 7), InvalidArgumentError),
    ],
)
def test_one_bad_block_keeps_the_whole_group_out(path: Path, bad: tuple[bytes, str, None, None], error: type) -> None:
    with MAIFStreamWriter(path) as writer:
        with pytest.raises(error) as raised:
            writer.write_group([*PAIR, bad])
        assert isinstance(raised.value, MAIFError)
        assert writer.stats.blocks == 0
        writer.write_text_chunk("after")
    assert data_in(path) == [b"after"]


@pytest.mark.parametrize("sign", ["merkle", "block"])
@pytest.mark.parametrize("key", [None, KEY], ids=["without the key", "with the key"])
def test_wherever_a_file_is_cut_off_recovery_keeps_all_of_a_group_or_none(
    path: Path, sign: Literal["merkle", "block"], key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    with MAIFStreamWriter(path, private_key=KEY, sign=sign) as writer:
        writer.write_text_chunk("before")
        writer.write_group(PAIR)
        writer.write_group(PAIR)
    raw = path.read_bytes()
    with MAIFStreamReader(path) as reader:
        ends = [block.offset + len(block.frame) for block in reader]
    for end in {cut + step for cut in ends for step in (-100, 0, 50)}:
        path.write_bytes(raw[:end])
        whole = sum(cut <= end for cut in ends)
        kept = whole - (whole - 1) % 2 if whole else 0
        assert scan(path).blocks == kept
        assert recover(path, private_key=key).blocks == kept
        assert data_in(path) == ([b"before"] + [b"a text", bytes(8)] * 2)[:kept]
        assert not recover(path, private_key=key).changed


def test_a_finished_file_keeps_what_is_left_of_a_group(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_group([(b"a", "TEXT", None, None), (b"b", "TEXT", None, None)])
    with open(path, "r+b") as file:
        file.seek(444 + 372)
        file.write(b"!")
    recover(path)
    assert data_in(path) == [b"b"]


def test_a_small_group_waits_in_the_buffer_like_other_blocks(path: Path) -> None:
    with MAIFStreamWriter(path, clock=VirtualClock()) as writer:
        writer.write_group(PAIR)
        with MAIFStreamReader(path, allow_unfinished=True) as reader:
            assert len(reader) == 0
        writer.flush()
        with MAIFStreamReader(path, allow_unfinished=True) as reader:
            assert len(reader) == 2
