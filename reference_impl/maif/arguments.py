"""Checks of arguments, made when a function is called: a generator would find a mistake only at its first item."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from operator import index
from typing import Any, SupportsIndex

from maif.errors import InvalidArgumentError, InvalidTypeError


def require_at_least(least: int, **arguments: SupportsIndex) -> None:
    """Raise `InvalidTypeError` for an argument that is no whole number, `InvalidArgumentError` for one below `least`.

    >>> require_at_least(1, size=5, stride=2)
    >>> require_at_least(1, size=0)
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: size must be at least 1, got 0
    """
    for name, value in arguments.items():
        if isinstance(value, bool) or not isinstance(value, SupportsIndex):
            raise InvalidTypeError(f"{name} must be a whole number, got {value!r}")
        if index(value) < least:
            raise InvalidArgumentError(f"{name} must be at least {least}, got {value!r}")


def require_callable(**arguments: object) -> None:
    """Raise `InvalidTypeError` for an argument that cannot be called.

    >>> require_callable(key=len)
    >>> require_callable(key="name")
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: key must be callable, got 'name'
    """
    for name, value in arguments.items():
        if not callable(value):
            raise InvalidTypeError(f"{name} must be callable, got {value!r}")


def plain_number(value: object) -> Any:
    """Return a real number of any type as one that neither wraps around nor overflows; None for what is no number.

    Whole numbers of any width become an `int`, `Decimal` and other exact ones a `Fraction`, the rest a `float`.

    >>> from decimal import Decimal
    >>> plain_number(3), plain_number(0.5), plain_number(Decimal("0.1"))
    (3, 0.5, Fraction(1, 10))
    >>> plain_number("3"), plain_number(Decimal("NaN"))
    (None, nan)
    """
    if type(value) is float or type(value) is int:
        return value
    if isinstance(value, SupportsIndex) and not getattr(value, "ndim", 0):
        return index(value)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else float(value)
    if isinstance(value, Rational):
        return Fraction(value)
    return float(value) if isinstance(value, Real) else None
