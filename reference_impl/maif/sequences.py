"""Sequences whose items are made when they are asked for: a subclass says how one is made by its number."""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

from maif.errors import InvalidTypeError, OutOfRangeError

T = TypeVar("T", covariant=True)


class ByNumber(Sequence[T]):
    """A sequence of which a subclass gives the length, and `_item(number)`: numbers, negative ones and slices follow.

    >>> class Squares(ByNumber[int]):
    ...     def __len__(self):
    ...         return 10
    ...     def _item(self, number):
    ...         return number**2
    >>> Squares()[3], Squares()[-1], Squares()[2:5], 49 in Squares()
    (9, 81, [4, 9, 16], True)
    >>> Squares()[10]
    Traceback (most recent call last):
    maif.errors.OutOfRangeError: there are 10, there is no number 10
    """

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        try:
            wanted = range(*index.indices(len(self))) if isinstance(index, slice) else operator.index(index)
        except TypeError:
            raise InvalidTypeError(f"{self._said(len(self))}, with whole numbers: {index!r} is none") from None
        if isinstance(wanted, range):
            return [self._item(number) for number in wanted]
        number, count = wanted, len(self)
        if not -count <= number < count:
            raise OutOfRangeError(f"{self._said(count)}, there is no number {number}")
        return self._item(number % count)

    def __iter__(self) -> Iterator[T]:
        return map(self._item, range(len(self)))

    @abstractmethod
    def _item(self, number: int) -> T:
        """Return the item with this number, which is in range."""

    def _said(self, count: int) -> str:
        """Say how many items there are, for an error."""
        return f"there are {count}"
