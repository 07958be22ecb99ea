"""`maif.buffers` between two threads, against `queue.Queue`."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from benchmarks.harness import Row, compare
from maif.buffers import StreamBuffer

ITEMS = 100_000
PLACES = 1000


def rows() -> Iterator[Row]:
    yield compare(
        "two threads, read in batches of 32", in_batches(32), queue_items, name="queue.Queue", items=ITEMS, reach="1 ×"
    )
    yield compare("two threads, read one by one", in_batches(1), queue_items, name="queue.Queue", items=ITEMS)


def in_batches(size: int) -> Callable[[], None]:
    def move() -> None:
        buffer = StreamBuffer(PLACES, batch_size=size, policy="block")

        def write() -> None:
            for number in range(ITEMS):
                buffer.add(number, number)
            buffer.close()

        thread = threading.Thread(target=write)
        thread.start()
        read = sum(map(len, buffer))
        thread.join()
        assert read == ITEMS

    return move


def queue_items() -> None:
    items: queue.Queue[tuple[int, int] | None] = queue.Queue(PLACES)

    def write() -> None:
        for number in range(ITEMS):
            items.put((number, number))
        items.put(None)

    thread = threading.Thread(target=write)
    thread.start()
    read = sum(1 for _ in iter(items.get, None))
    thread.join()
    assert read == ITEMS
