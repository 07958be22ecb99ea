"""A server answers queries as server-sent events, and goes on when readers stall, leave, or mean harm."""

from __future__ import annotations

import asyncio
import json
import re
import select
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests

from maif.cli.serving import searchable
from maif.clock import run
from maif.errors import InvalidArgumentError, ServerError
from maif.query.client import stream_query, stream_query_async
from maif.query.event_stream import EventStreamParser, ServerSentEvent
from maif.realtime import create_client, create_stream_processor
from maif.semantic import Hit, SearchIndex
from maif.serve import Limits, Server
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from serving import PATIENCE, Shelf, Trickle, breaking, eventually, numbered, serving

QUICK = Limits(heartbeat=0.05, send_timeout=0.3, retry=0.01, requests_per_second=10_000)


def ask(server: Server, query: str = "x", top_k: int = 3, seen: str = "", **headers: str) -> httpx.Response:
    headers |= {"last-event-id": seen} if seen else {}
    return httpx.post(
        f"{server.url}/stream/query", json={"query": query, "top_k": top_k}, headers=headers, timeout=PATIENCE
    )


def events_of(body: bytes) -> list[ServerSentEvent]:
    return EventStreamParser().feed(body)


def metric(server: Server, name: str, **headers: str) -> float:
    text = httpx.get(f"{server.url}/metrics", headers=headers).text
    found = re.search(rf"^maif_serve_{name} (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


@contextmanager
def connected(server: Server, request: bytes = b"") -> Iterator[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(PATIENCE)
        sock.connect((host, int(port)))
        sock.sendall(request)
        yield sock


def get(path: str, host: str = "127.0.0.1", headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode()


def until_closed(sock: socket.socket) -> bytes:
    data = b""
    try:
        while chunk := sock.recv(65536):
            data += chunk
    except ConnectionResetError:
        pass
    return data


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(Shelf(), limits=QUICK) as running:
        yield running


class TestAnAnswer:
    def test_is_a_hit_an_event_then_done(self, server: Server) -> None:
        response = ask(server, top_k=2)
        assert response.headers["content-type"].startswith("text/event-stream")
        one, two, done = events_of(response.content)
        assert [event.type for event in (one, two, done)] == ["hit", "hit", "done"]
        hit = json.loads(one.data)
        assert isinstance(hit.pop("seconds"), float)
        assert hit == {"sequence_number": 1, "id": "id-0", "score": 1.0, "text": "text 0", "source": "book"}
        assert json.loads(done.data).items() >= {"sequence_number": 3, "hits": 2}.items()
        query_id, _, number = one.last_event_id.rpartition("-")
        assert [event.last_event_id for event in (one, two, done)] == [f"{query_id}-{n}" for n in (1, 2, 3)]
        assert number == "1"
        assert b"retry: 10\n" in response.content

    def test_can_be_asked_for_with_get(self, server: Server) -> None:
        response = httpx.get(f"{server.url}/stream/query", params={"query": "x", "top_k": 1})
        assert [event.type for event in events_of(response.content)] == ["hit", "done"]

    def test_has_five_hits_if_no_number_is_given(self, server: Server) -> None:
        response = requests.post(f"{server.url}/stream/query", json={"query": "x"}, stream=True, timeout=PATIENCE)
        lines = [line.decode() for line in response.iter_lines() if line]
        data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        assert [piece["sequence_number"] for piece in data] == [1, 2, 3, 4, 5, 6]

    def test_comes_hit_by_hit_as_they_are_found(self) -> None:
        go = [threading.Event() for _ in range(3)]
        with (
            serving(Trickle(lambda number: go[number].wait(PATIENCE)), limits=QUICK) as server,
            httpx.stream("POST", f"{server.url}/stream/query", json={"query": "x", "top_k": 3}) as response,
        ):
            parser, chunks, seen = EventStreamParser(), response.iter_bytes(), []
            for gate in go:
                gate.set()
                while not (events := parser.feed(next(chunks))):
                    pass
                seen += [json.loads(events[0].data)["id"]]
            assert seen == ["id-0", "id-1", "id-2"]

    def test_tells_the_block_and_the_beginning_of_a_long_text(self, tmp_path: Path) -> None:
        with MAIFStreamWriter(tmp_path / "a.maif") as writer:
            key = writer.write_text_chunk("long " * 100)
        with MAIFStreamReader(tmp_path / "a.maif") as reader:
            block = next(iter(reader))
            hits = [Hit(key, float("nan"), block.text, "a.maif", block)]
            with serving(Shelf(hits), limits=Limits(max_text_length=9)) as server:
                hit = json.loads(events_of(ask(server).content)[0].data)
        assert (hit["text"], hit["truncated"], hit["score"]) == ("long long", True, None)
        assert (hit["block"]["id"], hit["block"]["index"]) == (key, 0)

    def test_of_an_index_in_the_event_loop(self) -> None:
        class Index:
            async def search(self, query: str, k: int) -> AsyncIterator[Hit]:
                async def hits() -> AsyncIterator[Hit]:
                    for hit in numbered(k):
                        await asyncio.sleep(0)
                        yield hit

                return hits()

        with serving(Index(), limits=QUICK) as server:
            assert len(events_of(ask(server, top_k=7).content)) == 8

    def test_ends_with_an_error_where_the_search_fails(self) -> None:
        def fail(number: int) -> None:
            if number == 2:
                raise OSError("/secret/path")

        with serving(Trickle(fail), limits=QUICK) as server:
            *hits, error = events_of(ask(server, top_k=5).content)
            assert ([hit.type for hit in hits], error.type) == (["hit", "hit"], "error")
            assert json.loads(error.data)["message"] == "the search failed: OSError"
            with pytest.raises(ServerError, match="the search failed"):
                list(stream_query(server.url, "x"))

    def test_ends_with_an_error_where_the_search_takes_too_long(self) -> None:
        stuck = threading.Event()
        limits = Limits(search_timeout=0.1)
        with serving(Trickle(lambda number: stuck.wait(PATIENCE)), limits=limits) as server:
            (error,) = events_of(ask(server).content)
            stuck.set()
        assert "took longer than 0.1 s" in json.loads(error.data)["message"]

    def test_has_a_heartbeat_while_nothing_comes(self) -> None:
        go = threading.Event()
        with (
            serving(Trickle(lambda number: go.wait(PATIENCE)), limits=QUICK) as server,
            httpx.stream("POST", f"{server.url}/stream/query", json={"query": "x"}) as response,
        ):
            chunks = response.iter_bytes()
            assert any(chunk == b": heartbeat\n\n" for chunk in (next(chunks) for _ in range(5)))
            go.set()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("body", "told"),
        [
            (b"", "body"),
            (b"{", "JSON"),
            (b"[]", "body"),
            (b"{}", "query: Field required"),
            (b'{"query": ""}', "query: a query must have some text"),
            (b'{"query": 5}', "query: Input should be a valid string"),
            (b'{"query": "x", "top_k": 0}', "top_k: Input should be greater than or equal to 1"),
            (b'{"query": "x", "top_k": "many"}', "top_k: Input should be a valid integer"),
            (b'{"query": "x", "top_k": 1001}', "top_k: at most 1,000"),
            (json.dumps({"query": "x" * 10_001}).encode(), "query: at most 10,000 characters"),
            (b'{"query": "\xff"}', "body"),
            (b'{"query": "\\ud800"}', "halves of characters"),
        ],
    )
    def test_is_told_in_a_sentence(self, server: Server, body: bytes, told: str) -> None:
        response = httpx.post(f"{server.url}/stream/query", content=body, headers={"Content-Type": "application/json"})
        assert response.status_code in (400, 422)
        assert told in response.json()["detail"]

    def test_a_body_that_is_too_large(self, server: Server) -> None:
        for content in (b" " * 70_000, iter([b" " * 1000] * 70)):
            assert httpx.post(f"{server.url}/stream/query", content=content).status_code == 413

    def test_other_methods_and_addresses(self, server: Server) -> None:
        assert httpx.put(f"{server.url}/stream/query").status_code == 405
        assert httpx.get(f"{server.url}/../../etc/passwd").status_code == 404
        assert httpx.get(f"{server.url}/stream/live").status_code == 204

    def test_a_name_that_is_not_this_machines(self, server: Server) -> None:
        assert ask(server, host="evil.example:80").status_code == 421
        assert ask(server, host="localhost:80").status_code == 200

    def test_what_is_no_http(self, server: Server) -> None:
        for garbage in (b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
            with connected(server, garbage) as sock:
                assert until_closed(sock).startswith(b"HTTP/1.1 400 ")

    def test_a_head_or_a_body_that_does_not_come_to_an_end(self) -> None:
        with serving(Shelf(), limits=Limits(body_timeout=0.2)) as server:
            with connected(server, b"GET / HTTP/1.1\r\nX: ") as sock:
                assert until_closed(sock) == b""
            with connected(server) as sock:
                assert until_closed(sock) == b""
            post = b"POST /stream/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{"
            with connected(server, post) as sock:
                assert until_closed(sock).startswith(b"HTTP/1.1 408 ")

    def test_more_than_is_granted_to_a_client(self) -> None:
        asked = 40  # on however busy a machine, they arrive at more than one a second
        with serving(Shelf(), limits=Limits(requests_per_second=1)) as server, ThreadPoolExecutor(asked) as threads:
            answers = list(threads.map(lambda _: ask(server), range(asked)))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses.keys() == {200, 429}
        assert statuses[200] >= 2
        assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 429} == {"1"}

    def test_a_thousand_connections_of_one_client(self) -> None:
        with serving(Shelf(), limits=Limits(connections_per_client=50, requests_per_second=10_000)) as server:
            host, port = server.url.removeprefix("http://").split(":")
            socks = [socket.create_connection((host, int(port))) for _ in range(1000)]
            try:
                ended = select.poll()
                for sock in socks:
                    ended.register(sock, select.POLLIN)
                eventually(lambda: len(ended.poll(0)) >= 950)
                for sock in socks:
                    sock.close()
                eventually(lambda: answers(server))
            finally:
                for sock in socks:
                    sock.close()


def answers(server: Server) -> bool:
    try:
        return ask(server).status_code == 200
    except httpx.TransportError:
        return False


class TestWhoMayAsk:
    def test_who_knows_the_token_or_has_a_session(self) -> None:
        with serving(Shelf(), token="sesame", limits=QUICK) as server:
            assert ask(server).status_code == 401
            assert ask(server, authorization="Bearer wrong").status_code == 401
            assert ask(server, cookie="maif_session=wrong").status_code == 401
            assert httpx.get(f"{server.url}/metrics").status_code == 401
            assert httpx.get(f"{server.url}/docs").status_code == 401
            assert httpx.get(f"{server.url}/health").status_code == 200
            assert ask(server, authorization="Bearer sesame").status_code == 200
            with httpx.Client(base_url=server.url) as browser:
                assert browser.post("/session", json={"token": "wrong"}).status_code == 401
                opened = browser.post("/session", json={"token": "sesame"})
                assert {"HttpOnly", "SameSite=strict"} <= set(opened.headers["set-cookie"].split("; "))
                assert "sesame" not in opened.headers["set-cookie"]
                assert browser.get("/stream/query", params={"query": "x"}).status_code == 200

    def test_the_client_sends_the_token(self) -> None:
        with serving(Shelf(), token="open", limits=QUICK) as server:
            assert len(list(stream_query(server.url, "x", 3, token="open"))) == 3
            with pytest.raises(ServerError, match="wants its token") as caught:
                next(stream_query(server.url, "x"))
            assert caught.value.status == 401

    def test_a_host_that_others_can_reach_needs_one(self) -> None:
        with pytest.raises(InvalidArgumentError, match="token"):
            Server(Shelf(), host="0.0.0.0", port=0)
        for token in ("", " ", "two words", "sésame", "a\nb"):
            with pytest.raises(InvalidArgumentError, match="ASCII"):
                Server(Shelf(), port=0, token=token)

    def test_a_browser_is_told_to_be_strict(self, server: Server) -> None:
        for path in ("/", "/docs", "/health", "/nowhere"):
            headers = httpx.get(server.url + path).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
            assert "access-control-allow-origin" not in headers


class TestGoingOn:
    def test_after_the_last_event_that_was_seen(self) -> None:
        shelf = Trickle()
        with serving(shelf, limits=QUICK) as server:
            first = events_of(ask(server, top_k=5).content)
            rest = events_of(ask(server, top_k=5, seen=first[1].last_event_id).content)
            assert rest == first[2:]
            assert shelf.pulled == 5

    def test_after_the_end_there_is_nothing(self, server: Server) -> None:
        done = events_of(ask(server).content)[-1]
        assert ask(server, seen=done.last_event_id).status_code == 204

    @pytest.mark.parametrize("seen", [f"{'0' * 32}-1", "nonsense", "1"])
    def test_of_what_is_gone_is_a_new_beginning(self, server: Server, seen: str) -> None:
        events = events_of(ask(server, seen=seen).content)
        assert [event.type for event in events] == ["reset", "hit", "hit", "hit", "done"]

    def test_of_what_has_been_pushed_out_is_a_new_beginning(self) -> None:
        with serving(Shelf(), limits=Limits(ring_size=3)) as server:
            events = events_of(ask(server, top_k=2).content)
            again = ask(server, top_k=2, seen=events[0].last_event_id)
            assert events_of(again.content) == events[1:]

    def test_of_another_question_is_a_new_beginning(self, server: Server) -> None:
        seen = events_of(ask(server, "x").content)[0].last_event_id
        assert events_of(ask(server, "y", seen=seen).content)[0].type == "reset"

    def test_what_nobody_resumes_is_forgotten(self) -> None:
        index = Trickle(lambda number: None if number < 2 else threading.Event().wait(0.05))
        with serving(index, limits=Limits(heartbeat=0.05, resume_for=0.1)) as server:
            with connected(server, get("/stream/query?query=x&top_k=1000")) as sock:
                assert b"HTTP/1.1 200" in sock.recv(100)
            eventually(index.closed.is_set)
            assert index.pulled < 100


class TestAReader:
    def test_who_leaves_is_noticed_and_the_search_stands_still(self) -> None:
        index = Trickle(lambda number: threading.Event().wait(0.02))
        with serving(index, limits=QUICK) as server:
            with connected(server, get("/stream/query?query=x&top_k=1000")) as sock:
                sock.recv(100)
            eventually(lambda: metric(server, "gone_total") == 1)
            eventually(lambda: metric(server, "streams") == 0)
            still = index.pulled
            threading.Event().wait(0.2)  # in which ten more would come
            assert index.pulled <= still + 1

    def test_who_stalls_is_cut_off(self, caplog: pytest.LogCaptureFixture) -> None:
        with serving(Shelf(numbered(1000, lambda number: "x" * 9000)), limits=QUICK) as server:
            with connected(server, get("/stream/query?query=x&top_k=1000")) as sock:
                eventually(lambda: metric(server, "cut_off_total") == 1)
                assert len(until_closed(sock)) < 1_000_000
            assert metric(server, "streams") == 0
            assert ask(server).status_code == 200
        assert caplog.messages == []

    def test_may_not_have_too_many_streams_open(self) -> None:
        go = threading.Event()
        limits = Limits(streams_per_client=2, requests_per_second=1000)
        with serving(Trickle(lambda number: go.wait(PATIENCE)), limits=limits) as server:
            request = get("/stream/query?query=x")
            with connected(server, request) as one, connected(server, request) as two:
                assert b" 200 " in one.recv(50)
                assert b" 200 " in two.recv(50)
                with connected(server, request) as three:
                    assert b" 429 " in three.recv(50)
            eventually(lambda: metric(server, "streams") == 0)
            go.set()
            assert ask(server).status_code == 200

    def test_is_told_when_to_come_back_as_the_server_stops(self) -> None:
        go = threading.Event()
        limits = Limits(retry=2.5)
        with serving(Trickle(lambda number: go.wait(PATIENCE)), limits=limits) as server:
            with connected(server, get("/stream/query?query=x")) as sock:
                sock.recv(10)
                server.stop()
                assert until_closed(sock).count(b"retry: 2500") == 2
            go.set()


class TestTheClient:
    def test_yields_hits(self, server: Server) -> None:
        assert list(stream_query(server.url, "x", 2)) == numbered(2)

    def test_does_so_in_the_event_loop(self, server: Server) -> None:
        async def main() -> list[Hit]:
            return [hit async for hit in stream_query_async(f"{server.url}/", "x", 2)]

        assert asyncio.run(main()) == numbered(2)

    def test_tells_at_once_what_the_server_refuses(self, server: Server) -> None:
        with pytest.raises(ServerError, match="must have some text") as caught:
            list(stream_query(server.url, " "))
        assert caught.value.status == 422

    def test_gives_up_where_nobody_answers(self) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            with pytest.raises(ServerError, match="no answer in 1 attempts"):
                list(stream_query(f"http://127.0.0.1:{sock.getsockname()[1]}", "x", retries=0))

    def test_has_every_hit_once_though_connections_break(self) -> None:
        with serving(Trickle(), limits=QUICK) as server, breaking(server) as proxy:
            assert [hit.id for hit in stream_query(proxy, "x", 40)] == [hit.id for hit in numbered(40)]

            async def main() -> list[str]:
                return [hit.id async for hit in stream_query_async(proxy, "x", 40)]

            assert asyncio.run(main()) == [hit.id for hit in numbered(40)]
            assert metric(server, "resumed_total") > 2

    def test_leaves_nothing_when_it_is_left_early(self) -> None:
        with serving(Trickle(), limits=QUICK) as server:
            with closing(stream_query(server.url, "x", 1000)) as hits:
                next(hits)
            eventually(lambda: metric(server, "streams") == 0)


class TestBesides:
    def test_the_index_may_come_later(self) -> None:
        with serving(None, limits=QUICK) as server:
            assert httpx.get(f"{server.url}/ready").status_code == 503
            assert ask(server).status_code == 503
            server.app.state.index = Shelf()
            assert httpx.get(f"{server.url}/ready").status_code == 200
            assert ask(server).status_code == 200

    def test_addresses_are_described(self, server: Server) -> None:
        described = httpx.get(f"{server.url}/openapi.json").json()["paths"]["/stream/query"]
        for method in ("get", "post"):
            stream = described[method]["responses"]["200"]
            assert "text/event-stream" in stream["content"]
            assert all(f"`{kind}`" in stream["description"] for kind in ("hit", "done", "error", "reset"))
        page = httpx.get(f"{server.url}/docs").text
        assert "POST /stream/query" in page
        assert "http" not in page.replace("http-equiv", "")

    def test_figures_are_counted(self) -> None:
        with serving(Shelf(), limits=QUICK) as server:
            ask(server, top_k=4)
            assert (metric(server, "searches_total"), metric(server, "hits_total")) == (1, 4)
            assert metric(server, "first_hit_seconds_count") == 1

    def test_a_live_stream_is_shown_as_it_goes(self, tmp_path: Path) -> None:
        processor = create_stream_processor("greetings", create_client(root=tmp_path))
        processor.add_iterable_source(["hello", "good bye"])

        @processor.on_text_message
        async def fail_once(message: Any) -> None:
            if message.content == "good bye":
                raise ValueError("no")

        processor.on_event("new_data")(fail_once)
        with (
            serving(Shelf(), live=processor, limits=QUICK) as server,
            httpx.stream("GET", f"{server.url}/stream/live") as response,
        ):
            parser = EventStreamParser()
            for chunk in response.iter_bytes():
                stats = [json.loads(event.data) for event in parser.feed(chunk) if event.type == "stats"]
                if stats and stats[-1]["received"] == 2:
                    break
            assert stats[-1]["name"] == "greetings"
            assert "maif_live_received_total" in httpx.get(f"{server.url}/metrics").text


class TestTheCommand:
    @contextmanager
    def running(self, *arguments: str, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
        command = [sys.executable, "-m", "maif.cli", "serve", "--port", "0", *arguments]
        with subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr is not None
                address = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
                yield process, address
            finally:
                process.kill()

    def test_searches_files_and_stops_at_ctrl_c_while_a_stream_is_open(self, tmp_path: Path) -> None:
        with MAIFStreamWriter(tmp_path / "a.maif") as writer:
            writer.write_text_chunk("Merge several sorted inputs into one sorted stream.")
            writer.write_text_chunk("Delete a folder, and everything in it.")
        (tmp_path / "logs").mkdir()
        (tmp_path / "logs/app.jsonl").write_text('{"text": "a needle in a haystack"}\n')
        (tmp_path / "live.toml").write_text('file = "logs/*.jsonl"\n')
        with self.running("a.maif", "--live", "live.toml", cwd=tmp_path) as (process, url):
            hits = list(stream_query(url, "join sorted streams", 1))
            assert [(hit.text[:5], hit.source) for hit in hits] == [("Merge", "a.maif")]
            eventually(lambda: any("needle" in hit.text for hit in stream_query(url, "needle haystack", 1)))
            with httpx.stream("GET", f"{url}/stream/live") as response:
                next(response.iter_bytes())
                process.send_signal(signal.SIGINT)
                assert process.wait(PATIENCE) in (0, 130, -signal.SIGINT)
            assert process.stderr is not None
            assert "Traceback" not in process.stderr.read()

    def test_finds_the_latest_texts_of_a_live_stream_alone(self, tmp_path: Path) -> None:
        processor = create_stream_processor("words", create_client(root=tmp_path))
        processor.add_iterable_source([{"text": f"word{number}"} for number in range(10)])
        index = SearchIndex()
        run(searchable(processor, index, latest=3).run())
        assert len(index) == 3
        assert [hit.text for hit in index.search("word9", mode="words")] == ["word9"]

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ([], "nothing to search"),
            (["missing.maif"], "missing.maif"),
            (["--host", "0.0.0.0", "--live", "live.toml"], "token"),
            (["--live", "live.toml"], "logs is no folder"),
            (["--port", "99999"], "port"),
        ],
    )
    def test_says_in_a_line_what_is_wrong(self, tmp_path: Path, arguments: list[str], told: str) -> None:
        (tmp_path / "live.toml").write_text('file = "logs/*.jsonl"\n')
        command = [sys.executable, "-m", "maif.cli", "serve", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert told in done.stderr
