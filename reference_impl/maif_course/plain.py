"""Plain values as text: how an answer leaves a process that ran somebody else's code.

The text is JSON. What JSON has no form for is tagged: `{"tuple": […]}`. Reading it back makes values of a few built-in
types and runs nothing, whatever the text says, which is what a pickle could not promise.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from typing import Any

from maif_course.errors import SandboxError

DEEPEST = 40  # values within values


def encode(value: Any) -> str:
    """Return a value as one line of text; raise `SandboxError` for a type that has no plain form.

    >>> encode({"held": (1, 2.5), "data": b"ab", 3: float("inf")})
    '{"dict": [["held", {"tuple": [1, 2.5]}], ["data", {"bytes": "YWI="}], [3, {"float": "inf"}]]}'
    """
    return json.dumps(_plain(value, 0), allow_nan=False)


def decode(text: str | bytes) -> Any:
    """Return the value that `encode` made a text of; raise `SandboxError` for any other text.

    >>> decode('{"tuple": [1, {"float": "nan"}]}')
    (1, nan)
    """
    try:
        return _value(json.loads(text, parse_constant=_refuse), 0)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SandboxError(f"the answer is no plain value: {error}") from None


def _plain(value: Any, depth: int) -> Any:
    kind = type(value)
    if depth > DEEPEST:
        raise SandboxError(f"a value is nested more than {DEEPEST} deep")
    if value is None or kind in (bool, str) or (kind is float and math.isfinite(value)):
        return value
    if kind is int:
        return value if abs(value) < 1 << 53 else {"int": hex(value)}
    if kind is float:
        return {"float": repr(value)}
    if kind is bytes:
        return {"bytes": base64.b64encode(value).decode()}
    if kind is list:
        return [_plain(item, depth + 1) for item in value]
    if kind in (tuple, set, frozenset):
        return {kind.__name__: [_plain(item, depth + 1) for item in value]}
    if kind is dict:
        return {"dict": [[_plain(key, depth + 1), _plain(item, depth + 1)] for key, item in value.items()]}
    raise SandboxError(f"a value of type {kind.__name__} has no plain form")


_READ: dict[str, Callable[[Any], Any]] = {
    "int": lambda text: int(text, 16),
    "float": float,
    "bytes": lambda text: base64.b64decode(text, validate=True),
}
_GATHERED: dict[str, Callable[[Any], Any]] = {"tuple": tuple, "set": set, "frozenset": frozenset}


def _value(plain: Any, depth: int) -> Any:
    if depth > 3 * DEEPEST:
        raise ValueError("it is nested too deep")
    if isinstance(plain, list):
        return [_value(item, depth + 1) for item in plain]
    if not isinstance(plain, dict):
        return plain
    ((tag, content),) = plain.items()
    if tag in _READ:
        return _READ[tag](content)
    if tag in _GATHERED:
        return _GATHERED[tag](_value(item, depth + 1) for item in content)
    if tag == "dict":
        return {_value(key, depth + 1): _value(item, depth + 1) for key, item in content}
    raise ValueError(f"unknown tag {tag!r}")


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
