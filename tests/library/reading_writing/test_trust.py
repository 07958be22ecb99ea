"""Who may be believed: unfinished files, changed ones, older ones, and keys that are not lent to anybody."""

from __future__ import annotations

import datetime
import hashlib
import math
import os
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.block_storage import BlockStorage
from maif.clock import VirtualClock
from maif.errors import IntegrityError, InvalidArgumentError, InvalidTypeError, MAIFError, UnfinishedFileError
from maif.file.format import COVERED_FLAGS, FileHeader
from maif.file.integrity import key_field
from maif.file.versions import Remembered
from maif.recovery import recover, scan
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

KEY = bytes(range(32))
OWN = oracle.KEY.public_key().public_bytes_raw()
Signing = Literal["merkle", "block"]


def write(path: Path, *texts: str, finish: bool = True, **options: Any) -> str:
    writer = MAIFStreamWriter(path, **options)
    for text in texts:
        writer.write_text_chunk(text)
    if finish:
        writer.close()
    else:
        writer.__exit__(KeyboardInterrupt, None, None)
    return writer.public_key


def texts_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.text for block in reader]


def forge(path: Path, text: bytes, at: int = 444) -> None:
    """Put another text of the same length into a block, with its hash."""
    with open(path, "r+b") as file:
        file.seek(at + 372)
        file.write(text)
        file.seek(at + 72)
        file.write(hashlib.sha256(text).digest())


# Unfinished files


def claim_key(path: Path, key: bytes) -> None:
    raw = path.read_bytes()
    path.write_bytes(FileHeader.unpack(raw)._replace(flags=0, signature=key_field(key)).pack() + raw[444:])


@pytest.mark.parametrize("options", [{"verify": True}, {"trusted_key": OWN}], ids=str)
def test_an_unsigned_block_of_an_unfinished_file_is_nobody_s(path: Path, options: dict[str, Any]) -> None:
    write(path, "pay 999 to Mallory", finish=False)
    claim_key(path, OWN)
    with pytest.raises(IntegrityError, match="nothing vouches"):
        MAIFStreamReader(path, allow_unfinished=True, **options)
    assert texts_in(path, allow_unfinished=True, unauthenticated=True, **options) == ["pay 999 to Mallory"]


def test_a_finished_file_cannot_be_turned_into_an_unfinished_one(path: Path) -> None:
    write(path, "pay 100 to Alice", private_key=KEY)
    claim_key(path, OWN)
    forge(path, b"pay 999 to Mallo")
    with pytest.raises(IntegrityError):
        MAIFStreamReader(path, trusted_key=OWN, allow_unfinished=True)


def test_blocks_that_are_signed_one_by_one_are_read_while_the_file_is_unfinished(path: Path) -> None:
    write(path, "a", "b", finish=False, private_key=KEY, sign="block")
    assert texts_in(path, trusted_key=OWN, allow_unfinished=True) == ["a", "b"]
    with MAIFStreamReader(path, trusted_key=OWN, allow_unfinished=True) as reader:
        assert reader[1].text == "b"
    forge(path, b"!")
    with pytest.raises(IntegrityError, match="signature does not hold"):
        texts_in(path, trusted_key=OWN, allow_unfinished=True)


def test_a_follower_hands_out_nothing_that_nobody_vouches_for(path: Path) -> None:
    with MAIFStreamWriter(path, private_key=KEY) as writer:
        writer.write_text_chunk("soon vouched for")
        writer.flush()
        with pytest.raises(IntegrityError, match="nothing vouches"):
            MAIFStreamReader(path, trusted_key=OWN, follow=True)


def test_a_follower_hands_out_no_unsigned_block_that_comes_later(path: Path) -> None:
    with MAIFStreamWriter(path, private_key=KEY) as writer, MAIFStreamReader(path, verify=True, follow=True) as reader:
        writer.write_text_chunk("soon vouched for")
        writer.flush()
        with pytest.raises(IntegrityError, match="nothing vouches"):
            next(reader.read_blocks())


# What is changed, replayed, or older


@pytest.mark.parametrize("sign", ["merkle", "block"])
@pytest.mark.parametrize("mapped", [True, False])
def test_what_is_changed_after_opening_is_not_handed_out(path: Path, sign: Signing, mapped: bool) -> None:
    write(path, "pay 100 to Alice", "bye", private_key=KEY, sign=sign)
    with MAIFStreamReader(path, trusted_key=OWN, enable_mmap=mapped) as reader:
        forge(path, b"pay 999 to Mallo")
        with pytest.raises(IntegrityError):
            next(iter(reader))
        with pytest.raises(IntegrityError):
            reader[0]
        assert reader[1].text == "bye"


