"""A file that was cut short anywhere: what is whole is read and recovered, and nothing else is taken for a block."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import oracle
from maif.errors import FormatError, MAIFError, UnfinishedFileError
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

GOLDEN = Path(__file__).parents[2] / "golden"
KEY = bytes(range(32))


def ends_of_blocks(raw: bytes) -> list[int]:
    ends = [444]
    for block in oracle.parse(raw).blocks:
        ends.append(ends[-1] + block.size)
    return ends


def cuts(path: Path, raw: bytes) -> Iterator[tuple[int, int]]:
    """Cut a file shorter and shorter; yield its size, and how many blocks are whole."""
    ends = ends_of_blocks(raw)
    path.write_bytes(raw)
    for size in range(len(raw) - 1, -1, -1):
        os.truncate(path, size)
        yield size, sum(end <= size for end in ends) - 1


def test_the_whole_blocks_of_a_file_cut_at_any_byte_are_read_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "text.maif"
    raw = (GOLDEN / "text.maif").read_bytes()
    ids = [block.block_id.hex() for block in oracle.parse(raw).blocks]
    for size, whole in cuts(path, raw):
        if size < 444:
            with pytest.raises(FormatError):
                scan(path)
            continue
        with pytest.raises(UnfinishedFileError):
            MAIFStreamReader(path)
        with MAIFStreamReader(path, allow_unfinished=True) as reader:
            assert [block.block_id for block in reader] == ids[:whole], size
            assert len(reader) == whole
        assert scan(path).blocks == whole


def test_a_file_cut_at_any_byte_is_not_valid(tmp_path: Path) -> None:
    path = tmp_path / "text.maif"
    assert [size for size, _ in cuts(path, (GOLDEN / "text.maif").read_bytes()) if verify_file(path).ok] == []


@pytest.mark.parametrize("key", [None, KEY], ids=["without the key", "with the key"])
def test_a_file_cut_at_any_byte_is_recovered_up_to_there(tmp_path: Path, key: bytes | None) -> None:
    whole_file = tmp_path / "whole.maif"
    with MAIFStreamWriter(whole_file, private_key=KEY) as writer:
        ids = [writer.write_text_chunk("a text", {"n": number}) for number in range(2)]
    raw = whole_file.read_bytes()
    path, output = tmp_path / "cut.maif", tmp_path / "recovered.maif"
    for size, whole in cuts(path, raw):
        if size % 7:
            continue
        if size < 444:
            with pytest.raises(MAIFError):
                recover(path, output, private_key=key)
            continue
        report = recover(path, output, private_key=key)
        assert (report.blocks, report.signed_anew) == (whole, key is None)
        with MAIFStreamReader(output, verify=True) as reader:
            assert [block.block_id for block in reader] == ids[:whole]
        assert verify_file(output).errors == []
        output.unlink()


def test_zeros_that_were_set_aside_are_no_blocks_and_no_loss(tmp_path: Path) -> None:
    path = tmp_path / "mapped.maif"
    writer = MAIFStreamWriter(path, enable_mmap=True)
    writer.write_text_chunk("here")
    writer.flush()
    writer.__exit__(KeyboardInterrupt, None, None)
    assert path.stat().st_size > 1 << 20
    report = scan(path)
    assert (report.blocks, report.surplus, report.reason) == (1, 0, "nothing but zeros follows")
    assert recover(path).original is None
    assert path.stat().st_size < 1 << 20
