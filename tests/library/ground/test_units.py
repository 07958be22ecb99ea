"""`maif.units`: sizes and times as people write them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError
from maif.units import format_duration, format_size, parse_duration, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("100", 100),
        ("100b", 100),
        ("64KB", 2**16),
        ("64 kb", 2**16),
        ("64KiB", 2**16),
        ("64k", 2**16),
        ("128MB", 2**27),
        ("1GB", 2**30),
        (" 1.5 GiB ", 3 * 2**29),
        ("2TB", 2**41),
    ],
)
def test_a_size_counts_in_powers_of_1024(text: str, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("250us", 0.00025),
        ("250ms", 0.25),
        ("1s", 1),
        ("1.5", 1.5),
        ("2 min", 120),
        ("2m", 120),
        ("1h", 3600),
        ("1D", 86400),
    ],
)
def test_a_time_is_in_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@given(st.integers(0, 2**70))
def test_a_whole_number_is_a_size_in_bytes(size: int) -> None:
    assert parse_size(size) == size
    assert isinstance(parse_size(float(size)), int)  # type: ignore[arg-type]


@given(st.floats(0, allow_infinity=False))
def test_a_number_is_a_time_in_seconds(seconds: float) -> None:
    assert parse_duration(seconds) == seconds


def test_numbers_of_numpy_are_numbers() -> None:
    assert parse_size(np.int64(7)) == 7  # type: ignore[arg-type]
    assert type(parse_duration(np.float32(0.5))) is float  # type: ignore[arg-type]


@pytest.mark.parametrize("parse", [parse_size, parse_duration])
@pytest.mark.parametrize(
    "value", [-1, math.nan, math.inf, "", "-1", "KB", "1 parsec", "1e3", "0x10", "1.2.3", "١", 10**400, "9" * 400]
)
def test_a_value_without_sense_is_refused(parse: Callable[[Any], float], value: object) -> None:
    with pytest.raises(InvalidArgumentError, match=r"expected a (size|time)"):
        parse(value)


@pytest.mark.parametrize("parse", [parse_size, parse_duration])
@pytest.mark.parametrize("value", [None, True, b"1", [1], 1j])
def test_a_value_of_another_type_is_refused(parse: Callable[[Any], float], value: object) -> None:
    with pytest.raises(InvalidTypeError, match="got"):
        parse(value)


@pytest.mark.parametrize("size", [0.5, "0.5", "1.1KB"])
def test_a_fraction_of_a_byte_is_refused(size: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="whole number of bytes"):
        parse_size(size)


def test_an_unknown_unit_is_answered_with_the_known_ones() -> None:
    with pytest.raises(MAIFError, match="units are us, ms, s, m, min, h, d"):
        parse_duration("3 weeks")


@given(st.integers(0, 2**60))
def test_a_formatted_size_reads_as_almost_the_same_size(size: int) -> None:
    number, unit = format_size(size).split()
    assert math.isclose(float(number) * parse_size(f"1{unit}"), size, rel_tol=0.005)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.00 KB"), (10235, "10.0 KB"), (102400, "100 KB"), (2**62, "4194304 TB")],
)
def test_a_size_is_shown_to_three_digits(size: int, text: str) -> None:
    assert format_size(size) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.00 µs"),
        (0.0005, "500 µs"),
        (0.01234, "12.3 ms"),
        (9.996, "10.0 s"),
        (60, "1 min 0 s"),
        (3599.6, "1 h 0 min"),
        (90000, "25 h 0 min"),
    ],
)
def test_a_time_is_shown_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text
