"""`maif.file.spill`: what is written comes back, in order, and little of it is in memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.file.spill import Spill

pytestmark = pytest.mark.piece("maif.file.spill.Spill")


@given(pieces=st.lists(st.integers(0, 100_000).map(bytes), max_size=20))
def test_what_is_spilled_comes_back_in_order(pieces: list[bytes]) -> None:
    spill = Spill()
    pieces = [bytes([number % 256]) * len(piece) for number, piece in enumerate(pieces)]
    for piece in pieces:
        spill.write(piece)
    assert spill.size == sum(map(len, pieces))
    assert b"".join(spill) == b"".join(spill) == b"".join(pieces)
    spill.close()


def test_a_spill_goes_on_after_it_was_read() -> None:
    spill = Spill()
    spill.write(b"a" * 100_000)
    list(spill)
    spill.write(b"b")
    assert b"".join(spill) == b"a" * 100_000 + b"b"
    spill.close()


def test_leaving_in_the_middle_of_reading_harms_nothing() -> None:
    spill = Spill()
    spill.write(b"a" * 3_000_000)
    first = next(iter(spill))
    spill.write(b"b" * 100_000)
    assert b"".join(spill) == b"a" * 3_000_000 + b"b" * 100_000
    assert b"".join(spill).startswith(first)
    spill.close()


def test_it_comes_back_in_pieces_of_at_most_64_kib() -> None:
    spill = Spill()
    spill.write(bytes(3_000_000))
    assert max(map(len, spill)) <= 1 << 16
    spill.close()


def test_nothing_spilled_comes_back_as_nothing() -> None:
    spill = Spill()
    assert (spill.size, b"".join(spill)) == (0, b"")
    spill.close()


def test_spills_of_one_folder_do_not_mix_and_leave_nothing_behind(tmp_path: Path) -> None:
    spills = [Spill(str(tmp_path)) for _ in range(2)]
    for letter, spill in zip((b"a", b"b"), spills, strict=True):
        spill.write(letter * 3_000_000)
    assert [set(b"".join(spill)) for spill in spills] == [{97}, {98}]
    for spill in spills:
        spill.close()
    assert list(tmp_path.iterdir()) == []


def test_most_of_it_is_not_in_memory() -> None:
    spill = Spill()
    tracemalloc.start()
    for _ in range(200):
        spill.write(bytes(50_000))
    for _ in spill:
        pass
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 3_000_000
    spill.close()
