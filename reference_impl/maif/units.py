"""Sizes and times as people write them: `"64KB"`, `"250ms"`. Sizes are powers of 1024; times are in seconds."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from maif.arguments import LARGEST, plain_number
from maif.errors import InvalidArgumentError, InvalidTypeError

_SIZES = {"": 1, "b": 1} | {
    spelling: 1024**power
    for power, prefix in enumerate("kmgt", start=1)
    for spelling in (prefix, f"{prefix}b", f"{prefix}ib")
}
_TIMES = {"us": 1e-6, "ms": 1e-3, "": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_QUANTITY = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", re.ASCII | re.IGNORECASE)


def parse_size(size: int | str) -> int:
    """Return a size in bytes, given as a number or as text.

    Raises `InvalidArgumentError` (a `ValueError`) for a negative size, an unknown unit, or a fraction of a byte,
    and `InvalidTypeError` (a `TypeError`) for anything that is neither a whole number nor text.

    >>> parse_size("64KB"), parse_size("1.5 MiB"), parse_size(100)
    (65536, 1572864, 100)
    >>> parse_size("1.1KB")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: expected a whole number of bytes, got '1.1KB'
    """
    value = _parse(size, _SIZES, "a size like 65536 or '64KB'")
    if value != int(value):
        raise InvalidArgumentError(f"expected a whole number of bytes, got {size!r}")
    return int(value)


def parse_duration(duration: float | str) -> float:
    """Return a time span in seconds, given as a number or as text.

    Raises like `parse_size`.

    >>> parse_duration("250ms"), parse_duration("1.5 min"), parse_duration(2)
    (0.25, 90.0, 2.0)
    >>> parse_duration("-1s")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: expected a time like 0.25 or '250ms', got '-1s'; ...
    """
    return float(_parse(duration, _TIMES, "a time like 0.25 or '250ms'"))


def _parse(quantity: float | str, units: Mapping[str, float], expected: str) -> float:
    if not isinstance(quantity, str):
        number: float | None = plain_number(quantity)
        if number is None or isinstance(quantity, bool):
            raise InvalidTypeError(f"expected {expected}, got {quantity!r}")
        if not 0 <= number <= LARGEST:
            raise InvalidArgumentError(f"expected {expected}, not negative and finite, got {quantity!r}")
        return number
    match = _QUANTITY.fullmatch(quantity)
    if not match or match[2].lower() not in units:
        known = ", ".join(unit for unit in units if unit)
        raise InvalidArgumentError(f"expected {expected}, got {quantity!r}; units are {known}")
    number = float(match[1]) * units[match[2].lower()]
    if number > LARGEST:
        raise InvalidArgumentError(f"expected {expected}, got a number of {len(match[1])} digits")
    return number


def format_size(size: float) -> str:
    """Return a number of bytes as text, to three significant digits.

    >>> format_size(999), format_size(65536), format_size(1_500_000_000)
    ('999 B', '64.0 KB', '1.40 GB')
    >>> format_size(math.nan)
    'nan B'
    """
    if not 1024 <= size < math.inf:
        return f"{size:.0f} B"
    power = min(int(math.log2(size) // 10), 4)
    return f"{_three_digits(size / 1024**power)} {' KMGT'[power]}B"


def format_duration(seconds: float) -> str:
    """Return a time span as text, to three significant digits.

    >>> format_duration(0.00025), format_duration(1.5), format_duration(75), format_duration(7500)
    ('250 µs', '1.50 s', '1 min 15 s', '2 h 5 min')
    >>> format_duration(math.inf)
    'inf s'
    """
    if not seconds < math.inf:
        return f"{seconds} s"
    if seconds < 1e-3:
        return f"{_three_digits(seconds * 1e6)} µs"
    if seconds < 1:
        return f"{_three_digits(seconds * 1e3)} ms"
    if seconds < 60:
        return f"{_three_digits(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _three_digits(value: float) -> str:
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"
