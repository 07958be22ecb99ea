"""`maif.transforms`: stages in a chain, lazy and closed as one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.transforms import (
    StageCount,
    batching,
    filtering,
    flat_mapping,
    mapping,
    pipe,
    taking,
    tapping,
    windowing,
)
from recorders import Census, RecordedSource

piece = pytest.mark.piece
chain = piece("maif.transforms.link_up", "maif.transforms.run_chain")


def is_even(number: int) -> bool:
    return number % 2 == 0


def twice(item: Any) -> list[Any]:
    return [item, item]


@pytest.mark.parametrize(
    ("stage", "result"),
    [
        pytest.param(mapping(str), ["0", "1", "2", "3", "4"], marks=piece("maif.transforms.mapping")),
        pytest.param(filtering(is_even), [0, 2, 4], marks=piece("maif.transforms.filtering")),
        pytest.param(flat_mapping(range), [0, 0, 1, 0, 1, 2, 0, 1, 2, 3], marks=piece("maif.transforms.flat_mapped")),
        pytest.param(batching(2), [[0, 1], [2, 3], [4]], marks=piece("maif.transforms.batching")),
        pytest.param(taking(2), [0, 1], marks=piece("maif.transforms.taking")),
        pytest.param(taking(0), [], marks=piece("maif.transforms.taking")),
        pytest.param(taking(9), [0, 1, 2, 3, 4], marks=piece("maif.transforms.taking")),
        pytest.param(windowing(3), [[0, 1, 2], [1, 2, 3], [2, 3, 4]], marks=piece("maif.transforms.windowing")),
        pytest.param(windowing(3, 2), [[0, 1, 2], [2, 3, 4]], marks=piece("maif.transforms.windowing")),
        pytest.param(tapping(str), [0, 1, 2, 3, 4], marks=piece("maif.transforms.tapping")),
    ],
)
def test_each_stage_does_what_its_name_says(stage: Any, result: list[Any]) -> None:
    assert list(pipe(range(5), stage)) == result


eager: dict[str, tuple[Any, Callable[[list[Any]], list[Any]]]] = {
    "map": (mapping(twice), lambda items: [twice(item) for item in items]),
    "filter": (filtering(bool), lambda items: [item for item in items if item]),
    "flat map": (flat_mapping(twice), lambda items: [part for item in items for part in twice(item)]),
    "batch": (batching(3), lambda items: [items[n : n + 3] for n in range(0, len(items), 3)]),
    "take": (taking(4), lambda items: items[:4]),
    "window": (windowing(2), lambda items: [items[n : n + 2] for n in range(len(items) - 1)]),
    "tap": (tapping(repr), lambda items: items),
}


@chain
@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.sampled_from(sorted(eager)), max_size=4))
def test_a_pipe_gives_what_whole_lists_would_give(items: list[int], names: list[str]) -> None:
    expected: list[Any] = items
    for name in names:
        expected = eager[name][1](expected)
    assert list(pipe(items, *(eager[name][0] for name in names))) == expected


@chain
def test_nothing_is_pulled_before_somebody_asks() -> None:
    source = RecordedSource()
    pipe(source, mapping(str), batching(2))
    assert source.pulled == 0


@chain
def test_only_what_is_needed_is_pulled_from_an_endless_source() -> None:
    source = RecordedSource()
    assert next(pipe(source, filtering(is_even), mapping(str), batching(3))) == ["0", "2", "4"]
    assert source.pulled == 5


@piece("maif.transforms.taking")
def test_taking_pulls_no_item_more_than_it_takes() -> None:
    source = RecordedSource()
    assert list(pipe(source, taking(3))) == [0, 1, 2]
    assert source.pulled == 3


@chain
def test_an_item_passes_all_stages_before_the_next_is_pulled() -> None:
    log: list[str] = []
    list(
        pipe("ab", tapping(lambda item: log.append(f"first {item}")), tapping(lambda item: log.append(f"last {item}")))
    )
    assert log == ["first a", "last a", "first b", "last b"]


@chain
@pytest.mark.parametrize("pulls", [0, 1, 3])
def test_closing_a_pipe_closes_its_source(pulls: int) -> None:
    source = RecordedSource()
    flow = pipe(source, filtering(is_even), windowing(2), mapping(sum))
    list(itertools.islice(flow, pulls))
    flow.close()
    assert source.closed
    assert next(flow, "nothing") == "nothing"


@chain
def test_leaving_the_loop_closes_the_source() -> None:
    source = RecordedSource()
    for _ in pipe(source, mapping(str)):
        break
    assert source.closed


@chain
def test_a_pipe_that_ends_early_closes_its_source() -> None:
    source = RecordedSource()
    list(pipe(source, mapping(str), taking(2)))
    assert source.closed


@chain
def test_an_error_in_a_stage_comes_through_and_closes_the_source() -> None:
    source = RecordedSource()
    flow = pipe(source, mapping(lambda number: 1 // (2 - number)), batching(1))
    with pytest.raises(ZeroDivisionError):
        list(flow)
    assert (source.pulled, bool(source.closed)) == (3, True)


@piece("maif.transforms.mapping")
def test_a_stray_stop_iteration_in_a_function_does_not_end_the_stream_in_silence() -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        list(pipe(range(3), mapping(lambda _: next(iter(())))))


@chain
def test_stages_are_closed_from_the_last_to_the_first() -> None:
    log: list[str] = []

    def stage(name: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
        def run(source: Iterator[Any]) -> Iterator[Any]:
            try:
                for item in source:  # noqa: UP028 - a `yield from` would close the source itself
                    yield item
            finally:
                log.append(name)

        return run

    with pipe(range(9), stage("first"), stage("second")) as flow:
        next(flow)
    assert log == ["second", "first"]


@chain
def test_a_stage_that_fails_to_close_keeps_no_other_open() -> None:
    source = RecordedSource()

    def stubborn(items: Iterator[Any]) -> Iterator[Any]:
        try:
            while True:
                yield next(items)
        finally:
            raise OSError("cannot be closed")

    with pytest.raises(OSError, match="cannot be closed"), pipe(source, stubborn, mapping(str)) as flow:
        next(flow)
    assert source.closed


@piece("maif.transforms.flat_mapped")
def test_flat_mapping_asks_for_no_element_before_it_is_due() -> None:
    elements = RecordedSource()
    flow = pipe("ab", flat_mapping(lambda _: elements))
    assert list(itertools.islice(flow, 3)) == [0, 1, 2]
    assert elements.pulled == 3


@piece("maif.transforms.flat_mapped")
def test_flat_mapping_closes_the_elements_it_was_in() -> None:
    opened: list[RecordedSource] = []

    def open_source(_: int) -> RecordedSource:
        opened.append(RecordedSource())
        return opened[-1]

    with pipe(range(9), flat_mapping(open_source)) as flow:
        next(flow)
    assert [bool(source.closed) for source in opened] == [True]


def test_counts_tell_how_far_each_stage_has_come() -> None:
    flow = pipe(range(10), filtering(is_even), mapping(lambda number: number), batching(2), counted=True)
    next(flow)
    assert flow.counts == [
        StageCount("source", 3),
        StageCount("filtering(is_even)", 2),
        StageCount("mapping(<lambda>)", 2),
        StageCount("batching(2)", 1),
    ]


def test_nothing_is_counted_unless_asked_for() -> None:
    assert pipe(range(10), filtering(is_even)).counts == []


def test_a_counted_pipe_gives_the_same_and_closes_its_source() -> None:
    source = RecordedSource()
    flow = pipe(source, mapping(str), taking(2), counted=True)
    assert list(flow) == ["0", "1"]
    assert source.closed


@chain
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_what_a_pipe_holds_does_not_grow_with_its_source(count: int) -> None:
    census = Census()
    flow = pipe(census.items(count), filtering(lambda _: True), windowing(5), batching(4), mapping(len))
    while next(flow, None):
        pass
    assert census.most <= 15


@pytest.mark.parametrize("make", [mapping, filtering, flat_mapping, tapping])
def test_a_function_that_cannot_be_called_is_refused_at_once(make: Callable[[Any], Any]) -> None:
    with pytest.raises(InvalidTypeError, match="must be callable, got 5"):
        make(5)


@pytest.mark.parametrize("make", [batching, windowing, lambda n: taking(n - 1), lambda n: windowing(3, n)])
def test_a_count_that_makes_no_sense_is_refused_at_once(make: Callable[[Any], Any]) -> None:
    with pytest.raises(InvalidArgumentError, match="must be at least"):
        make(0)


def test_a_stage_that_cannot_be_called_is_named_by_its_position() -> None:
    with pytest.raises(InvalidTypeError, match="stage 2 must be callable, got 'upper'"):
        pipe([1], mapping(str), "upper")  # type: ignore[arg-type]


def test_a_second_loop_over_a_closed_pipe_finds_nothing() -> None:
    flow = pipe([1, 2, 3], mapping(str))
    with suppress(StopIteration), flow:
        next(flow)
    assert list(flow) == []
