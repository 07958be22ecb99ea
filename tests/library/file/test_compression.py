"""`maif.file.compression`: a frame where it pays, and out of it what was declared."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, LimitError
from maif.file.compression import SMALLEST, WORTHWHILE, Compressor, decompress

PIECE = pytest.mark.piece("maif.file.compression.shrunk", "maif.file.compression.expanded")

TEXT = b"a text that repeats itself, " * 100


@PIECE
@given(data=st.binary(max_size=2000) | st.integers(0, 10_000).map(lambda size: b"ab" * size), level=st.integers(1, 22))
def test_what_is_compressed_comes_back(data: bytes, level: int) -> None:
    compressed = Compressor(level).compress(data)
    if compressed is not None:
        frame, codec = compressed
        assert codec == {"name": "zstd", "size": len(data)}
        assert len(frame) <= WORTHWHILE * len(data)
        assert decompress(frame, codec) == data


@PIECE
@pytest.mark.parametrize("data", [b"", bytes(SMALLEST - 1), random.Random(1).randbytes(10_000)])
def test_what_does_not_pay_stays_as_it_is(data: bytes) -> None:
    assert Compressor("zstd").compress(data) is None


@PIECE
def test_a_view_is_compressed_like_its_bytes() -> None:
    assert Compressor("zstd").compress(memoryview(TEXT)) == Compressor("zstd").compress(TEXT)


@pytest.mark.parametrize("wrong", ["gzip", 0, 23, -1, 1.5, [1]])
def test_an_unknown_compression_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="zstd"):
        Compressor(wrong)


def test_a_limit_is_kept() -> None:
    compressed = Compressor("zstd").compress(TEXT)
    assert compressed is not None
    frame, codec = compressed
    assert decompress(frame, codec, limit=len(TEXT)) == TEXT
    with pytest.raises(LimitError, match="limit"):
        decompress(frame, codec, limit=len(TEXT) - 1)
