"""Grouping against more-itertools."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

import more_itertools

from benchmarks.harness import Row, compare, exhaust
from maif.batches import Batcher, batched

ITEMS = 1_000_000


def timed_loop(items: Iterable[int], size: int, wait: float) -> Iterator[list[int]]:
    batch: list[int] = []
    due = 0.0
    for item in items:
        now = time.monotonic()
        if not batch:
            due = now + wait
        batch.append(item)
        if len(batch) >= size or now >= due:
            yield batch
            batch = []
    if batch:
        yield batch


def rows() -> Iterator[Row]:
    yield from map(by_size, (3, 10, 100, 1000))
    yield compare(
        "Batcher(100, max_wait=1).batches",
        lambda: exhaust(Batcher[int](100, max_wait=1).batches(range(ITEMS))),
        lambda: exhaust(timed_loop(range(ITEMS), 100, 1)),
        name="hand-written loop",
        items=ITEMS,
        unit=" items/s",
        rounds=3,
    )


def by_size(size: int) -> Row:
    return compare(
        f"batched, {size} a batch",
        lambda: exhaust(batched(range(ITEMS), size)),
        lambda: exhaust(more_itertools.chunked(range(ITEMS), size)),
        name="more_itertools.chunked",
        items=ITEMS,
        unit=" items/s",
        rounds=11,
        reach="0.8 ×",
    )
