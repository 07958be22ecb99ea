"""The client of a server that lies, cuts off, or says what is no answer: each ends with an error that tells."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from maif.clock import VirtualClock, run
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError, ServerError
from maif.query.client import stream_query, stream_query_async
from maif.query.event_stream import format_event
from maif.semantic import Hit

URL = "http://search.example"
HIT = {"id": "a", "score": 1, "text": "to be", "source": "notes.maif"}
DONE = format_event("{}", event_type="done")


def event(kind: str, data: object, event_id: str | None = None) -> bytes:
    return format_event(data if isinstance(data, str) else json.dumps(data), event_type=kind, event_id=event_id)


class Server:
    """Gives one answer after the other, the last again and again; keeps the requests."""

    def __init__(self, *answers: httpx.Response | bytes | Callable[[], httpx.Response]) -> None:
        self.answers, self.requests = answers, list[httpx.Request]()
        self.clock = VirtualClock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
        self.requests.append(request)
        if isinstance(answer, bytes):
            return httpx.Response(200, content=answer)
        return answer if isinstance(answer, httpx.Response) else answer()

    def asked(self, **options: Any) -> list[Hit]:
        with httpx.Client(transport=httpx.MockTransport(self)) as client:
            return list(stream_query(URL, "to be?", client=client, clock=self.clock, **options))

    def asked_async(self, **options: Any) -> list[Hit]:
        async def main() -> list[Hit]:
            async with httpx.AsyncClient(transport=httpx.MockTransport(self)) as client:
                asking = stream_query_async(URL, "to be?", client=client, clock=self.clock, **options)
                return [hit async for hit in asking]

        return run(main(), clock=self.clock)


@pytest.mark.parametrize(
    "again",
    [event("hit", HIT, "q-1"), b": heartbeat\n\n", b"retry: 10\n\n", event("message", "news"), b"id: 7\ndata: x\n\n"],
)
@pytest.mark.parametrize("ask", [Server.asked, Server.asked_async])
def test_what_is_nothing_new_is_not_asked_for_without_end(again: bytes, ask: Callable[..., list[Hit]]) -> None:
    server = Server(event("hit", HIT, "q-1"), again)
    with pytest.raises(ServerError, match="gave no answer in 4 attempts"):
        ask(server, retries=3)
    assert len(server.requests) == 4


def test_each_hit_that_is_new_is_a_new_beginning() -> None:
    answers = [event("hit", HIT | {"id": str(number)}, f"q-{number}") for number in range(9)]
    server = Server(*answers, DONE)
    assert [hit.id for hit in server.asked(retries=1)] == [str(number) for number in range(9)]
    assert server.requests[-1].headers["Last-Event-ID"] == "q-8"


@pytest.mark.parametrize("digits", ["99999999999", "9" * 400, "9" * 5000])
def test_a_server_cannot_put_its_clients_to_sleep(digits: str) -> None:
    server = Server(f"retry: {digits}\n\n".encode(), DONE)
    assert server.asked() == []
    assert server.clock.monotonic() == 60


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "sent",
    [
        event("hit", DEEP),
        event("hit", "9" * 5000),
        event("hit", [1]),
        event("hit", HIT | {"id": [1]}),
        event("hit", HIT | {"id": 7}),
        event("hit", HIT | {"score": "high"}),
        event("hit", HIT | {"text": None}),
        event("hit", {"id": "a"}),
        event("error", DEEP),
        event("error", [1]),
    ],
    ids=lambda sent: sent[:60].decode(),
)
def test_what_is_no_hit_is_told(sent: bytes) -> None:
    with pytest.raises(ServerError, match=r"sent no (hit|error), but"):
        Server(sent).asked()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(422, content=DEEP), "refuses"),
        (httpx.Response(302, headers={"Location": "http://other.example"}), "refuses"),
        (lambda: httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=b"no gzip"), "gave no answer"),
        (httpx.Response(503, content=b"busy"), "503: busy"),
    ],
)
def test_what_is_no_answer_is_told(answer: Any, told: str) -> None:
    with pytest.raises(ServerError, match=told):
        Server(answer).asked(retries=1)


@pytest.mark.parametrize(("event_id", "sent"), [("ä", "ä".encode()), ("a\x01b", None), ("", None)])
def test_the_last_id_is_sent_as_far_as_a_header_can_bear_it(event_id: str, sent: bytes | None) -> None:
    server = Server(f"id: {event_id}\ndata: x\n\n".encode(), DONE)
    server.asked()
    assert dict(server.requests[-1].headers.raw).get(b"Last-Event-ID") == sent


URLS = [
    "",
    "search.example:8000",
    "ftp://x",
    "http://",
    "http://[::1",
    "http://a:b",
    "http://a b",
    "http://a\n",
    None,
    7,
]


@pytest.mark.parametrize("url", URLS, ids=repr)
def test_what_is_no_url_of_a_server_is_told_before_anything_is_asked(url: Any) -> None:
    with pytest.raises(MAIFError, match="a server's URL is"):
        stream_query(url, "to be?")


def test_what_no_request_can_bear_is_told_before_anything_is_asked() -> None:
    for token in ("", "two words", "a\nb", "ä"):
        with pytest.raises(InvalidArgumentError, match="a token has"):
            stream_query(URL, "to be?", token=token)
    with pytest.raises(InvalidTypeError, match="a token is text"):
        stream_query(URL, "to be?", token=7)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="halves of characters"):
        stream_query(URL, "\ud800")
