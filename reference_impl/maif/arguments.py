"""Checks of arguments, made when a function is called: a generator would find a mistake only at its first item."""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from fractions import Fraction
from numbers import Rational, Real
from operator import index
from typing import Any, SupportsIndex

from maif.errors import InvalidArgumentError, InvalidTypeError

LARGEST = sys.float_info.max  # beyond it, a number cannot be reckoned with as a `float`


def path_text(path: object) -> str:
    """Return a path as text.

    Raises `InvalidTypeError` for what is no path, and `InvalidArgumentError` for text that no file can be called.

    >>> from pathlib import PurePosixPath
    >>> path_text("a.maif"), path_text(PurePosixPath("b.maif")), path_text(b"c.maif")
    ('a.maif', 'b.maif', 'c.maif')
    >>> path_text(None)
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: a path is text or a pathlib.Path, not None
    """
    if not isinstance(path, (str, bytes, os.PathLike)):
        raise InvalidTypeError(f"a path is text or a pathlib.Path, not {path!r}")
    text = os.fsdecode(path)
    try:
        nameless = b"\0" in os.fsencode(text)
    except UnicodeEncodeError:
        nameless = True
    if nameless:
        raise InvalidArgumentError(f"no file can be called {text!r}: it has a character that no path has")
    return text


def whole_number(least: int, **argument: SupportsIndex) -> int:
    """Return the one argument, a count or a size, as a plain `int`, which neither wraps around nor overflows.

    Raises `InvalidTypeError` if it is no whole number, and `InvalidArgumentError` if it is below `least`.

    >>> whole_number(1, size=5)
    5
    >>> whole_number(1, size=0)
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: size must be at least 1, got 0
    """
    ((name, value),) = argument.items()
    try:
        number = index(value)
    except TypeError:
        raise InvalidTypeError(f"{name} must be a whole number, got {value!r}") from None
    if isinstance(value, bool):
        raise InvalidTypeError(f"{name} must be a whole number, got {value!r}")
    if number < least:
        raise InvalidArgumentError(f"{name} must be at least {least}, got {value!r}")
    return number


def require_at_least(least: int, **arguments: SupportsIndex) -> None:
    """Raise what `whole_number` raises for each argument that is not what it should be."""
    for name, value in arguments.items():
        whole_number(least, **{name: value})


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
