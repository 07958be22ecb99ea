"""Server-sent events: `EventStreamParser` reads them from bytes as these come, `format_event` writes one.

The format is the one that browsers' `EventSource` reads (WHATWG HTML, 9.2): lines of a field and its value, and an
empty line that ends an event.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from maif.arguments import whole_number
from maif.errors import InvalidArgumentError, LimitError

MAX_EVENT_SIZE = 1 << 20  # characters
_END_OF_LINE = re.compile(r"\r\n|\n|\r")


class ServerSentEvent(NamedTuple):
    """An event as it arrives: its type, its data, and the id of the last event that had one."""

    type: str
    data: str
    last_event_id: str


class EventFields:
    r"""Makes events of the lines of a stream, given without their ends.

    >>> fields = EventFields()
    >>> [fields.take(line) for line in ("id: 7", "data: to be,", "data: or not")]
    [None, None, None]
    >>> fields.take("")
    ('message', 'to be,\nor not', '7')
    """

    def __init__(self) -> None:
        self.last_event_id = ""
        self.retry: float | None = None
        self._id, self._type, self._data = "", "", ""

    def take(self, line: str) -> tuple[str, str, str] | None:
        """Take the next line in; return the type, data and last id of the event that it ends, if it ends one."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._type = value
            case "data":
                self._data += value + "\n"
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self.retry = float(value) / 1000  # which takes any number of digits
        return None if line else self._ended()

    def _ended(self) -> tuple[str, str, str] | None:
        self.last_event_id = self._id
        kind, data = self._type or "message", self._data
        self._type = self._data = ""
        return (kind, data.removesuffix("\n"), self._id) if data else None


class EventStreamParser:
    r"""Makes events of bytes, however these are cut; what a stream's end cuts off is no event.

    >>> parser = EventStreamParser()
    >>> parser.feed(b"id: 7\ndata: to be,\ndata: or")
    []
    >>> parser.feed(b" not\n\nevent: done\ndata\n\n: a comment\n\n")
    [ServerSentEvent(type='message', data='to be,\nor not', last_event_id='7'),
     ServerSentEvent(type='done', data='', last_event_id='7')]

    `last_event_id` and `retry` (seconds; None until the server says) are what a client needs to connect again. Raises
    `LimitError` for an event of more than `max_event_size` characters.
    """

    def __init__(self, max_event_size: int = MAX_EVENT_SIZE) -> None:
        self._fields = EventFields()
        self._max_event_size = whole_number(1, max_event_size=max_event_size)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._at_start = True
        self._line: list[str] = []  # the pieces of a line whose end has not come
        self._after_cr = False  # a line feed that comes now belongs to the end of line before it
        self._size = 0  # of the event so far

    @property
    def last_event_id(self) -> str:
        """The id of the last event that had one; "" if none had."""
        return self._fields.last_event_id

    @property
    def retry(self) -> float | None:
        """Seconds to wait before connecting again; None until the server says."""
        return self._fields.retry

    def again(self) -> EventStreamParser:
        """Return a parser for the next connection, which knows where the last one ended."""
        parser = EventStreamParser(self._max_event_size)
        parser._fields.last_event_id, parser._fields.retry = self.last_event_id, self.retry
        return parser

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """Take the next bytes in; return the events that they complete."""
        text = self._decoder.decode(chunk)
        if self._at_start and text:
            self._at_start, text = False, text.removeprefix("\ufeff")
        if self._after_cr and text:
            self._after_cr, text = False, text.removeprefix("\n")
        events = []
        *lines, rest = _END_OF_LINE.split(text)
        for line in lines:
            self._grow(line)
            line, self._line = "".join(self._line), []
            if event := self._fields.take(line):
                events.append(ServerSentEvent(*event))
            if not line:
                self._size = 0
        self._grow(rest)
        self._after_cr = self._after_cr or text.endswith("\r")
        return events

    def _grow(self, piece: str) -> None:
        self._line.append(piece)
        self._size += len(piece)
        if self._size > self._max_event_size:
            raise LimitError(f"an event of more than {self._max_event_size:,} characters: is this an event stream?")


def format_event(
    data: str | None,
    *,
    event_type: str = "",
    event_id: str | None = None,
    retry: float | None = None,
) -> bytes:
    r"""Return an event as bytes; `retry` tells the client how many seconds to wait before it connects again.

    Without data it is no event for who listens: it tells the client alone.

    >>> format_event("to be,\nor not", event_type="hit", event_id="q-1")
    b'event: hit\nid: q-1\ndata: to be,\ndata: or not\n\n'
    >>> format_event("x", event_id="1\n2")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: the type and the id of an event are on one line, got '' and '1\n2'
    """
    if re.search(r"[\r\n\0]", event_type + (event_id or "")):
        raise InvalidArgumentError(
            f"the type and the id of an event are on one line, got {event_type!r} and {event_id!r}"
        )
    lines = [f"event: {event_type}"] if event_type else []
    lines += [] if event_id is None else [f"id: {event_id}"]
    lines += [] if retry is None else [f"retry: {round(retry * 1000)}"]
    lines += [f"data: {line}" for line in ([] if data is None else _END_OF_LINE.split(data))]
    return "\n".join([*lines, "", ""]).encode()