@pytest.mark.parametrize("field", [(16, 8), (24, 16)], ids=["time", "id"])
def test_a_header_that_is_changed_after_opening_is_noticed(path: Path, field: tuple[int, int]) -> None:
    write(path, "text", private_key=KEY)
    with MAIFStreamReader(path, trusted_key=OWN) as reader:
        with open(path, "r+b") as file:
            file.seek(444 + field[0])
            file.write(bytes(field[1]))
        with pytest.raises(IntegrityError, match="changed after the file was opened"):
            reader[0]


def test_without_a_mapping_what_was_handed_out_stays_as_it_was(path: Path) -> None:
    write(path, "pay 100 to Alice", private_key=KEY)
    with MAIFStreamReader(path, trusted_key=OWN, enable_mmap=False) as reader:
        block = reader[0]
        forge(path, b"pay 999 to Mallo")
        assert block.text == "pay 100 to Alice"


def test_a_block_of_another_file_by_the_same_key_is_refused(path: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / name, "approved", "bye", private_key=KEY, sign="block")
    files = [oracle.parse((tmp_path / name).read_bytes()) for name in ("a", "b")]
    files[0].blocks[0] = files[1].blocks[0]
    path.write_bytes(oracle.join(files[0]))
    with pytest.raises(IntegrityError, match="another block"):
        MAIFStreamReader(path, trusted_key=OWN)


def test_every_flag_bit_without_a_meaning_is_signed(path: Path) -> None:
    assert COVERED_FLAGS == 0xFFFF_FFCC
    for bit in (6, 19, 31):
        file = oracle.parse(oracle.write([("TEXT", b"hello", None)], key=oracle.KEY))
        file.blocks[0].flags |= 1 << bit
        path.write_bytes(oracle.join(file))
        assert "signature" in {problem.kind for problem in verify_file(path, trusted_key=OWN).errors}


def test_an_older_version_is_told_by_what_somebody_remembers(path: Path) -> None:
    clock = VirtualClock(1000)
    write(path, "a", private_key=KEY, clock=clock)
    older = path.read_bytes()
    clock.advance(100)
    write(path, "b", private_key=KEY, clock=clock, mode="a")
    newest = datetime.datetime.fromtimestamp(1100, datetime.UTC)
    assert texts_in(path, trusted_key=OWN, min_blocks=2, not_before=newest) == ["a", "b"]
    assert verify_file(path, OWN, min_blocks=2, not_before=1100).ok
    path.write_bytes(older)
    for options in ({"min_blocks": 2}, {"not_before": 1100}, {"not_before": newest}):
        with pytest.raises(IntegrityError, match="not"):
            MAIFStreamReader(path, trusted_key=OWN, **options)
        assert [problem.kind for problem in verify_file(path, OWN, **options).errors] == ["version"]
    assert verify_file(path, OWN).ok


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"min_blocks": -1}, InvalidArgumentError),
        ({"min_blocks": 1.5}, InvalidTypeError),
        ({"not_before": datetime.datetime(2026, 1, 1)}, InvalidArgumentError),
        ({"not_before": "yesterday"}, InvalidTypeError),
        ({"not_before": True}, InvalidTypeError),
        ({"not_before": math.nan}, InvalidArgumentError),
        ({"not_before": Decimal("NaN")}, InvalidArgumentError),
        ({"not_before": -math.inf}, InvalidArgumentError),
        ({"not_before": 10**400}, InvalidArgumentError),
    ],
)
def test_what_cannot_be_remembered_is_refused(path: Path, options: dict[str, Any], error: type[MAIFError]) -> None:
    write(path, "a")
    for look in (MAIFStreamReader, verify_file):
        with pytest.raises(error):
            look(path, **options)


@given(st.integers(0, 2**52))
def test_the_time_that_a_file_tells_of_itself_is_one_that_it_has_reached(modified: int) -> None:
    header = FileHeader(b"MAIF", 2, 1, 3, 0, modified, b"", b"", b"", 0, 0, 0, 0, b"", b"")
    assert list(Remembered.of(0, modified / 1e6).missing_in(header)) == []


