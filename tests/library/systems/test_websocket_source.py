"""Messages from a real WebSocket server that drops connections, refuses, pings and falls silent."""

from __future__ import annotations

import asyncio
import http
import json
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.utils import accept_key

from listener import Listener, read_all, reading
from maif.clock import SYSTEM_CLOCK
from maif.errors import InvalidArgumentError, InvalidTypeError, SourceError
from maif.realtime.message import Message
from maif.realtime.sources.websocket import WebSocketSource

T = TypeVar("T")
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "websockets")


def soon(story: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(story, PATIENCE))


def listener(tmp_path: Path, **options: Any) -> Listener:
    return Listener(tmp_path, clock=SYSTEM_CLOCK, **options)


@asynccontextmanager
async def serving(handler: Callable[[ServerConnection], Awaitable[None]], **options: Any) -> AsyncGenerator[str]:
    """Serve on a free loopback port; gives the URL."""
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"


async def stay(connection: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        await connection.wait_closed()


def test_a_frame_is_a_message(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(9)

    async def handler(connection: ServerConnection) -> None:
        assert connection.request is not None
        assert connection.request.headers["Authorization"] == "Bearer token"
        await connection.send('{"text": "22.5", "priority": "high"}')
        await connection.send("plain")
        await connection.send(picture)
        await connection.send(b"\xff\x00")

    async def story() -> Listener:
        async with serving(handler) as url:
            source = WebSocketSource(url, {"Authorization": "Bearer token"})
            return await read_all(source, tmp_path, clock=SYSTEM_CLOCK)

    first, plain, image, raw = soon(story()).messages
    assert (first.source_id, first.content, first.priority) == ("127.0.0.1/feed", "22.5", "high")
    assert plain.content == "plain"
    assert image.image_data == picture
    assert raw.data == b"\xff\x00"


def test_a_lost_connection_is_made_again_and_goes_on_behind_the_last_message(tmp_path: Path) -> None:
    asked: list[str] = []

    async def handler(connection: ServerConnection) -> None:
        assert connection.request is not None
        path = connection.request.path
        asked.append(path)
        begin = int(path.rpartition("=")[2]) + 1 if "after" in path else 0
        for number in range(begin, begin + 3):
            await connection.send(json.dumps({"number": number}))
        await asyncio.sleep(0.05)
        if len(asked) < 4:
            connection.transport.abort()
        await stay(connection)

    async def story() -> Listener:
        async with serving(handler) as url:
            source = WebSocketSource(f"{url}?key=a+b", position=lambda message: {"after": message.data["number"]})
            heard = listener(tmp_path)
            async with reading(source, heard):
                await heard.come(12)
        assert source.stats.reconnects == 3
        return heard

    heard = soon(story())
    assert [message.data["number"] for message in heard.messages] == list(range(12))
    assert asked == ["/feed?key=a+b", *(f"/feed?key=a+b&after={number}" for number in (2, 5, 8))]
    assert [name for name, _ in heard.events] == ["source_lost", "source_back"] * 3


def test_a_server_that_is_down_for_a_while_is_tried_until_it_is_back(tmp_path: Path) -> None:
    attempts = 0

    def request(connection: ServerConnection, request: Request) -> Response | None:
        nonlocal attempts
        attempts += 1
        return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "later") if attempts in (1, 3, 4) else None

    async def handler(connection: ServerConnection) -> None:
        await connection.send(str(attempts))
        if attempts == 2:
            connection.transport.abort()
        await stay(connection)

    async def story() -> Listener:
        async with serving(handler, process_request=request) as url:
            source = WebSocketSource(url)
            heard = listener(tmp_path)
            async with reading(source, heard):
                await heard.hear("source_back")
                await heard.until(lambda: heard.contents[-1:] == ["5"])
        return heard

    soon(story())


@pytest.mark.parametrize(
    ("status", "advice"), [(401, "check headers="), (403, "check headers="), (404, "check the URL")]
)
def test_a_server_that_refuses_is_an_error_at_once_at_the_start_and_later(
    tmp_path: Path, status: int, advice: str
) -> None:
    welcome = False

    def request(connection: ServerConnection, request: Request) -> Response | None:
        return None if welcome else connection.respond(http.HTTPStatus(status), "no")

    async def handler(connection: ServerConnection) -> None:
        nonlocal welcome
        await connection.send("1")
        welcome = False
        connection.transport.abort()

    async def story() -> None:
        nonlocal welcome
        async with serving(handler, process_request=request) as url:
            with pytest.raises(SourceError, match=f"status {status}: {advice}"):
                await read_all(WebSocketSource(url), tmp_path, clock=SYSTEM_CLOCK)
            welcome = True
            source = WebSocketSource(url)
            heard = listener(tmp_path)
            await source.open(heard)
            try:
                with pytest.raises(SourceError, match=f"status {status}: {advice}"):
                    await heard.read(source)
            finally:
                await source.close()

    soon(story())


@pytest.mark.parametrize("url", ["http://localhost/feed", "feed", "ws://", ""])
def test_what_is_no_url_is_an_error_at_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidArgumentError, match="no URL of a WebSocket"):
        soon(read_all(WebSocketSource(url), tmp_path, clock=SYSTEM_CLOCK))


