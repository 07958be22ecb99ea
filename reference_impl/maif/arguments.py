"""Checks of arguments, made when a function is called: a generator would find a mistake only at its first item."""

from __future__ import annotations

from operator import index
from typing import SupportsIndex

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
