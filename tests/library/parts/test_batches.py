"""`maif.batches`: grouping by count, or by time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from math import ceil, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.batches import Batcher, batched, by_halves
from maif.clock import VirtualClock
from maif.errors import InvalidArgumentError, InvalidTypeError
from recorders import Census, CountedItem, RecordedSource

batched_piece = pytest.mark.piece("maif.batches.batches_of")
core_piece = pytest.mark.piece("maif.batches.BatchCore")
halves_piece = pytest.mark.piece("maif.batches.by_halves")
sizes = st.integers(1, 7)


@batched_piece
@given(st.lists(st.integers()), sizes)
def test_batches_are_the_slices_of_the_list(items: list[int], size: int) -> None:
    assert list(batched(items, size)) == [items[start : start + size] for start in range(0, len(items), size)]


@batched_piece
def test_a_batch_is_pulled_when_it_is_asked_for() -> None:
    source = RecordedSource()
    batches = batched(source, 3)
    assert source.pulled == 0
    next(batches)
    assert source.pulled == 3


@batched_piece
def test_closing_the_batches_closes_the_source() -> None:
    source = RecordedSource()
    batches = batched(source, 3)
    next(batches)
    batches.close()
    assert source.closed


@batched_piece
def test_an_error_of_the_source_comes_through_and_closes_it() -> None:
    def fail_at_four(source: RecordedSource) -> None:
        if source.pulled == 4:
            raise OSError("gone")

    source = RecordedSource(on_pull=fail_at_four)
    batches = batched(source, 3)
    assert next(batches) == [0, 1, 2]
    with pytest.raises(OSError, match="gone"):
        next(batches)
    assert source.closed


@batched_piece
def test_a_file_stays_open_for_its_owner() -> None:
    file = io.StringIO("a\nb\nc\n")
    batches = batched(file, 2)
    next(batches)
    batches.close()
    assert file.readline() == "c\n"


@batched_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_one_batch_is_held_however_many_items_there_are(count: int) -> None:
    census = Census()
    batches = batched(census.items(count), 10)
    while next(batches, None):
        pass
    assert census.most <= 11  # the one that is being made, too


@pytest.mark.parametrize(
    ("size", "error"),
    [(0, InvalidArgumentError), (-1, InvalidArgumentError), (2.5, InvalidTypeError), (True, InvalidTypeError)],
)
def test_a_size_that_makes_no_sense_is_refused_at_the_call(size: int, error: type[Exception]) -> None:
    with pytest.raises(error, match="size"):
        batched([1], size)
    with pytest.raises(error, match="max_size"):
        Batcher(size)


def test_a_source_that_cannot_be_iterated_is_refused_at_the_call() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        batched(5, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize("wait", [-1, "1 parsec", float("nan")])
def test_a_wait_that_makes_no_sense_is_refused(wait: float) -> None:
    with pytest.raises(InvalidArgumentError):
        Batcher(2, max_wait=wait)


@core_piece
def test_nothing_is_due_while_nothing_waits() -> None:
    batcher: Batcher[int] = Batcher(2, max_wait=1)
    assert (batcher.next_due(), batcher.take(100.0), batcher.flush(), len(batcher)) == (None, [], [], 0)


@core_piece
def test_a_full_batch_is_due_at_once() -> None:
    batcher: Batcher[str] = Batcher(2)
    batcher.offer("a", 1.0)
    assert (batcher.next_due(), batcher.take(1.0)) == (None, [])
    batcher.offer("b", 5.0)
    assert batcher.next_due() == 5.0
    assert batcher.take(5.0) == ["a", "b"]


@core_piece
def test_a_waiting_item_is_due_when_it_has_waited_long_enough() -> None:
    batcher: Batcher[str] = Batcher(9, max_wait="500ms")
    batcher.offer("a", 1.0)
    batcher.offer("b", 1.4)
    assert batcher.next_due() == 1.5
    assert batcher.take(1.49) == []
    assert batcher.take(1.5) == ["a", "b"]


@core_piece
def test_a_batch_that_is_due_goes_on_filling_until_it_is_taken() -> None:
    batcher: Batcher[str] = Batcher(2, max_wait=1)
    for item, now in [("a", 0.0), ("b", 5.0), ("c", 6.0)]:
        batcher.offer(item, now)
    assert batcher.take(6.0) == ["a", "b"]
    assert batcher.next_due() == 7.0


@core_piece
def test_each_item_is_a_batch_of_its_own_if_none_may_wait() -> None:
    batcher: Batcher[str] = Batcher(9, max_wait=0)
    batcher.offer("a", 3.0)
    assert batcher.take(3.0) == ["a"]


@core_piece
def test_flush_hands_out_what_waits_batch_by_batch() -> None:
    batcher: Batcher[int] = Batcher(2)
    for number in range(5):
        batcher.offer(number, 0.0)
    assert [batcher.flush() for _ in range(4)] == [[0, 1], [2, 3], [4], []]


@core_piece
@given(st.lists(st.tuples(st.sampled_from(["offer", "take", "flush"]), st.integers(0, 3))), sizes, st.integers(0, 5))
def test_a_batcher_agrees_with_a_plain_list(steps: list[tuple[str, int]], size: int, wait: int) -> None:
    batcher: Batcher[int] = Batcher(size, max_wait=wait)
    waiting: list[tuple[int, int]] = []  # number, arrival
    now = 0
    for number, (step, pause) in enumerate(steps):
        now += pause
        ready = len(waiting) >= size or (waiting != [] and waiting[0][1] + wait <= now)
        due = batcher.next_due()
        assert ready == (due is not None and due <= now)
        if step == "offer":
            batcher.offer(number, now)
            waiting.append((number, now))
        elif step == "flush" or ready:
            batch, waiting = waiting[:size], waiting[size:]
            assert (batcher.flush() if step == "flush" else batcher.take(now)) == [number for number, _ in batch]
        else:
            assert batcher.take(now) == []
        assert len(batcher) == len(waiting)


@core_piece
def test_the_limits_of_a_batcher_are_those_of_its_core_and_may_change() -> None:
    batcher: Batcher[str] = Batcher(9, max_wait="1s")
    batcher.offer("a", 0.0)
    batcher.max_wait = 3.0
    assert (batcher.max_size, batcher.max_wait, batcher.next_due()) == (9, 3.0, 3.0)
    batcher.max_size = 1
    assert (batcher.next_due(), batcher.take(0.0)) == (0.0, ["a"])


@core_piece
def test_add_hands_out_a_batch_by_the_clock() -> None:
    clock = VirtualClock()
    batcher: Batcher[str] = Batcher(3, max_wait=10, clock=clock)
    assert batcher.add("a") == []
    clock.sleep(10)
    assert batcher.add("b") == ["a", "b"]


@core_piece
@given(st.lists(st.integers(0, 4)), sizes, st.integers(0, 6))
def test_batches_lose_nothing_and_keep_the_order(pauses: list[int], size: int, wait: int) -> None:
    clock = VirtualClock()

    def arrivals() -> Iterator[int]:
        for number, pause in enumerate(pauses):
            clock.sleep(pause)
            yield number

    batches = list(Batcher[int](size, max_wait=wait, clock=clock).batches(arrivals()))
    assert [item for batch in batches for item in batch] == list(range(len(pauses)))
    assert all(0 < len(batch) <= size for batch in batches)


class EndingAtNine(Batcher[int]):
    """Hands out a batch early, where a nine comes."""

    def add(self, item: int) -> list[int]:
        return super().add(item) or (self.flush() if item == 9 else [])


def test_batches_are_those_of_a_subclass_that_has_its_own_add() -> None:
    batches = EndingAtNine(3).batches([1, 9, 2, 3, 4, 5])
    assert list(batches) == [[1, 9], [2, 3, 4], [5]]


@pytest.mark.parametrize("batcher", [Batcher[int](3), EndingAtNine(3)])
def test_closing_a_batchers_batches_closes_the_source(batcher: Batcher[int]) -> None:
    source = RecordedSource()
    batches = batcher.batches(source)
    next(batches)
    batches.close()
    assert (source.pulled, source.closed) == (3, 1)


@core_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_a_batcher_holds_one_batch_however_many_items_there_are(count: int) -> None:
    census = Census()
    batches = Batcher[CountedItem](10).batches(census.items(count))
    while next(batches, None):
        pass
    assert census.most <= 11


class Handler:
    """Doubles numbers; a batch with a bad one in it fails. Remembers how many it was asked about."""

    def __init__(self, bad: set[int]) -> None:
        self.bad, self.sizes = bad, list[int]()

    def __call__(self, batch: Sequence[int]) -> list[int]:
        self.sizes.append(len(batch))
        if self.bad & set(batch):
            raise ValueError("a bad one")
        return [2 * number for number in batch]


@halves_piece
@given(st.integers(0, 40), st.sets(st.integers(0, 39)))
def test_the_bad_ones_alone_are_given_up_and_each_keeps_its_place(count: int, bad: set[int]) -> None:
    handler = Handler(bad)
    told = by_halves(range(count), handler, lambda number, error: f"{number}: {error}")
    assert told == [f"{number}: a bad one" if number in bad else 2 * number for number in range(count)]
    assert 0 not in handler.sizes


@halves_piece
@given(st.integers(1, 1000), st.data())
def test_one_bad_one_costs_two_calls_for_each_halving(count: int, data: st.DataObject) -> None:
    handler = Handler({data.draw(st.integers(0, count - 1))})
    by_halves(range(count), handler, lambda number, error: 0)
    assert len(handler.sizes) <= 1 + 2 * ceil(log2(count))


@halves_piece
def test_a_batch_that_succeeds_is_handled_once() -> None:
    handler = Handler(set())
    assert by_halves(range(5), handler, lambda number, error: 0) == [0, 2, 4, 6, 8]
    assert handler.sizes == [5]


@halves_piece
def test_a_wish_to_stop_is_no_failure() -> None:
    def handle(batch: Sequence[int]) -> list[int]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        by_halves([1, 2], handle, lambda number, error: 0)
