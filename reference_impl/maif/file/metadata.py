"""A block's metadata: JSON that may be anybody's, within limits; and two keys that the format keeps for itself."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import FormatError, InvalidArgumentError, InvalidTypeError, LimitError
from maif.file.format import NO_METADATA

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CODEC_KEY, GROUP_KEY = "_codec", "_group"  # reserved: for compression, and for blocks that were written as one


class Limits(NamedTuple):
    """What reading refuses to exceed, so that any file is safe to open."""

    metadata: int = 16 << 20  # bytes of one block's metadata
    depth: int = 100  # levels of nesting in it
    nodes: int = 500_000  # values in it: each costs a hundred times the bytes that it takes in the file
    decompressed: int = 1 << 30  # bytes of one block's data


LIMITS = Limits()


_encode_sorted = json.JSONEncoder(sort_keys=True).encode


def encode_metadata(metadata: dict[str, Any] | None, *, reserved: dict[str, Any] | None = None) -> bytes:
    r"""Return metadata as the bytes that the file holds: JSON, keys sorted, non-ASCII characters escaped.

    `reserved` holds what the writer adds under the keys `_codec` and `_group`. Raises `InvalidTypeError` for what is
    not a JSON object with string keys at every level, `InvalidArgumentError` for a reserved key, `LimitError` beyond
    16 MiB or 100 levels.

    >>> encode_metadata({"year": 2013, "carrier": "ü"})
    b'{"carrier": "\\u00fc", "year": 2013}'
    >>> encode_metadata({"_group": "mine"})
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: the metadata key '_group' is reserved for the format: choose another name
    """
    if metadata is None:
        metadata = {}
    elif not isinstance(metadata, dict):
        raise InvalidTypeError(f"metadata must be a JSON object (a dict), not {type(metadata).__name__}")
    else:
        for key in (CODEC_KEY, GROUP_KEY):
            if key in metadata:
                raise InvalidArgumentError(f"the metadata key {key!r} is reserved for the format: choose another name")
    if reserved:
        metadata = metadata | reserved
    if not metadata:
        return NO_METADATA
    check_nesting(metadata, LIMITS.depth)
    try:
        encoded = _encode_sorted(metadata).encode("ascii")
    except (TypeError, ValueError) as error:
        raise InvalidTypeError(f"metadata cannot be written as JSON: {error}") from None
    _check_size(encoded, LIMITS)
    return encoded


def group_place(metadata: object) -> tuple[int, int] | None:
    """Return which block of how many this is, of a group that was written as one; None for a block on its own.

    >>> group_place({"_group": [0, 2]}), group_place({"_group": "mine"})
    ((0, 2), None)
    """
    match metadata.get(GROUP_KEY) if isinstance(metadata, dict) else None:
        case [int(number), int(of)] if 0 <= number < of:
            return number, of
    return None


def decode_metadata(data: ReadableBuffer, limits: Limits = LIMITS) -> Any:
    """Return the JSON value in bytes that may be anybody's: within the limits, or a `LimitError` or `FormatError`.

    >>> decode_metadata(b'{"a": NaN}')
    {'a': nan}
    >>> decode_metadata(b"[" * 200 + b"]" * 200)
    Traceback (most recent call last):
    maif.errors.LimitError: metadata is nested deeper than the limit
    """
    raw = bytes(data)
    _check_size(raw, limits)
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"metadata is not JSON: {error}") from None
    if raw.count(b"[") + raw.count(b"{") > limits.depth:
        check_nesting(value, limits.depth)
    return value


_PLAIN = frozenset((str, int, float, bool, type(None)))
_JSON_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)


def _check_size(raw: bytes, limits: Limits) -> None:
    """Refuse JSON that is too long, or that would become too many values; nothing is parsed for that."""
    if len(raw) > limits.metadata:
        raise LimitError(f"metadata takes {len(raw)} bytes, more than the limit of {limits.metadata}")
    if len(raw) > 2 * limits.nodes:
        marks = _JSON_TEXT.sub(b"", raw)  # what is left has a comma or a bracket for each value
        if (nodes := marks.count(b",") + marks.count(b"[") + marks.count(b"{") + 1) > limits.nodes:
            raise LimitError(f"metadata has about {nodes} values, more than the limit of {limits.nodes}")


def check_nesting(value: object, levels: int) -> None:
    """Raise `LimitError` for what is nested too deep, as a reference cycle is, `InvalidTypeError` for keys but strings.

    >>> check_nesting({"a": [1, {"b": 2}]}, levels=3)
    >>> check_nesting({"a": [1, {"b": 2}]}, levels=2)
    Traceback (most recent call last):
    maif.errors.LimitError: metadata is nested deeper than the limit
    """
    if not isinstance(value, (dict, list, tuple)):
        return
    if levels == 0:
        raise LimitError("metadata is nested deeper than the limit")
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise InvalidTypeError(f"metadata keys must be strings, got {key!r}")
        value = value.values()
    for item in value:
        if type(item) not in _PLAIN:  # asking here spares a call for nearly every value
            check_nesting(item, levels - 1)


def strict_json(value: Any, indent: int | None = None) -> str:
    """Return a JSON value as text that every program reads: what JSON has no number for (NaN, infinity) is null.

    >>> strict_json({"mean": float("nan"), "count": 3})
    '{"mean": null, "count": 3}'
    """
    try:
        return json.dumps(value, indent=indent, allow_nan=False)
    except ValueError:
        return json.dumps(_with_nulls(value), indent=indent)


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with_nulls(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
