"""`HotBuffer` against `cachetools.LRUCache(getsizeof=len)`, which takes no lock."""

from __future__ import annotations

import random
from collections.abc import Iterator

from cachetools import LRUCache

from benchmarks.harness import Row, compare
from maif.hot_buffer import HotBuffer

VALUE = bytes(1000)
ROOM = 1000 * len(VALUE)
CALLS = 200_000


def rows() -> Iterator[Row]:
    yield compare("get, 1,000 keys, all kept", all_hits, all_hits_peer, name="cachetools", items=CALLS, reach="1 ×")
    yield compare("put, every one evicts", all_new, all_new_peer, name="cachetools", items=CALLS, reach="1 ×")
    yield compare("get, else put; half is kept", half, half_peer, name="cachetools", items=CALLS, reach="1 ×")


KEYS = random.Random(1).choices(range(1000), k=CALLS)
SPREAD_KEYS = random.Random(2).choices(range(2000), k=CALLS)


def warm_buffer() -> HotBuffer[int, bytes]:
    buffer: HotBuffer[int, bytes] = HotBuffer(ROOM)
    for key in range(1000):
        buffer.put(key, VALUE)
    return buffer


def warm_cache() -> LRUCache[int, bytes]:
    cache: LRUCache[int, bytes] = LRUCache(ROOM, getsizeof=len)
    for key in range(1000):
        cache[key] = VALUE
    return cache


def all_hits() -> None:
    buffer = warm_buffer()
    for key in KEYS:
        buffer.get(key)


def all_hits_peer() -> None:
    cache = warm_cache()
    for key in KEYS:
        cache.get(key)


def all_new() -> None:
    buffer = warm_buffer()
    for key in range(1000, 1000 + CALLS):
        buffer.put(key, VALUE)


def all_new_peer() -> None:
    cache = warm_cache()
    for key in range(1000, 1000 + CALLS):
        cache[key] = VALUE


def half() -> None:
    buffer = warm_buffer()
    for key in SPREAD_KEYS:
        if buffer.get(key) is None:
            buffer.put(key, VALUE)


def half_peer() -> None:
    cache = warm_cache()
    for key in SPREAD_KEYS:
        if cache.get(key) is None:
            cache[key] = VALUE
