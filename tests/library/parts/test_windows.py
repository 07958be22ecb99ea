"""`maif.windows`: finite looks at endless streams."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.windows import Window, sessions, sliding, sliding_view, time_windows, tumbling
from maif.windows.by_time import aligned_spans
from recorders import Census, RecordedSource

piece = pytest.mark.piece
count_piece = piece("maif.windows.by_count.full_windows")
view_piece = piece("maif.windows.by_count.window_view")
time_piece = piece("maif.windows.watermark.closed_windows")
span_piece = piece("maif.windows.by_time.aligned_spans")
session_piece = piece("maif.windows.by_gap.closed_sessions")
sizes = st.integers(1, 6)
times_in_disorder = st.lists(st.integers(-30, 60), max_size=40)
latenesses = st.integers(0, 20)


def identity(time: Any) -> Any:
    return time


@given(st.lists(st.integers()), sizes, st.booleans())
def test_tumbling_windows_are_slices_side_by_side(items: list[int], size: int, partial: bool) -> None:
    slices = [items[start : start + size] for start in range(0, len(items), size)]
    assert list(tumbling(items, size, partial)) == [part for part in slices if partial or len(part) == size]


@count_piece
@given(st.lists(st.integers()), sizes, sizes)
def test_sliding_windows_are_the_slices_that_are_full(items: list[int], size: int, stride: int) -> None:
    starts = range(0, len(items) - size + 1, stride)
    assert list(sliding(items, size, stride)) == [items[start : start + size] for start in starts]


@count_piece
def test_twenty_numbers_make_eight_windows_of_five_with_stride_two() -> None:
    assert [window[0] for window in sliding(range(20), size=5, stride=2)] == [0, 2, 4, 6, 8, 10, 12, 14]


@count_piece
@pytest.mark.parametrize(("stride", "pulled"), [(1, [3, 4, 5]), (2, [3, 5, 7]), (5, [3, 8, 13])])
def test_a_sliding_window_comes_as_soon_as_its_last_item(stride: int, pulled: list[int]) -> None:
    source = RecordedSource()
    windows = sliding(source, 3, stride)
    assert [next(windows) and source.pulled for _ in range(3)] == pulled


@count_piece
def test_changing_a_window_does_not_change_the_next() -> None:
    windows = sliding(range(9), 2)
    next(windows).clear()
    assert next(windows) == [1, 2]


@count_piece
@pytest.mark.parametrize("look", [tumbling, sliding])
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_one_window_is_held_however_many_items_there_are(look: Callable[..., Any], count: int) -> None:
    census = Census()
    windows = look(census.items(count), 10)
    while next(windows, None):
        pass
    assert census.most <= 11


@count_piece
@pytest.mark.parametrize("look", [tumbling, sliding])
def test_closing_windows_by_count_closes_the_source(look: Callable[..., Any]) -> None:
    source = RecordedSource()
    windows = look(source, 3)
    next(windows)
    windows.close()
    assert (source.pulled, bool(source.closed)) == (3, True)


@pytest.mark.parametrize(
    "look",
    [
        lambda n: tumbling([1], n),
        lambda n: sliding([1], n),
        lambda n: sliding([1], 1, n),
        lambda n: sliding_view([1], n),
        lambda n: sliding_view([1], 1, n),
    ],
)
def test_sizes_and_strides_below_one_are_refused_at_the_call(look: Callable[[int], Any]) -> None:
    with pytest.raises(InvalidArgumentError, match="must be at least 1, got 0"):
        look(0)


@view_piece
@given(st.integers(0, 12), sizes, sizes, st.sampled_from([(), (3,), (2, 2)]))
def test_a_sliding_view_holds_the_windows_that_sliding_yields(
    rows: int, size: int, stride: int, rest: tuple[int, ...]
) -> None:
    array = np.arange(rows * math.prod(rest)).reshape(rows, *rest)
    windows = list(sliding(array, size, stride))
    view = sliding_view(array, size, stride)
    assert view.shape == (len(windows), size, *rest)
    assert all(np.array_equal(seen, window) for seen, window in zip(view, windows, strict=True))


@view_piece
def test_a_sliding_view_shares_the_arrays_memory_and_cannot_be_written() -> None:
    array = np.zeros((1000, 4))
    view = sliding_view(array, 100)
    assert np.shares_memory(view, array)
    assert not view.flags.writeable


def test_a_single_number_has_no_windows() -> None:
    with pytest.raises(InvalidArgumentError, match="at least one dimension"):
        sliding_view(7, 1)


def slow_time_windows(
    times: list[int], length: int, slide: int, lateness: int
) -> tuple[list[tuple[Window[int], int]], list[int]]:
    """Look back at every item for every window; return the windows with how many items had come, and the late."""
    marks = [max(times[:n], default=-math.inf) - lateness for n in range(len(times) + 1)]
    starts = {start for time in times for start in range(time - length - slide, time + 1) if start % slide == 0}
    windows, lost = [], set(range(len(times)))
    for start in starts:
        inside = [n for n, time in enumerate(times) if start <= time < start + length and marks[n] < start + length]
        lost -= set(inside)
        if inside:
            closed = next((n for n, mark in enumerate(marks) if mark >= start + length), len(times))
            windows.append((Window(start, start + length, [times[n] for n in inside]), closed))
    return sorted(windows), [times[n] for n in sorted(lost)]


@time_piece
@given(times_in_disorder, st.integers(1, 12), st.integers(1, 12), latenesses)
def test_time_windows_agree_with_looking_back(times: list[int], length: int, slide: int, lateness: int) -> None:
    slide = min(slide, length)
    source, late = RecordedSource(times), list[int]()
    windows = [
        (window, source.pulled)
        for window in time_windows(source, length, slide, timestamp=identity, lateness=lateness, on_late=late.append)
    ]
    assert (windows, late) == slow_time_windows(times, length, slide, lateness)


@time_piece
def test_an_item_behind_the_watermark_counts_while_its_window_is_open() -> None:
    late: list[int] = []
    windows = time_windows([2, 11, 7, 13, 12, 9, 27], 10, timestamp=identity, lateness=3, on_late=late.append)
    assert list(windows) == [(0, 10, [2, 7]), (10, 20, [11, 13, 12]), (20, 30, [27])]
    assert late == [9]


@time_piece
def test_a_window_comes_out_of_an_endless_source_as_soon_as_it_closes() -> None:
    source = RecordedSource()
    assert next(time_windows(source, 10, timestamp=identity, lateness=3)) == (0, 10, list(range(10)))
    assert source.pulled == 14


@time_piece
def test_an_item_that_finds_one_of_its_windows_open_is_not_late() -> None:
    late: list[int] = []
    windows = time_windows([0, 11, 9], 10, slide=5, timestamp=identity, on_late=late.append)
    assert [(window.start, window.items) for window in windows] == [(-5, [0]), (0, [0]), (5, [11, 9]), (10, [11])]
    assert late == []


@span_piece
def test_whole_times_make_whole_borders() -> None:
    (window,) = time_windows([1_700_000_000_123_456_789], 10**9, timestamp=identity)
    assert (window.start, window.end) == (1_700_000_000_000_000_000, 1_700_000_001_000_000_000)


@span_piece
@given(st.integers(-30, 60), st.integers(1, 12), st.integers(1, 12))
def test_aligned_spans_agree_with_trying_every_start(time: int, length: int, slide: int) -> None:
    slide = min(slide, length)
    starts = [start for start in range(time, time - length, -1) if start % slide == 0]
    assert list(aligned_spans(length, slide)(time)) == [(start, start + length) for start in starts]


@span_piece
@given(st.sampled_from([0.1, 0.2, 0.3, 0.7, 1 / 3]), st.integers(1, 4), st.integers(-300, 1000))
def test_where_one_span_ends_the_next_begins_fractions_or_not(slide: float, slides: int, number: int) -> None:
    spans_at = aligned_spans(slide * slides, slide)
    ends = {end for _, end in spans_at(number * slide)}
    assert ends == {start for start, _ in spans_at((number + slides) * slide)}


@span_piece
@pytest.mark.parametrize("slide", [20, 25, 60])
def test_changing_the_spans_of_a_time_does_not_change_those_of_the_next(slide: int) -> None:
    spans_at = aligned_spans(60, slide)
    expected = list(spans_at(81))
    spans_at(80).clear()
    assert spans_at(81) == expected


@span_piece
@given(st.lists(st.integers(-30, 60), max_size=10), st.integers(1, 12), st.integers(1, 12))
def test_spans_do_not_depend_on_the_times_asked_for_before(times: list[int], length: int, slide: int) -> None:
    slide = min(slide, length)
    spans_at = aligned_spans(length, slide)
    assert [spans_at(time) for time in times] == [aligned_spans(length, slide)(time) for time in times]


@span_piece
@given(
    st.lists(st.integers(-300, 1000).map(lambda tenths: tenths / 10), max_size=30),
    st.sampled_from([0.1, 0.2, 0.3, 0.7, 1 / 3]),
    st.integers(1, 4),
)
def test_rounding_leaves_no_fractional_time_without_its_windows(times: list[float], slide: float, slides: int) -> None:
    windows = list(time_windows(times, slide * slides, slide, timestamp=identity, lateness=math.inf))
    assert all(window.start <= time < window.end for window in windows for time in window.items)
    assert sorted(time for window in windows for time in window.items) == sorted(times * slides)


@span_piece
@given(st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), max_size=30).map(sorted))
def test_fractional_times_in_order_are_never_late(times: list[float]) -> None:
    windows = time_windows(times + times[-1:], 0.1, timestamp=identity)
    assert sum(len(window.items) for window in windows) == len(times) + bool(times)
    assert windows.late == 0


@time_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_only_open_windows_are_held(count: int) -> None:
    census = Census()
    windows = time_windows(census.items(count), 10, timestamp=lambda item: item.number, lateness=5)
    while next(windows, None):
        pass
    assert census.most <= 20


def slow_sessions(times: list[int], gap: int, lateness: int) -> tuple[list[Window[int]], list[int]]:
    """Keep the numbers of each open session's items; compare each item with all of them."""
    closed, late, watermark = [], [], -math.inf
    held: list[list[int]] = []

    def end(numbers: Iterable[int]) -> int:
        return max(times[n] for n in numbers) + gap

    for number, time in enumerate(times):
        touched = [one for one in held if min(times[n] for n in one) - gap < time < end(one)]
        if not touched and time + gap <= watermark:
            late.append(time)
            continue
        held = [one for one in held if one not in touched] + [sorted([n for one in touched for n in one] + [number])]
        watermark = max(watermark, time - lateness)
        closed += sorted((one for one in held if end(one) <= watermark), key=end)
        held = [one for one in held if end(one) > watermark]
    closed += sorted(held, key=end)
    return [Window(min(times[n] for n in one), end(one), [times[n] for n in one]) for one in closed], late


