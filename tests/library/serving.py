"""Servers for tests: real ones, on a port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from maif.semantic import Hit
from maif.serve import Limits, Server


def numbered(count: int, text: Callable[[int], str] = lambda number: f"text {number}") -> list[Hit]:
    return [Hit(f"id-{number}", 1 / (number + 1), text(number), "book") for number in range(count)]


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
        assert started.wait(10)
        yield server
    finally:
        server.stop()
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop"
