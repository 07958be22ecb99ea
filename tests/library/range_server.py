"""A web server on this machine that hands out ranges of bytes, counts what is asked, and misbehaves when it is told to.

`faults` are what happens to the next requests for ranges, one each; `every` is what happens to all. A fault is a
function that gets the request's handler and its range, and answers instead: see the functions below.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Request(NamedTuple):
    """What was asked: a method, and a range (None: the whole file)."""

    method: str
    start: int | None = None
    end: int | None = None

    @property
    def size(self) -> int:
        return 0 if self.start is None or self.end is None else self.end - self.start


Fault = Callable[["Handler", int, int], None]


class RangeServer(ThreadingHTTPServer):
    """Serves `files` by path, each with its ETag; `requests` are those that came, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.files: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.faults: deque[Fault | None] = deque()
        self.every: Fault | None = None
        self.tagged = True
        self.look_faults: deque[int] = deque()  # statuses that HEAD and the GET after it answer
        self.released = threading.Event()  # ends what stalls
        self.in_flight = self.most_in_flight = 0
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away: that is what the tests are about."""

    def url(self, name: str = "a.maif") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"

    def ranges(self) -> list[Request]:
        return [request for request in self.requests if request.start is not None]

    @property
    def bytes_asked(self) -> int:
        return sum(request.size for request in self.requests)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: RangeServer

    def do_HEAD(self) -> None:
        self.server.requests.append(Request("HEAD"))
        self._look()

    def do_GET(self) -> None:
        server = self.server
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if match is None:
            server.requests.append(Request("GET"))
            self._look()
            return
        start, end = int(match[1]), int(match[2]) + 1
        with server.lock:
            server.requests.append(Request("GET", start, end))
            fault = server.faults.popleft() if server.faults else server.every
            server.in_flight += 1
            server.most_in_flight = max(server.most_in_flight, server.in_flight)
        try:
            (fault or honest)(self, start, end)
        finally:
            with server.lock:
                server.in_flight -= 1

    @property
    def content(self) -> bytes | None:
        return self.server.files.get(self.path.lstrip("/"))

    def _look(self) -> None:
        if self.server.look_faults:
            self.answer(self.server.look_faults.popleft(), b"")
        elif self.content is None:
            self.answer(404, b"")
        else:
            self.answer(200, self.content)

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None, size: int | None = None) -> None:
        """Answer; `size` is what is said of the body."""
        self.send_response(status)
        if self.server.tagged and self.content is not None:
            self.send_header("ETag", f'"{sha256(self.content).hexdigest()[:16]}"')
        self.send_header("Content-Length", str(len(body) if size is None else size))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def answer_range(self, data: bytes, start: int, end: int, size: int | None = None) -> None:
        total = len(self.content or b"")
        self.answer(206, data, {"Content-Range": f"bytes {start}-{end - 1}/{total}"}, size)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def honest(handler: Handler, start: int, end: int) -> None:
    content = handler.content
    if content is None:
        handler.answer(404, b"")
    elif start >= len(content):
        handler.answer(416, b"")
    else:
        handler.answer_range(content[start:end], start, min(end, len(content)))


def status(code: int) -> Fault:
    """Answer with a status, and nothing else."""
    return lambda handler, start, end: handler.answer(code, b"")


def short(handler: Handler, start: int, end: int) -> None:
    """Say that all is here, and hand out half of it."""
    half = (handler.content or b"")[start : start + (end - start) // 2]
    handler.answer_range(half, start, end)


def cut_off(handler: Handler, start: int, end: int) -> None:
    """Hang up in the middle of the answer."""
    handler.answer_range((handler.content or b"")[start : start + 10], start, end, size=end - start)
    handler.close_connection = True


def reset(handler: Handler, start: int, end: int) -> None:
    """Break the connection off, as a crashed server does."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def stall(handler: Handler, start: int, end: int) -> None:
    """Say nothing until the test lets go."""
    handler.server.released.wait(60)
    handler.close_connection = True


def whole_file(handler: Handler, start: int, end: int) -> None:
    """Take no notice of the range."""
    handler.answer(200, handler.content or b"")


def other_range(handler: Handler, start: int, end: int) -> None:
    """Hand out the bytes before, and say so."""
    content = handler.content or b""
    handler.answer_range(content[: end - start], 0, end - start)


def lie(handler: Handler, start: int, end: int) -> None:
    """Hand out the range with a bit flipped in its middle."""
    data = bytearray((handler.content or b"")[start:end])
    data[len(data) // 2] ^= 1
    handler.answer_range(bytes(data), start, end)


def swap(name: str, content: bytes, then: Fault = honest) -> Fault:
    """Put another file in the place of one before answering."""

    def replace(handler: Handler, start: int, end: int) -> None:
        handler.server.files[name] = content
        then(handler, start, end)

    return replace


@contextmanager
def serving() -> Iterator[RangeServer]:
    """Run a server for as long as the `with` lasts."""
    server = RangeServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