@session_piece
@given(times_in_disorder, st.integers(1, 12), latenesses)
def test_sessions_agree_with_comparing_everything(times: list[int], gap: int, lateness: int) -> None:
    late: list[int] = []
    windows = sessions(times, gap, timestamp=identity, lateness=lateness, on_late=late.append)
    assert (list(windows), late) == slow_sessions(times, gap, lateness)


@session_piece
def test_an_item_between_two_sessions_joins_them_in_order_of_arrival() -> None:
    assert list(sessions([0, 8, 1, 4], 5, timestamp=identity, lateness=20)) == [(0, 13, [0, 8, 1, 4])]


@session_piece
def test_a_gap_that_is_just_reached_parts_two_sessions() -> None:
    assert list(sessions([0, 5], 5, timestamp=identity)) == [(0, 5, [0]), (5, 10, [5])]


@session_piece
def test_a_session_comes_out_as_soon_as_the_watermark_reaches_its_end() -> None:
    source = RecordedSource(10 * number for number in range(1000))
    assert next(sessions(source, 5, timestamp=identity, lateness=12)) == (0, 5, [0])
    assert source.pulled == 3


@session_piece
@pytest.mark.parametrize("count", [1_000, 10_000])
def test_only_open_sessions_are_held(count: int) -> None:
    census = Census()
    windows = sessions(census.items(count), 5, timestamp=lambda item: 6 * item.number)
    while next(windows, None):
        pass
    assert census.most <= 3


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_late_items_are_counted(look: Callable[..., Any]) -> None:
    windows = look([0, 100, 1, 2, 101], 10, timestamp=identity)
    assert len(list(windows)) == 2
    assert windows.late == 2


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_closing_windows_by_time_closes_the_source(look: Callable[..., Any]) -> None:
    source = RecordedSource()
    windows = look(source, 0.5, timestamp=identity)
    next(windows)
    windows.close()
    assert source.closed


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_leaving_the_loop_closes_the_source_at_once(look: Callable[..., Any]) -> None:
    source = RecordedSource()
    for _ in look(source, 0.5, timestamp=identity):
        break
    assert source.closed


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_spans_may_be_text(look: Callable[..., Any]) -> None:
    assert [window.items for window in look([0, 70, 30], "1min", timestamp=identity, lateness="20s")] == [
        window.items for window in look([0, 70, 30], 60, timestamp=identity, lateness=20)
    ]


