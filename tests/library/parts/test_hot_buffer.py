"""`maif.hot_buffer`: what stays, what leaves, and what is counted."""

from __future__ import annotations

import array
import threading
from collections.abc import Sequence
from typing import Any, Never

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, LimitError
from maif.hot_buffer import HotBuffer, size_in_bytes

pytestmark = pytest.mark.piece("maif.hot_buffer.LeastRecent")


def filled(max_size: int = 30, **options: Any) -> HotBuffer[str, bytes]:
    """Three values of ten bytes each: `a` put first."""
    buffer = HotBuffer(max_size, **options)
    for key in "abc":
        buffer.put(key, bytes(10))
    return buffer


def kept(buffer: HotBuffer[str, Any]) -> set[str]:
    return {key for key in "abcdef" if key in buffer}


def test_what_fits_stays() -> None:
    assert kept(filled()) == {"a", "b", "c"}


def test_the_least_recently_put_leaves_first() -> None:
    buffer = filled()
    buffer.put("d", b"x")
    assert kept(buffer) == {"b", "c", "d"}


def test_getting_a_value_is_a_use() -> None:
    buffer = filled()
    buffer.get("a")
    buffer.put("d", b"x")
    assert kept(buffer) == {"a", "c", "d"}


def test_putting_a_value_again_is_a_use() -> None:
    buffer = filled()
    buffer.put("a", bytes(10))
    buffer.put("d", b"x")
    assert kept(buffer) == {"a", "c", "d"}


def test_asking_whether_a_key_is_in_is_no_use() -> None:
    buffer = filled()
    assert "a" in buffer
    buffer.put("d", b"x")
    assert "a" not in buffer


def test_a_large_value_makes_several_leave() -> None:
    buffer = filled()
    buffer.put("d", bytes(15))
    assert kept(buffer) == {"c", "d"}


def test_a_value_as_large_as_the_buffer_fits() -> None:
    buffer = filled()
    buffer.put("d", bytes(30))
    assert kept(buffer) == {"d"}


def test_a_value_larger_than_the_buffer_raises_and_changes_nothing() -> None:
    buffer = filled()
    with pytest.raises(LimitError, match=r"'a' has 31 bytes.*at most 30"):
        buffer.put("a", bytes(31))
    assert (kept(buffer), buffer.size, buffer.get("a")) == ({"a", "b", "c"}, 30, bytes(10))


def test_a_value_that_grows_in_place_makes_others_leave_and_not_itself() -> None:
    buffer = filled()
    buffer.put("a", bytes(25))
    assert (kept(buffer), buffer.size) == ({"a"}, 25)


def test_a_replaced_value_gives_its_bytes_back() -> None:
    buffer = filled()
    buffer.put("a", b"x")
    assert (len(buffer), buffer.size, buffer.get("a")) == (3, 21, b"x")


def test_a_popped_value_gives_its_bytes_back() -> None:
    buffer = filled()
    assert buffer.pop("b") == bytes(10)
    assert (len(buffer), buffer.size, buffer.get("b")) == (2, 20, None)


@pytest.mark.parametrize("method", ["get", "pop"])
def test_a_missing_key_gives_the_default(method: str) -> None:
    assert getattr(HotBuffer(10), method)("a") is None
    assert getattr(HotBuffer(10), method)("a", 7) == 7


def test_a_size_may_be_given_as_text() -> None:
    assert HotBuffer("64KB").max_size == 65536


@pytest.mark.parametrize("max_size", [0, -1, "0 B", "ten"])
def test_a_size_that_makes_no_sense_raises(max_size: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        HotBuffer(max_size)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (b"four", 4),
        (bytearray(5), 5),
        (memoryview(bytes(6)), 6),
        (array.array("d", [1, 2]), 16),
        (memoryview(array.array("d", [1, 2])), 16),
        (np.zeros((3, 4), np.float32), 48),
        (np.zeros((3, 4), np.float32)[:, ::2], 24),
        (np.zeros(2, "datetime64[s]"), 16),
    ],
)
def test_values_count_by_the_bytes_of_their_content(value: Any, size: int) -> None:
    assert size_in_bytes(value) == size


def test_a_value_without_a_size_in_bytes_asks_for_size_of() -> None:
    with pytest.raises(InvalidTypeError, match=r"size of a dict.*size_of="):
        HotBuffer[str, Any](10).put("a", {})


def test_size_of_counts_any_value() -> None:
    buffer = HotBuffer[str, Sequence[int] | str](3, size_of=len)
    buffer.put("a", [1, 2])
    buffer.put("b", "xy")
    assert (kept(buffer), buffer.size) == ({"b"}, 2)


