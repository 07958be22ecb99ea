"""Windows fetched ahead and parts kept on disk hold the right bytes, whatever is asked for in which order."""

from __future__ import annotations

import itertools
from concurrent.futures import Future
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import RemoteError
from maif.remote import ahead
from maif.remote.ahead import ReadAhead
from maif.remote.kept import KeptCopy
from maif.remote.objects import RemoteObject

CONTENT = bytes(range(256)) * 8
EXTENTS = st.lists(st.tuples(st.integers(0, len(CONTENT)), st.integers(1, 400)))


class Wire:
    """Hands out ranges, at once or as futures, of which those in `failing` (by number) fail."""

    def __init__(self, failing: set[int] | None = None, *, asynchronous: bool = True) -> None:
        self.failing = failing or set()
        self.asynchronous = asynchronous
        self.begun: list[Future[bytes]] = []
        self.fetched: list[tuple[int, int]] = []

    def fetch(self, start: int, end: int) -> bytes:
        assert 0 <= start < end <= len(CONTENT)
        self.fetched.append((start, end))
        return CONTENT[start:end]

    def begin(self, start: int, end: int) -> Future[bytes] | None:
        if not self.asynchronous:
            return None
        future: Future[bytes] = Future()
        if len(self.begun) in self.failing:
            future.set_exception(ConnectionResetError())
        else:
            future.set_result(self.fetch(start, end))
        self.begun.append(future)
        return future


def reading(wire: Wire, step: int) -> ReadAhead:
    return ReadAhead(cast(RemoteObject, wire), step)


@given(EXTENTS, st.integers(1, 300), st.booleans(), st.sets(st.integers(0, 20)))
def test_any_windows_are_what_lies_there(
    extents: list[tuple[int, int]], step: int, asynchronous: bool, failing: set[int]
) -> None:
    windows = reading(Wire(failing, asynchronous=asynchronous), step)
    for start, size in extents:
        end = min(start + size, len(CONTENT))
        if start < end:
            assert bytes(windows.take(start, end, len(CONTENT))) == CONTENT[start:end]
            assert windows.peek(0, len(CONTENT)) in (None, CONTENT)


@given(st.lists(st.integers(1, 300)), st.integers(1, 300))
def test_reading_on_fetches_each_byte_once(sizes: list[int], step: int) -> None:
    wire = Wire()
    windows, start = reading(wire, step), 0
    for size in sizes:
        if start >= len(CONTENT):
            break
        end = min(start + size, len(CONTENT))
        windows.take(start, end, len(CONTENT))
        start = end
    asked = sorted(wire.fetched)
    assert all(earlier[1] == later[0] for earlier, later in itertools.pairwise(asked))


def test_steps_that_nobody_used_yet_are_two_at_most() -> None:
    wire = Wire()
    windows = reading(wire, 10)
    windows.take(0, 10, len(CONTENT))
    assert wire.begun == [], "somebody who looked once may not read on"
    for number in range(1, 20):
        windows.take(10 * number, 10 * number + 10, len(CONTENT))
        assert len(wire.begun) == number + ahead.IN_FLIGHT


def test_nothing_is_fetched_behind_where_reading_on_ends() -> None:
    wire = Wire()
    windows = reading(wire, 300)
    windows.take(0, 100, 250)
    windows.take(100, 200, 250)
    assert max(end for _, end in wire.fetched) == 250


@given(EXTENTS)
def test_any_parts_that_are_kept_are_fetched_once(extents: list[tuple[int, int]]) -> None:
    copy, fetched = KeptCopy("a.maif"), [0] * len(CONTENT)

    def fetch(start: int, end: int, until: int) -> memoryview:
        assert start < end <= until <= len(CONTENT)
        assert not any(fetched[end:until]), "what is here need not be fetched ahead"
        for position in range(start, end):
            fetched[position] += 1
        return memoryview(CONTENT)[start:end]

    for start, size in extents:
        end = min(start + size, len(CONTENT))
        assert bytes(copy.read(start, end, len(CONTENT), fetch)) == CONTENT[start:end]
    assert max(fetched) <= 1


def test_what_could_not_be_fetched_is_not_kept() -> None:
    copy = KeptCopy("a.maif")

    def fail(start: int, end: int, until: int) -> memoryview:
        raise RemoteError("refused")

    with pytest.raises(RemoteError):
        copy.read(0, 10, 20, fail)
    assert bytes(copy.read(0, 10, 20, lambda start, end, _: memoryview(CONTENT)[start:end])) == CONTENT[:10]