@pytest.mark.parametrize("look", [time_windows, sessions])
@pytest.mark.parametrize("span", [0, -1, math.inf, math.nan, "soon"])
def test_a_span_that_is_no_span_is_refused_at_the_call(look: Callable[..., Any], span: float) -> None:
    with pytest.raises(InvalidArgumentError):
        look([1], span, timestamp=identity)


@pytest.mark.parametrize("look", [time_windows, sessions])
@pytest.mark.parametrize("lateness", [-1, math.nan])
def test_a_lateness_below_zero_is_refused_at_the_call(look: Callable[..., Any], lateness: float) -> None:
    with pytest.raises(InvalidArgumentError, match="lateness"):
        look([1], 1, timestamp=identity, lateness=lateness)


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_arguments_of_another_type_are_refused_at_the_call(look: Callable[..., Any]) -> None:
    with pytest.raises(InvalidTypeError, match="number or text"):
        look([1], None, timestamp=identity)
    with pytest.raises(InvalidTypeError, match="timestamp must be callable"):
        look([1], 1, timestamp="time")
    with pytest.raises(InvalidTypeError, match="on_late must be callable"):
        look([1], 1, timestamp=identity, on_late=[])


def test_a_slide_beyond_the_length_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="fall between"):
        time_windows([1], 5, 6, timestamp=identity)


@pytest.mark.parametrize("look", [time_windows, sessions])
@pytest.mark.parametrize("time", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_not_finite_is_refused_and_closes_the_source(look: Callable[..., Any], time: float) -> None:
    source = RecordedSource([1, time, 2])
    with pytest.raises(InvalidArgumentError, match="finite"):
        list(look(source, 10, timestamp=identity))
    assert (source.pulled, source.closed) == (2, 1)


@pytest.mark.parametrize("look", [time_windows, sessions])
def test_a_time_that_is_no_number_is_refused_with_its_item(look: Callable[..., Any]) -> None:
    with pytest.raises(InvalidTypeError, match="got 'noon' for"):
        list(look([{"at": "noon"}], 10, timestamp=lambda item: item["at"]))
