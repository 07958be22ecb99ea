"""Checks of arguments, made when a function is called: a generator would find a mistake only at its first item."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from inspect import iscoroutinefunction
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


def real_number(**argument: object) -> float:
    """Return the one argument, a number of any real type, as a plain `float`.

    Raises `InvalidTypeError` if it is no number, and `InvalidArgumentError` if it is too large. A NaN is a number.

    >>> from decimal import Decimal
    >>> real_number(rate=Decimal("0.5"))
    0.5
    >>> real_number(rate="0.5")
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: rate must be a number, got '0.5'
    """
    ((name, value),) = argument.items()
    number = plain_number(value)
    if number is None or isinstance(value, bool):
        raise InvalidTypeError(f"{name} must be a number, got {value!r}")
    try:
        return float(number)
    except OverflowError:
        raise InvalidArgumentError(f"{name}, a number of type {type(value).__name__}, is too large") from None


def some_text(**argument: object) -> str:
    """Return the one argument, a text of at least one character, as it is.

    Raises `InvalidTypeError` for anything else, and `InvalidArgumentError` for a text that UTF-8 cannot say.

    >>> some_text(name="clicks")
    'clicks'
    >>> some_text(name="")
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: name must be a text, got ''
    """
    ((name, value),) = argument.items()
    if not isinstance(value, str) or not value:
        raise InvalidTypeError(f"{name} must be a text, got {value!r}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"{name} cannot be written as UTF-8: {error}") from None
    return value


def several(**argument: Any) -> Any:
    """Return the one argument, some items, as it is.

    A text or a mapping would be taken apart into its letters or keys: for these, and for what gives no items, this
    raises `InvalidTypeError`.

    >>> several(ids=["a", "b"])
    ['a', 'b']
    >>> several(ids="ab")
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: ids are several: give a list, not 'ab'
    """
    ((name, value),) = argument.items()
    if isinstance(value, (str, bytes, bytearray, Mapping)):
        raise InvalidTypeError(f"{name} are several: give a list, not {value!r:.80}")
    if not (hasattr(value, "__iter__") or hasattr(value, "__getitem__")):
        raise InvalidTypeError(f"{name} must be an iterable, got {value!r:.80}")
    return value


def require_unmasked(**arguments: object) -> None:
    """Raise `InvalidArgumentError` for an array of which numpy's mask hides something: what is hidden is no value.

    >>> import numpy as np
    >>> require_unmasked(values=np.ma.masked_equal([1, 2, -1], -1))
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: values: some items are masked: fill them, `filled(…)`, or leave them out
    """
    # Where nobody has loaded masks, or a thread is just about to, nothing is masked.
    is_masked = getattr(sys.modules.get("numpy.ma"), "is_masked", None)
    for name, value in arguments.items():
        if is_masked is not None and is_masked(value):
            raise InvalidArgumentError(f"{name}: some items are masked: fill them, `filled(…)`, or leave them out")


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


def is_async(fn: Any) -> bool:
    """Say whether a function is to be awaited, and needs no thread."""
    while isinstance(fn, partial):
        fn = fn.func
    return iscoroutinefunction(fn) or iscoroutinefunction(type(fn).__call__)


def require_plain(**arguments: Any) -> None:
    """Raise `InvalidTypeError` for what cannot be called, and for what has to be awaited, where nobody would.

    >>> async def keep(item): ...
    >>> require_plain(on_late=keep)
    Traceback (most recent call last):
    maif.errors.InvalidTypeError: on_late is a coroutine function, which nobody would await here: give a plain function
    """
    require_callable(**arguments)
    for name, function in arguments.items():
        if is_async(function):
            raise InvalidTypeError(
                f"{name} is a coroutine function, which nobody would await here: give a plain function"
            )


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
    if getattr(value, "ndim", None) == 0:
        value = value.item()  # type: ignore[attr-defined]  # an array of one number, or numpy's own number
    if isinstance(value, SupportsIndex) and not hasattr(value, "ndim"):
        return index(value)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else float(value)
    if isinstance(value, Rational):
        return Fraction(value)
    return float(value) if isinstance(value, Real) else None