def test_arguments_are_checked(tmp_path: Path) -> None:
    with pytest.raises(InvalidTypeError):
        WebSocketSource(b"ws://localhost")  # type: ignore[arg-type]
    with pytest.raises(InvalidTypeError):
        WebSocketSource("ws://localhost", position=17)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="make no connection"):
        soon(read_all(WebSocketSource("ws://127.0.0.1:1", colour="red"), tmp_path, clock=SYSTEM_CLOCK))


def test_nobody_there_is_told_once_connect_timeout_is_over(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no answer within 300 ms"):
        soon(read_all(WebSocketSource("ws://127.0.0.1:1/"), tmp_path, clock=SYSTEM_CLOCK, connect_timeout=0.3))


def test_a_pause_does_not_cost_the_connection_whatever_pings_wait_for_an_answer(tmp_path: Path) -> None:
    async def handler(connection: ServerConnection) -> None:
        for number in range(3000):
            await connection.send(f"{number} " + "x" * 5000)
        await stay(connection)

    async def story() -> None:
        async with serving(handler, ping_interval=None) as url:
            source = WebSocketSource(url, ping_interval="50ms", ping_timeout="100ms")
            heard = listener(tmp_path)

            def pause_once(message: Message) -> None:
                if len(heard.messages) == 100:
                    source.pause()

            heard.on_message = pause_once
            async with reading(source, heard):
                await heard.come(100)
                await asyncio.sleep(0.6)
                assert len(heard.messages) <= 101
                source.resume()
                await heard.come(3000)
        assert source.stats.reconnects == 0
        assert [int(text.split()[0]) for text in heard.contents] == list(range(3000))

    soon(story())


def test_a_server_that_gives_up_on_a_paused_reader_is_connected_again(tmp_path: Path) -> None:
    connections = 0

    async def handler(connection: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        with suppress(ConnectionClosed):
            for _ in range(3000 if connections == 1 else 1):
                await connection.send(f"{connections} " + "x" * 5000)
        await stay(connection)

    async def story() -> None:
        async with serving(handler, ping_interval=0.05, ping_timeout=0.1, close_timeout=0.1) as url:
            source = WebSocketSource(url)
            heard = listener(tmp_path)
            heard.on_message = lambda message: len(heard.messages) == 1 and source.pause()
            async with reading(source, heard):
                await heard.come(1)
                await asyncio.sleep(0.6)
                source.resume()
                await heard.hear("source_back")
                await heard.until(lambda: heard.contents[-1].startswith("2"))

    soon(story())


def test_a_server_that_answers_no_ping_is_given_up_and_connected_again(tmp_path: Path) -> None:
    accepted = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        accepted += 1
        request = await reader.readuntil(b"\r\n\r\n")
        key = request.decode().partition("Sec-WebSocket-Key: ")[2].partition("\r\n")[0]
        head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        writer.write(f"{head}Sec-WebSocket-Accept: {accept_key(key)}\r\n\r\n".encode() + b"\x81\x02hi")
        await reader.read()
        writer.close()

    async def story() -> None:
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            source = WebSocketSource(url, ping_interval="20ms", ping_timeout="50ms")
            heard = listener(tmp_path)
            async with reading(source, heard):
                await heard.come(2)
            assert accepted >= 2

    soon(story())


def test_a_frame_that_is_too_large_costs_the_connection_and_nothing_else(tmp_path: Path) -> None:
    connections = 0

    async def handler(connection: ServerConnection) -> None:
        nonlocal connections
        connections += 1
        await connection.send("x" * (5000 if connections == 1 else 10))
        await stay(connection)

    async def story() -> None:
        async with serving(handler) as url:
            heard = listener(tmp_path)
            async with reading(WebSocketSource(url, max_message="4KB"), heard):
                await heard.come(1)
            assert heard.contents == ["x" * 10]
            assert "too big" in heard.named("source_lost")[0]["reason"]

    soon(story())
