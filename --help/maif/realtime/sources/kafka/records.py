"""From a Kafka record to a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from maif.realtime.decoding import decode, decode_with
from maif.realtime.message import Message

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord


def message_of(record: ConsumerRecord, source_id: str, decoder: Callable[[bytes], Any] | None) -> Message:
    """Return the message that a record is; its time is the record's, unless the value says another."""
    value, headers = record.value, record.headers
    if value is None:  # a tombstone: the key is deleted
        message = Message(source_id)
    elif decoder is not None:
        message = decode_with(decoder, value, source_id)
    else:
        message = decode(value, source_id, _content_type(headers) if headers else None)
    offset = record.offset
    message.partition, message.offset, message.next_offset = record.partition, offset, offset + 1
    if not message.timestamp:
        message.timestamp = record.timestamp / 1000
    if record.key is not None:
        message.key = _text_or_bytes(record.key)
    if headers:
        named = {name: _text_or_bytes(value) for name, value in headers if value is not None}
        message.metadata = {"headers": named, **message.metadata}
    return message


def _content_type(headers: Iterable[tuple[str, bytes | None]]) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name == "content-type" and value), None)


def _text_or_bytes(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value
