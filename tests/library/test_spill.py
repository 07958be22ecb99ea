"""`maif.spill`: what is written comes back, in order, and little of it is in memory."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from maif.spill import Spill


@given(pieces=st.lists(st.integers(0, 100_000).map(bytes), max_size=20))
def test_what_is_spilled_comes_back_in_order(pieces):
    spill = Spill()
    pieces = [bytes([number % 256]) * len(piece) for number, piece in enumerate(pieces)]
    for piece in pieces:
        spill.write(piece)
    assert spill.size == sum(map(len, pieces))
    assert b"".join(spill) == b"".join(spill) == b"".join(pieces)
    spill.close()


def test_a_spill_goes_on_after_it_was_read():
    spill = Spill()
    spill.write(b"a" * 100_000)
    list(spill)
    spill.write(b"b")
    assert b"".join(spill) == b"a" * 100_000 + b"b"
    spill.close()


def test_most_of_it_is_in_a_file():
    spill = Spill()
    for _ in range(100):
        spill.write(bytes(50_000))
    assert spill._file._rolled
    assert sys.getsizeof(spill._pending) < 200_000
    spill.close()
