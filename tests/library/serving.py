"""Servers for tests: real ones, on a port of this machine."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from maif.semantic import Hit
from maif.serve import Limits, Server


def numbered(count: int, text: Callable[[int], str] = lambda number: f"text {number}") -> list[Hit]:
    return [Hit(f"id-{number}", 1 / (number + 1), text(number), "book") for number in range(count)]


PATIENCE = 60.0  # seconds that anything here may take on a busy machine


class Shelf:
    """An index that has its hits at once, and those that were asked for."""

    def __init__(self, hits: list[Hit] | None = None) -> None:
        self.hits = numbered(1000) if hits is None else hits

    def search(self, query: str, k: int) -> list[Hit]:
        return self.hits[:k]


class Trickle:
    """An index that finds its hits one by one, when it is let: `pull` is called before each, in a thread."""

    def __init__(self, pull: Callable[[int], object] = lambda number: None, count: int = 1000) -> None:
        self.pull, self.count = pull, count
        self.pulled = 0
        self.closed = threading.Event()

    def search(self, query: str, k: int) -> Iterator[Hit]:
        try:
            for hit in numbered(min(k, self.count)):
                self.pull(self.pulled)
                self.pulled += 1
                yield hit
        finally:
            self.closed.set()


@contextmanager
def serving(index: Any, *, limits: Limits | None = None, **options: Any) -> Iterator[Server]:
    """Run a server in a thread; fail if it does not stop in time."""
    server = Server(index, port=0, limits=limits, **options)
    started = threading.Event()
    thread = threading.Thread(target=server.run, args=(started.set,), daemon=True)
    thread.start()
    try:
        assert started.wait(PATIENCE)
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not stop"


@contextmanager
def breaking(server: Server, after: int = 2500) -> Iterator[str]:
    """Pass connections on to a server, and break each after some bytes of the answer."""
    host, port = server.url.removeprefix("http://").split(":")
    listening = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            with near, socket.create_connection((host, int(port))) as far:
                left = after
                while left > 0 and (ready := select.select([near, far], [], [], PATIENCE)[0]):
                    if near in ready:
                        if not (data := near.recv(65536)):
                            break
                        far.sendall(data)
                    if far in ready:
                        if not (data := far.recv(left)):
                            break
                        left -= len(data)
                        near.sendall(data)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(PATIENCE)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def until_it_listens(port: int) -> None:
    """Wait for a server in another process."""
    pause = threading.Event()
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            pause.wait(0.02)
    raise AssertionError("the server did not start in time")


def eventually(condition: Any) -> None:
    """Wait until something is so."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it did not come to that in time")