def test_an_append_that_begins_meanwhile_is_no_tampering(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The header has been read, the sections have not: now a writer clears them."""

    def meanwhile() -> list[MAIFStreamWriter]:
        writers: list[MAIFStreamWriter] = []
        original = BlockStorage.frames

        def frames(storage: BlockStorage, *extent: Any) -> Any:
            monkeypatch.setattr(BlockStorage, "frames", original)
            writers.append(MAIFStreamWriter(path, private_key=KEY, mode="a"))
            return original(storage, *extent)

        monkeypatch.setattr(BlockStorage, "frames", frames)
        return writers

    write(path, "a", private_key=KEY)
    writers = meanwhile()
    with pytest.raises(UnfinishedFileError, match="began to append"):
        MAIFStreamReader(path, verify=True)
    writers[0].close()
    writers = meanwhile()
    assert [problem.kind for problem in verify_file(path).errors] == ["unfinished"]
    writers[0].close()
    assert verify_file(path).ok


# Recovery


def test_recovery_signs_no_block_whose_signature_is_wrong(path: Path) -> None:
    write(path, "pay 100 to Alice", "bye", finish=False, private_key=KEY, sign="block")
    forge(path, b"pay 999 to Mallo")
    assert [problem.kind for problem in scan(path).damaged] == ["signature"]
    report = recover(path, private_key=KEY)
    assert (report.blocks, [problem.kind for problem in report.damaged]) == (1, ["signature"])
    assert texts_in(path, trusted_key=OWN) == ["bye"]


def test_recovery_signs_no_block_whose_signature_was_taken_away(path: Path) -> None:
    write(path, "pay 100 to Alice", "bye", finish=False, private_key=KEY, sign="block")
    forge(path, b"pay 999 to Mallo")
    with open(path, "r+b") as file:
        file.seek(444 + 8)
        file.write(bytes(4))
        file.seek(444 + 104)
        file.write(bytes(256))
    assert recover(path, private_key=KEY).blocks == 1
    assert texts_in(path, trusted_key=OWN) == ["bye"]


def test_recovery_does_not_sign_forged_blocks_of_a_file_that_hides_whose_it_is(path: Path) -> None:
    write(path, "lost", "pay 100 to Alice", "bye", finish=False, private_key=KEY, sign="block")
    with MAIFStreamReader(path, allow_unfinished=True) as reader:
        place = reader[1].offset
    forge(path, b"pay 999 to Mallo", at=place)
    with open(path, "r+b") as file:
        file.write(bytes(444 + 372))
    assert recover(path, private_key=KEY).blocks == 1
    assert texts_in(path, trusted_key=OWN) == ["bye"]


def test_recovery_without_the_key_keeps_the_signatures_beside(path: Path) -> None:
    write(path, "a", finish=False, private_key=KEY, sign="block")
    before = path.read_bytes()
    report = recover(path)
    assert report.original is not None
    assert Path(report.original).read_bytes() == before
    recover(report.original, private_key=KEY)
    assert texts_in(Path(report.original), trusted_key=OWN) == ["a"]


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_an_append_that_died_leaves_what_was_signed_before_it(path: Path, sign: Signing) -> None:
    write(path, "old", private_key=KEY, sign=sign)
    before = path.read_bytes()
    write(path, "new", finish=False, private_key=KEY, mode="a")
    report = recover(path)
    assert (report.signed_anew, texts_in(path)) == (True, ["old", "new"])
    assert report.original is not None
    assert Path(report.original).read_bytes() == before
    assert verify_file(report.original, OWN).trusted
    assert not recover(path).changed


def test_an_append_whose_first_writes_reached_the_disk_in_another_order_is_undone(path: Path) -> None:
    write(path, "old", private_key=KEY)
    before = path.read_bytes()
    writer = MAIFStreamWriter(path, private_key=KEY, mode="a")
    after = path.read_bytes()
    writer.__exit__(KeyboardInterrupt, None, None)
    path.write_bytes(before[:444] + after[444:])
    assert not recover(path).signed_anew
    assert path.read_bytes() == before


def test_the_header_says_unfinished_on_the_disk_before_the_sections_are_cleared(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, "old", private_key=KEY)
    calls: list[tuple[str, int]] = []
    pwrite = os.pwrite
    monkeypatch.setattr(os, "fsync", lambda descriptor: calls.append(("sync", os.fstat(descriptor).st_ino)))
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: calls.append(("write", at)) or pwrite(fd, data, at))
    MAIFStreamWriter(path, private_key=KEY, mode="a").close()
    first = calls.index(("write", 0), calls.index(("sync", path.stat().st_ino)) - 1)
    assert calls[first + 1] == ("sync", path.stat().st_ino)
