"""Cells of rows as plain data: what a student's process may say of the values that its piece gave back.

A `Carrier` makes of any value one that `maif_course.plain` can write down; a `Restorer` makes of that a value which is
compared, and shown, as the first would be. What has no plain form, as an object of the student's own class, becomes
one that is equal to nothing, under the same name and with the same text. Nothing that is carried runs any code.
"""

from __future__ import annotations

import builtins
import sys
from collections import deque
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from maif_course.checks.rows import readable
from maif_course.errors import SandboxError

DEEPEST = 12  # values within values: more is shown as text
CHANGING = {"list", "dict", "set", "deque", "bytearray", "memoryview", "other"}  # kinds of which no two are one
MOST_PARTS = 200_000  # of all cells of one comparison
LONGEST = 4 << 20  # characters or bytes of one value
MOST_SHOWN = 200  # characters of a value that is only shown
_GATHERED: dict[str, type[Any]] = {kind.__name__: kind for kind in (list, tuple, set, frozenset, deque)}


class Carrier:
    """Carries the cells of one comparison, of which only so many parts are taken along.

    What can change is carried once; where it stands again, it is named as the same: one object given away twice is
    another mistake than two that are equal.
    """

    def __init__(self) -> None:
        self._left = MOST_PARTS
        self._numbers: dict[int, int] = {}
        self._alive: list[Any] = []  # so that no other object gets its id

    def carried(self, value: Any, depth: int = 0) -> Any:
        """Return a value in plain form.

        >>> Carrier().carried((1, ["a"], object()))
        ('tuple', [1, ('list', ['a']), ('other', 'object', '<object object>')])
        """
        if (number := self._numbers.get(id(value))) is not None:
            return ("same", number)
        self._left -= 1
        plain = _other(value) if self._left < 0 or depth > DEEPEST else self._new(value, depth)
        if isinstance(plain, tuple) and plain[0] in CHANGING:
            self._numbers[id(value)] = len(self._alive)
            self._alive.append(value)
        return plain

    def _new(self, value: Any, depth: int) -> Any:
        if value is None or type(value) is bool:
            return value
        for base in _GATHERED.values():
            if isinstance(value, base):
                items = [self.carried(item, depth + 1) for item in base.__iter__(value)]
                return (base.__name__, items, *_own_kind(value, base))
        if isinstance(value, dict):
            pairs = [(self.carried(k, depth + 1), self.carried(v, depth + 1)) for k, v in dict.items(value)]
            return ("dict", pairs, *_own_kind(value, dict))
        return _word(value)


def _word(value: Any) -> Any:
    kind = type(value)
    for base, written in _WORDS.items():
        if isinstance(value, base) and kind.__eq__ is base.__eq__:
            if base in _LONG and len(value) > LONGEST:
                return _other(value)
            plain = written(value)
            return plain if kind is base and base in _PLAIN else (base.__name__, plain, *_own_kind(value, base))
    if (numpy := sys.modules.get("numpy")) is not None and isinstance(value, numpy.generic):
        return ("numpy", value.dtype.str, value.tobytes())
    if isinstance(value, type) and (name := _name_of_built_in(value)):
        return ("type", name)
    return _other(value)


def _name_of_built_in(kind: type) -> str:
    return next((name for name, value in vars(builtins).items() if value is kind), "")


def _own_kind(value: Any, base: type) -> tuple[Any, ...]:
    """Return what a class that stands on `base` adds: its name, its text, and the names of a tuple's fields."""
    kind = type(value)
    if kind is base is not deque:  # whose text tells its `maxlen`, too
        return ()
    fields = getattr(kind, "_fields", ()) if base is tuple else ()
    named = [str(name) for name in fields] if isinstance(fields, tuple) else []
    return (kind.__name__, readable(value, MOST_SHOWN), named)


def _other(value: Any) -> tuple[str, str, str]:
    return ("other", type(value).__name__, readable(value, MOST_SHOWN))


_PLAIN: tuple[Any, ...] = (int, float, str, bytes)
_LONG: tuple[Any, ...] = (str, bytes, bytearray, memoryview)
_WORDS: dict[Any, Callable[[Any], Any]] = {
    int: int.__int__,
    float: float.__float__,
    complex: lambda value: [value.real, value.imag],
    str: str.__str__,
    bytes: lambda value: bytes.__getitem__(value, slice(None)),
    bytearray: bytes,
    memoryview: memoryview.tobytes,
    range: lambda value: [value.start, value.stop, value.step],
}
_REMADE: dict[str, tuple[type, Callable[[Any], Any]]] = {  # what it is made of, and how
    "int": (int, int),
    "float": (float, float),
    "complex": (list, lambda parts: complex(*parts)),
    "str": (str, str),
    "bytes": (bytes, bytes),
    "bytearray": (bytes, bytearray),
    "memoryview": (bytes, memoryview),
    "range": (list, lambda parts: range(*parts)),
}


class Restorer:
    """Makes values again of the cells of one comparison, in the order in which they were carried."""

    def __init__(self) -> None:
        self._changing: list[Any] = []

    def restored(self, plain: Any) -> Any:
        """Return the value that was carried, or one that stands for it; raise `SandboxError` for what none was.

        >>> Restorer().restored(("tuple", [1, ("list", ["a"]), ("other", "Coin", "Coin(5)")]))
        (1, ['a'], Coin(5))
        """
        try:
            return self._restored(plain)
        except Exception as error:
            raise SandboxError(f"the code wrote over its own answer ({type(error).__name__})") from None

    def _restored(self, plain: Any) -> Any:
        if not isinstance(plain, tuple):
            if plain is None or isinstance(plain, (bool, int, float, str, bytes)):
                return plain
            raise TypeError(type(plain).__name__)
        if plain[0] == "same":
            return self._changing[plain[1]]
        value = self._new(plain)
        if plain[0] in CHANGING:
            self._changing.append(value)
        return value

    def _new(self, plain: tuple[Any, ...]) -> Any:
        match plain:
            case ("other", str(name), str(text)):
                return _standing_for(name, object, text)()
            case ("type", str(name)) if isinstance(kind := getattr(builtins, name, None), type):
                return kind
            case ("numpy", str(kind), bytes(content)):
                import numpy

                return numpy.frombuffer(content, numpy.dtype(kind))[0]
            case ("dict", pairs, *own):
                return _of_kind({self._restored(key): self._restored(value) for key, value in pairs}, own)
            case (base, items, *own) if base in _GATHERED:
                return _of_kind(_GATHERED[base](map(self._restored, items)), own)
            case (base, content, *own) if isinstance(content, _REMADE[base][0]):
                return _of_kind(_REMADE[base][1](content), own)
        raise ValueError(plain[0])


def _of_kind(value: Any, own: list[Any]) -> Any:
    if not own:
        return value
    name, text, fields = own
    kind = _standing_for(str(name), type(value), str(text))
    for number, field in enumerate(fields):
        if isinstance(field, str) and not field.startswith("_"):
            setattr(kind, field, property(itemgetter(number)))
    return kind(value)


def _standing_for(name: str, base: type, text: str) -> type:
    """Return a class of this name whose objects read as this text."""
    made: type = type(name, (base,), {"__repr__": lambda _: text})
    return made