def test_a_negative_size_raises() -> None:
    with pytest.raises(InvalidArgumentError, match="size_of returned -1"):
        HotBuffer[str, bytes](10, size_of=lambda value: -1).put("a", b"")


def test_a_value_counts_as_it_was_when_it_was_put() -> None:
    value = bytearray(5)
    buffer = HotBuffer[str, bytearray](10)
    buffer.put("a", value)
    value.extend(bytes(100))
    buffer.pop("a")
    assert buffer.size == 0


def test_stats_count_hits_misses_and_evictions() -> None:
    buffer = filled(20)
    for key in "abca":
        buffer.get(key)
    assert (buffer.stats.hits, buffer.stats.misses, buffer.stats.evictions) == (2, 2, 1)
    assert buffer.stats.ratio == 0.5


def test_the_ratio_of_no_calls_is_zero() -> None:
    assert HotBuffer(10).stats.ratio == 0.0


def test_evicted_entries_are_handed_over_coldest_first() -> None:
    evicted = []
    buffer = filled(on_evict=lambda key, value: evicted.append((key, len(value))))
    buffer.put("d", bytes(20))
    assert evicted == [("a", 10), ("b", 10)]


def test_replaced_and_popped_values_are_not_evicted() -> None:
    evicted = []
    buffer = filled(on_evict=lambda key, value: evicted.append(key))
    buffer.put("a", b"x")
    buffer.pop("b")
    assert evicted == []


def test_on_evict_may_use_the_buffer() -> None:
    buffer = HotBuffer[str, bytes](10, on_evict=lambda key, value: buffer.put(f"was {key}", b""))
    buffer.put("a", bytes(10))
    buffer.put("b", bytes(10))
    assert "was a" in buffer


def test_on_evict_runs_without_the_lock() -> None:
    sizes = []

    def ask_from_another_thread(key: str, value: bytes) -> None:
        thread = threading.Thread(target=lambda: sizes.append(buffer.size), daemon=True)
        thread.start()
        thread.join(timeout=10)

    buffer = filled(on_evict=ask_from_another_thread)
    buffer.put("d", bytes(5))
    assert sizes == [25]


def test_every_evicted_entry_is_handed_over_though_on_evict_raises() -> None:
    handed = []

    def refuse(key: str, value: bytes) -> Never:
        handed.append(key)
        raise OSError(f"no room for {key}")

    buffer = filled(on_evict=refuse)
    with pytest.raises(OSError, match="no room"):
        buffer.put("d", bytes(30))
    assert (handed, kept(buffer), buffer.size) == (["a", "b", "c"], {"d"}, 30)


def test_what_is_held_does_not_grow_with_what_is_put() -> None:
    for puts in (1_000, 10_000):
        buffer = HotBuffer[int, bytes](100)
        for number in range(puts):
            buffer.put(number, bytes(10))
        assert (len(buffer), buffer.size) == (10, 100)


def test_threads_neither_lose_nor_double_an_entry() -> None:
    left: list[int] = []
    buffer = HotBuffer[int, bytes](50, on_evict=lambda key, value: left.append(key))

    def put(start: int) -> None:
        for key in range(start, start + 500):
            buffer.put(key, b"xx")
            buffer.get(key - 1)

    threads = [threading.Thread(target=put, args=(start,)) for start in range(0, 4_000, 500)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(left + [key for key in range(4_000) if key in buffer]) == list(range(4_000))
    assert (buffer.size, len(buffer), buffer.stats.evictions) == (50, 25, 3_975)


calls = st.lists(st.tuples(st.sampled_from(["put", "get", "pop"]), st.integers(0, 5), st.integers(0, 12)), max_size=60)


@given(calls)
def test_it_does_what_a_plain_list_in_order_of_use_would(calls: list[tuple[str, int, int]]) -> None:
    buffer = HotBuffer[int, bytes](20)
    slow: list[tuple[int, bytes]] = []  # (key, value), the least recently used first
    for what, key, size in calls:
        found = next((value for k, value in slow if k == key), None)
        if what == "put":
            buffer.put(key, bytes(size))
            slow = [entry for entry in slow if entry[0] != key] + [(key, bytes(size))]
            while sum(len(value) for _, value in slow) > 20:
                slow.pop(0)
        else:
            assert getattr(buffer, what)(key) == found
            slow = [entry for entry in slow if entry[0] != key]
            slow += [(key, found)] if what == "get" and found is not None else []
        assert {key for key in range(6) if key in buffer} == {key for key, _ in slow}
        assert buffer.size == sum(len(value) for _, value in slow)
