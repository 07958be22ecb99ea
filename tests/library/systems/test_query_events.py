"""Server-sent events are read as browsers read them, however the bytes are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, LimitError
from maif.query.event_stream import EventFields, EventStreamParser, ServerSentEvent, format_event

pytestmark = pytest.mark.piece("maif.query.event_stream.EventFields")

# Each case is from the examples and rules of the HTML standard, section 9.2.
CASES = {
    "stocks": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    "comment, ids, reset id": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        [("message", "first event", "1"), ("message", "second event", ""), ("message", " third event", "")],
    ),
    "empty data": (b"data\n\ndata\ndata\n\ndata:", [("message", "", ""), ("message", "\n", "")]),
    "space after the colon": (b"data:test\n\ndata: test\n\n", [("message", "test", ""), ("message", "test", "")]),
    "types": (b"event: add\ndata: 1\n\nevent: add\n\ndata: 2\n\n", [("add", "1", ""), ("message", "2", "")]),
    "no data, no event, but an id": (b"id: 5\n\ndata: x\n\n", [("message", "x", "5")]),
    "an id with a null is none": (b"id: 1\0\ndata: x\n\n", [("message", "x", "")]),
    "the id stays": (b"id: 1\ndata: a\n\ndata: b\n\n", [("message", "a", "1"), ("message", "b", "1")]),
    "unknown fields": (b"Data: x\nfoo: y\n data: z\ndata: w\n\n", [("message", "w", "")]),
    "all ends of lines": (
        b"data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r",
        [("message", "a\nb\nc", ""), ("message", "d", "")],
    ),
    "byte order mark": (b"\xef\xbb\xbfdata: x\n\n\xef\xbb\xbfdata: y\n\n", [("message", "x", "")]),
    "bytes that are no UTF-8": (b"data: \xff\xe4\xb8\n\n", [("message", "\ufffd\ufffd", "")]),
    "other ends of lines are text": ("data: a\u2028b\x0bc\x85d\n\n".encode(), [("message", "a\u2028b\x0bc\x85d", "")]),
    "what the end cuts off": (b"data: a\n\ndata: b\n", [("message", "a", "")]),
    "colons in values": (b"data: a: b\ndata::c\n\n", [("message", "a: b\n:c", "")]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_conforms_to_the_standard_however_the_bytes_are_cut(name: str, size: int) -> None:
    data, events = CASES[name]
    parser = EventStreamParser()
    read = [event for start in range(0, len(data), size) for event in parser.feed(data[start : start + size])]
    assert read == [ServerSentEvent(*event) for event in events]


@pytest.mark.parametrize(
    ("line", "retry"),
    [
        ("retry: 1500", 1.5),
        ("retry:0", 0),
        ("retry: 1.5", None),
        ("retry: -1", None),
        ("retry: ²", None),
        ("retry", None),
    ],
)
def test_the_pause_is_what_a_server_says_in_digits(line: str, retry: float | None) -> None:
    parser = EventStreamParser()
    assert parser.feed(line.encode() + b"\n") == []
    assert parser.retry == retry


def test_an_id_counts_when_its_event_has_come() -> None:
    parser = EventStreamParser()
    parser.feed(b"id: 1\ndata: a\n\nid: 2\ndata: b\n")
    assert parser.last_event_id == "1"
    parser.feed(b"\n")
    assert parser.last_event_id == "2"


def test_the_parser_of_the_next_connection_knows_where_the_last_one_ended() -> None:
    parser = EventStreamParser(max_event_size=100)
    parser.feed(b"retry: 1500\nid: 1\ndata: a\n\nid: 2\ndata: cut o")
    parser = parser.again()
    assert (parser.last_event_id, parser.retry) == ("1", 1.5)
    assert parser.feed(b"data: b\n\n") == [ServerSentEvent("message", "b", "")]
    with pytest.raises(LimitError):
        parser.feed(b"x" * 101)


def test_lines_alone_make_events() -> None:
    fields = EventFields()
    made = [fields.take(line) for line in ["id: 1", "data: a", "", "", "data", "data:", ""]]
    assert made == [None, None, ("message", "a", "1"), None, None, None, ("message", "\n", "1")]


@pytest.mark.parametrize("data", [b"x" * 200, b"data: x\n" * 50, b": comment\n" * 50])
def test_what_never_ends_is_refused(data: bytes) -> None:
    with pytest.raises(LimitError, match="more than 100 characters"):
        EventStreamParser(max_event_size=100).feed(data)


def test_many_events_are_not_one_large() -> None:
    assert len(EventStreamParser(max_event_size=100).feed(b"data: x\n\n" * 100)) == 100


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0")).filter(
    lambda text: not text.startswith(" ")
)


@given(events=st.lists(st.tuples(TEXTS, NAMES, NAMES), max_size=4), cut=st.integers(1, 50))
def test_what_is_written_is_read(events: list[tuple[str, str, str]], cut: int) -> None:
    data = b"".join(format_event(text, event_type=kind, event_id=key) for text, kind, key in events)
    parser = EventStreamParser()
    read = [event for start in range(0, len(data), cut) for event in parser.feed(data[start : start + cut])]
    assert read == [
        (kind or "message", text.replace("\r\n", "\n").replace("\r", "\n"), key) for text, kind, key in events
    ]


def test_a_word_to_the_client_alone_is_no_event() -> None:
    parser = EventStreamParser()
    assert (parser.feed(format_event(None, retry=2)), parser.retry) == ([], 2)


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\0b"])
def test_names_that_would_break_the_stream_are_refused(name: str) -> None:
    for words in ({"event_type": name}, {"event_id": name}):
        with pytest.raises(InvalidArgumentError, match="on one line"):
            format_event("x", **words)  # type: ignore[arg-type]
