"""From what a source reads to a `Message`: JSON objects, text, pictures, bytes."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from json.scanner import make_scanner
from typing import Any

from maif.analysis.pictures import image_format
from maif.errors import MessageError
from maif.realtime.message import Message

# What `json.loads` calls, without what it does for every other input; its stub is wrong.
_scan_once = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]


def decode(payload: bytes, source_id: str, content_type: str | None = None) -> Message:
    """Return the message that a payload is.

    A JSON object may set `source_id`, `content` or `text`, `image_data` or `image` (base64), `requires_analysis`,
    `priority`, `timestamp` (a number, or ISO 8601) and `metadata`; it is the message's `data`. Without content, and for
    any other text, the raw text is the content. Pictures are known by `content_type`, or by their first bytes (PNG,
    JPEG, GIF, WebP). Anything else is bytes, as `data`.

    >>> decode(b'{"text": "22.5", "priority": "high"}', "attic").priority
    'high'
    >>> decode(b"22.5 degrees", "attic").content
    '22.5 degrees'

    What cannot be decoded is no error here: the message has a `failure`, and its `raw` bytes. This is so for a JSON
    object with a wrong field, and for what `content_type` says is JSON or text and is not.

    >>> decode(b'{"timestamp": "soon"}', "attic").failure
    MessageError("timestamp must be a number or ISO 8601, got 'soon'")
    """
    try:
        if payload[:1] == b"{" and (content_type is None or content_type == "application/json"):
            try:
                text = payload.decode()
                value, end = _scan_once(text, 0)
            except (ValueError, StopIteration, RecursionError):
                pass  # what is wrong is found out below
            else:
                if end == len(text) or text[end:].isspace():
                    return _of_object(value, source_id, text, payload)
        return _decode(payload, source_id, content_type)
    except MessageError as error:
        return Message(source_id, data=payload, raw=payload, failure=error)


def decode_with(fn: Callable[[bytes], Any], payload: bytes, source_id: str) -> Message:
    """Return the message that a user's `decode=` function makes of a payload.

    It may return a `Message`, an object (a mapping: what a JSON object may be), a text, or bytes; an error that it
    raises becomes the message's `failure`.

    >>> decode_with(lambda raw: {"text": raw.decode("utf-16-le")}, b"h\\0i\\0", "attic").content
    'hi'
    """
    try:
        message = as_message(fn(payload), source_id)
    except Exception as error:
        return Message(source_id, data=payload, raw=payload, failure=error)
    message.raw = payload
    return message


def as_message(item: Any, source_id: str) -> Message:
    """Return the message that an item of Python's is: a `Message` as it is, else what `decode_with` describes.

    Raises `MessageError` for an object with a wrong field. Any other item becomes `data`, its text the content.

    >>> as_message({"text": "22.5"}, "attic").content, as_message(22.5, "attic").content
    ('22.5', '22.5')
    """
    if isinstance(item, Message):
        return item
    if isinstance(item, str):
        return Message(source_id, content=item, data=item)
    if isinstance(item, (bytes, bytearray, memoryview)):
        return decode(bytes(item), source_id)
    if isinstance(item, Mapping):
        return _of_object(dict(item), source_id, None)
    return Message(source_id, content=str(item), data=item)


def _decode(payload: bytes, source_id: str, content_type: str | None) -> Message:
    kind = content_type.partition(";")[0].strip().lower() if content_type else ""
    if kind.startswith("image/") or (not kind and is_picture(payload)):
        return Message(source_id, image_data=payload, data=payload, raw=payload)
    is_json = kind == "application/json" or kind.endswith("+json")
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        if is_json or kind.startswith("text/"):
            raise MessageError(f"{kind} must be UTF-8: {error}") from None
        return Message(source_id, data=payload, raw=payload)
    if is_json or text.lstrip()[:1] == "{":
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            if is_json:
                raise MessageError(f"not valid JSON: {error}") from None
        else:
            if isinstance(value, dict):
                return _of_object(value, source_id, text, payload)
    return Message(source_id, content=text, data=payload, raw=payload)


def is_picture(payload: bytes) -> bool:
    """Say whether these bytes begin as those of a PNG, JPEG, GIF or WebP file do."""
    return image_format(payload) is not None


def _of_object(value: dict[str, Any], source_id: str, text: str | None, raw: bytes | None = None) -> Message:
    content = value.get("content")
    if content is None:
        content = value.get("text")
    if content is None:
        content = text if text is not None else _dumps(value)
    elif not isinstance(content, str):
        raise MessageError(f"content must be a text, got {content!r}")
    message = Message(source_id, content, None, value)
    message.raw = raw
    if not _FIELDS.keys().isdisjoint(value):
        for name in _FIELDS.keys() & value.keys():
            if (given := value[name]) is not None:
                _FIELDS[name](message, name, given)
    return message


def _dumps(value: dict[str, Any]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return str(value)


def _set_text(message: Message, name: str, given: Any) -> None:
    if not isinstance(given, str):
        raise MessageError(f"{name} must be a text, got {given!r}")
    setattr(message, name, given)


def _set_flag(message: Message, name: str, given: Any) -> None:
    if not isinstance(given, bool):
        raise MessageError(f"{name} must be true or false, got {given!r}")
    message.requires_analysis = given


def _set_picture(message: Message, name: str, given: Any) -> None:
    if isinstance(given, bytes):
        message.image_data = given
        return
    try:
        message.image_data = base64.b64decode(given, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise MessageError(f"{name} must be base64: {error}") from None


def _set_timestamp(message: Message, name: str, given: Any) -> None:
    try:
        if isinstance(given, bool):
            raise TypeError
        if isinstance(given, str):
            given = datetime.fromisoformat(given).timestamp()
        message.timestamp = float(given)
        if not math.isfinite(message.timestamp):
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        raise MessageError(f"{name} must be a number or ISO 8601, got {given!r}") from None


def _set_metadata(message: Message, name: str, given: Any) -> None:
    if not isinstance(given, dict):
        raise MessageError(f"{name} must be an object, got {given!r}")
    message.metadata = dict(given)


_FIELDS: dict[str, Callable[[Message, str, Any], None]] = {
    "source_id": _set_text,
    "priority": _set_text,
    "requires_analysis": _set_flag,
    "image_data": _set_picture,
    "image": _set_picture,
    "timestamp": _set_timestamp,
    "metadata": _set_metadata,
}
