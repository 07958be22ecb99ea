"""What the exercises of lesson 07 are graded by."""

import math
from itertools import islice
from operator import itemgetter

from maif_course.checks import at_least, at_most, emptied, graded, signs

ODD = (None, 0, "", (), False, 4, 4, 6, 6, 9)  # items that are falsy, or equal their neighbours

Unforeseen = type("Unforeseen", (KeyboardInterrupt, KeyError, TimeoutError, RuntimeError, ValueError), {})


def refuse(*_):
    raise TypeError("an item may be anything: this one cannot be compared, hashed, or asked whether it is true")


Shy = type("Shy", (), dict.fromkeys(("__eq__", "__lt__", "__bool__", "__len__", "__hash__"), refuse))


def failing(items, error):
    yield from items
    raise error


def types(items):
    return [type(item).__name__ for item in items]


def slices(items, size, stride):
    """The rows found slowly: each full slice, and how many items there are up to its end."""
    starts = range(0, len(items) - size + 1, stride)
    return [(list(items[start : start + size]), start + size) for start in starts]


def some_sizes(rng):
    return range(rng.randint(0, 30)), rng.randint(1, 6), rng.randint(1, 9)


def two_windows_of_ten(_):
    """How many windows come out, which another check asks, and how many items are held."""
    return at_least(1), at_most(22)


GAPPED = [200, 2_000]  # so many items are looked at in windows that lie apart

NO_LIST = (
    "Items came that are in no list. Their reader may want to change it.",
    lambda got, want: not all(isinstance(row.items, list) for row in got),
)
TWO_CALLS = (
    "Two calls, or one after another that was left early, disturb each other. Whatever a call keeps has to be its own.",
    signs.wrong("comes out"),
)


@graded(
    "07.1.soon",
    piece="full_windows",
    points=2,
    title="A window comes out together with its last item",
    hints=(
        "Five items have come, and `size` is 5. What do you still wait for?",
        "Which items can still be in a window that is to come? How many items are missing until that one is full?",
        "`latest = deque(maxlen=size)`, `missing = size`. For each item: append it, `missing -= 1`; at 0, "
        "`yield list(latest)` and `missing = stride`.",
    ),
    causes={  # rows are (window, pulled); the numbers are those of the first two cases
        "nothing": ("No window came out at all. Was None, or 0, taken for the end?", signs.nothing_came_out),
        "all-first": (
            "All items were read before the first window came out.",
            lambda got, want: len(got) > 1 and all(row.pulled == 10 for row in got),
        ),
        "one-object": (
            "All your windows are one object, which went on changing after you gave it away. Yield a new list each.",
            lambda got, want: len(got) > 1 and all(row.window == got[0].window for row in got),
        ),
        "no-list": ("A window is no list.", lambda got, want: not isinstance(got[0].window, list)),
        "odd-items": (
            "An item that is None, 0 or empty, or equals the one before, is an item as all others: with ten different "
            "numbers all is right.",
            lambda got, want: None in want[0].window or want[0].window == want[1].window,
        ),
        "next-item": (
            "The windows are right, and come late: you take more items before you yield.",
            signs.all_of(signs.wrong_only_in("pulled"), signs.too_late("pulled")),
        ),
        "partial": (
            "A window came out that is not full.",
            lambda got, want: (
                not want or got[0].pulled < want[0].pulled or any(len(row.window) < len(want[0].window) for row in got)
            ),
        ),
        "rest": (
            "Behind the right windows came another, which starts where none should. The items that are left when the "
            "source ends are no window.",
            lambda got, want: (
                signs.goes_on(got, want) and len(want) > 1 and got[-1].window[0] not in [row.window[0] for row in want]
            ),
        ),
        "every-item": (
            "A window came out with each item. The next one starts `stride` items after this one.",
            lambda got, want: got[0] == want[0] and got[1].pulled == got[0].pulled + 1 < want[1].pulled,
        ),
        "side-by-side": (
            "Your windows lie side by side. The next one starts `stride` items after this one, not behind it.",
            lambda got, want: got[0] == want[0] and want[1].window[0] < got[1].window[0] == got[0].window[-1] + 1,
        ),
        "beyond-size": (
            "The second window starts too early. With a stride larger than the size, items have to be left out between "
            "two windows.",
            lambda got, want: got[0] == want[0] and got[0].window[-1] < got[1].window[0] < want[1].window[0],
        ),
        "stops": ("The windows are right, and stop before the items do.", signs.end_missing),
        "first-missing": (
            "The first window is not there: it is full with item `size - 1`, counted from 0.",
            lambda got, want: want[0].window not in [row.window for row in got],
        ),
        "needed-again": (
            "You needed a list again that you had given away: its reader has emptied it. Yield a list of its own.",
            lambda got, want: (
                signs.wrong_at(*(row.use for row in want))(got, want)
                and all(row.comes_out[0] == due.comes_out[0] for row, due in zip(got, want, strict=True))
            ),
        ),
        "two-calls": TWO_CALLS,
    },
)
def soon(full_windows, trial):
    telling = ((range(10), 5, 2), (range(10), 2, 4), (range(0), 3, 2), (range(1), 2, 1), (range(1), 1, 1))
    telling += (ODD, 5, 2), ((1, 1, 1, 1, 2), 3, 1)
    for items, size, stride in trial.cases(*telling, draw=some_sizes):
        source = trial.source(items)
        got = [(window, source.pulled) for window in full_windows(source, size, stride)]
        call = f"full_windows(iter({items}), {size}, {stride})"
        trial.compare(call, ("window", "pulled"), got=got, want=slices(items, size, stride))
    trial.independent(
        "full_windows(items, 3, 2), whose reader empties each window",
        lambda items: full_windows(items, 3, 2),
        items=(range(6), range(10, 15)),
        want=([[0, 1, 2], [2, 3, 4]], [[10, 11, 12], [12, 13, 14]]),
    )
    trial.case = call = "full_windows(two items that nobody may compare, 2, 1)"
    got = [(types(window),) for window in full_windows(iter([Shy(), Shy()]), 2, 1)]
    trial.compare(call, ("types in a window",), got=got, want=[(["Shy", "Shy"],)])


@graded(
    "07.1.held",
    piece="full_windows",
    points=1,
    title="No more than two windows are held",
    hints=(
        "An item has left the newest window. Who needs it?",
        "Which of your variables has an entry for each item that came?",
        "A `deque(maxlen=size)` forgets its oldest item by itself.",
    ),
    causes={
        "nothing": ("No window came out at all: `07.1.soon` says more.", lambda got, want: got[0].come_out == 0),
        "grows": ("You hold more after more items: something keeps all of them.", signs.grows("held")),
        "gap": (
            "You hold items that lie between two windows. With a stride larger than the size, none of them is needed.",
            lambda got, want: [row.items for row in want] == GAPPED,
        ),
        "several": (
            "You hold several windows. The next one is made of what this one leaves, and of new items.",
            signs.wrong("held"),
        ),
    },
)
def held(full_windows, trial):
    for stride, sizes in (3, [100, 1_000]), (40, GAPPED):
        trial.held_at_most(
            f"full_windows(items, 10, {stride})",
            lambda items, stride=stride: map(len, full_windows(items, 10, stride)),
            want=two_windows_of_ten,
            sizes=sizes,
        )


@graded(
    "07.1.closed",
    piece="full_windows",
    points=1,
    title="The source is closed in the end",
    hints=(
        "The reader wants two windows of a source that never ends, and leaves. Who tells the source?",
        "What surrounded the loop in the code that you were given?",
        "The whole loop stands inside `with closing_source(source):`.",
    ),
    causes={
        "too-early": (
            "The source was closed while somebody was still reading.",
            signs.closed_too_early("two have come"),
        ),
        "swallowed": (
            "The source has failed, and its reader took that for the end. Let the error through.",
            lambda got, want: got[-1].when.startswith("the source has") and got[-1].came_out != want[-1].came_out,
        ),
        "open": ("The reader has left, and the source is still open.", signs.left_open("the reader has left")),
        "open-at-the-end": (
            "You close the source when the reader leaves early, and not when the items end.",
            signs.left_open("the items have ended"),
        ),
        "open-after-an-error": (
            "The source has failed, and you left it open. An error passes by a plain `close()`.",
            lambda got, want: got[-1].when.startswith("the source has") and got[-1].source == "open",
        ),
    },
)
def closed(full_windows, trial):
    trial.closed_after(
        "full_windows(iter(range(9)), 3, 1)",
        lambda source: full_windows(source, 3, 1),
        items=range(9),
        want=[
            ("two have come", 2, "open"),
            ("the reader has left", 2, "closed"),
            ("the items have ended", at_least(2), "closed"),
            ("the source has failed", "OSError", "closed"),
        ],
    )
    for error in (Unforeseen, KeyboardInterrupt):
        source = trial.source(failing(range(2), error))
        try:
            came = len(list(full_windows(source, 1, 1)))
        except (Exception, KeyboardInterrupt) as raised:
            came = type(raised).__name__
        when, now = f"the source has raised {error.__name__}", "closed" if source.closed else "open"
        got, want = [(when, came, now)], [(when, error.__name__, "closed")]
        trial.compare("full_windows(source, 1, 1)", ("when", "came out", "source"), got=got, want=want)


def within(rows):
    """An array of these rows that has 999s behind it: what a view finds that goes too far."""
    import numpy as np

    return np.array([*rows, *[999] * 100])[: len(rows)]


@graded(
    "07.2.inside",
    piece="window_view",
    points=2,
    title="Every window ends within the array",
    hints=(
        "Write the starts down for 8 rows, size 3, stride 2. Which of them have three rows from there on?",
        "The first number of `shape` is the number of windows. How many fit into 8 rows, and how many into 2?",
        "The last start is at most `len(rows) - size`: `max(0, (len(rows) - size) // stride + 1)` windows.",
    ),
    causes={
        "short-array": ("Fewer rows than `size` make no window at all.", lambda got, want: not want),
        "no-bytes": (
            "These numbers are nowhere in the array. Strides count bytes, so a view with other steps than multiples of "
            "`rows.strides[0]` puts together halves of its numbers.",
            lambda got, want: any(not 0 <= number < 1000 for row in got for number in row.window),
        ),
        "no-neighbours": (
            "The elements of a window are not neighbours. The first stride leads from one window to the next, the "
            "second from one element to the next.",
            lambda got, want: got[0].window[1] != want[0].window[1],
        ),
        "wrong-start": (
            "The second window does not start `stride` elements after the first.",
            lambda got, want: got[1].window[0] != want[1].window[0],
        ),
        "outside": (
            "A window goes on behind the end of the array. The check has put 999s there; in your notebook, anything "
            "may lie there.",
            lambda got, want: any(999 in row.window for row in got),
        ),
        "last-missing": ("The last window is missing, and it would have fitted.", signs.last_missing),
    },
)
def inside(window_view, trial):
    def some_view(rng):
        return rng.randint(0, 12), rng.randint(1, 5), rng.randint(1, 6)

    for count, size, stride in trial.cases(
        (8, 3, 2), (6, 2, 4), (3, 3, 1), (3, 4, 2), (2, 5, 1), (0, 2, 1), draw=some_view
    ):
        got = [(window,) for window in window_view(within(range(count)), size, stride).tolist()]
        want = [(window,) for window, _ in slices(range(count), size, stride)]
        trial.compare(f"window_view(np.arange({count}), {size}, {stride})", ("window",), got=got, want=want)


@graded(
    "07.2.steps",
    piece="window_view",
    points=2,
    title="Windows follow the array's own strides",
    hints=(
        "How many bytes lie between two neighbours in a column of a table, and how many if you take every second row?",
        "Which line takes for granted that one element follows the other? And where would further axes come in?",
        "The strides are `(stride * rows.strides[0], *rows.strides)`, the shape ends with `*rows.shape[1:]`.",
    ),
    causes={
        "axes": (
            "The axes of the last view are in the wrong order: windows, then `size`, then what a row has.",
            signs.says("table[10:26]", "[[30, 33], [31, 34], [32, 35]]", "first window"),
        ),
        "row-steps": (
            "The rows are right, and within a row you skip numbers: the strides end with `rows.strides[1:]`.",
            signs.says("table[10:26]", "[[30, 32, 34], [33, 35, 37]]", "first window"),
        ),
        "numbers-counted": (
            "These are too many windows: count rows, `len(rows)`, however many numbers stand in a row.",
            signs.all_of(signs.wrong_only_in("windows"), signs.wrong_only_at("table[10:26]", "cube[2:10]")),
        ),
        "one-axis-more": (
            "Rows that are tables have two axes more: shape and strides end with all of `rows.shape[1:]` and "
            "`rows.strides[1:]`.",
            signs.wrong_only_at("cube[2:10]"),
        ),
        "rows-flattened": (
            "A window over rows of three has three numbers a row: its shape ends with `rows.shape[1:]`.",
            signs.wrong_first("table[10:26]"),
        ),
        "itemsize": (
            "These neighbours do not lie side by side. `rows.strides[0]` says how far apart they are.",
            signs.says("table[10:26, 1]", "[31, 32]", "first window"),
        ),
        "no-array": (
            "The steps are wrong for each of these arrays. Does `07.2.inside` pass? Begin there.",
            lambda got, want: (
                not any(
                    (row.first_window, row.second) == (due.first_window, due.second)
                    for row, due in zip(got, want, strict=True)
                )
            ),
        ),
        "other-strides": (
            "One array is right, and another, with other strides, is not. Take each step from `rows.strides`, sign "
            "included.",
            signs.any_of(signs.wrong_first("table[10:26, 1][::2]"), signs.wrong_first("table[10:26, 1][::-1]")),
        ),
    },
)
def steps(window_view, trial):
    import numpy as np

    table = np.arange(300, dtype="i4").reshape(100, 3)
    arrays = {
        "table[10:26, 1]": table[10:26, 1],
        "table[10:26, 1][::2]": table[10:26, 1][::2],
        "table[10:26, 1][::-1]": table[10:26, 1][::-1],
        "table[10:26]": table[10:26],
        "cube[2:10]": table[:96].reshape(72, 2, 2)[2:10],
    }
    got, want = [], []
    for trial.case, array in arrays.items():
        windows = window_view(array, 2, 2)
        got.append((trial.case, str(windows[0].tolist()), str(windows[1].tolist()), len(windows)))
        want.append((trial.case, str(array[:2].tolist()), str(array[2:4].tolist()), at_most(len(array) // 2)))
    call = "window_view(rows, 2, 2), where table has 100 rows of 3 numbers, cube 72 rows of 2 by 2, of 4 bytes each"
    trial.compare(call, ("rows", "first window", "second", "windows"), got=got, want=want)


@graded(
    "07.2.view",
    piece="window_view",
    points=1,
    title="Nothing is copied, and nobody can write through the view",
    hints=(
        "One number of the array stands in several windows. What happens to the others if somebody changes one?",
        "Does your function make an array of its own? And what may one do with the array that it returns?",
        "`as_strided(..., writeable=False)`.",
    ),
    causes={
        "copied": (
            "The windows look at a copy. Copied windows of a day take 24 times the memory of their hours.",
            signs.wrong_at("the view looks at the array"),
        ),
        "writable": (
            "Who assigns to one window changes its neighbours. Return an array that cannot be written.",
            signs.wrong_at("the view can be written"),
        ),
        "locked": (
            "You have locked the array itself. Its owner wants to go on writing; lock the view alone.",
            signs.wrong_at("the array can be written"),
        ),
    },
)
def view(window_view, trial):
    import numpy as np

    claims = "the view looks at the array", "the view can be written", "the array can be written"
    arrays = {"np.arange(16)[::2], 3, 1": within(range(16))[::2], "np.ones((8, 2)), 2, 2": np.ones((8, 2))}
    for arguments, array in arrays.items():
        windows = window_view(array, *map(int, arguments.split(", ")[-2:]))
        seen = np.shares_memory(windows, array), windows.flags.writeable, array.flags.writeable
        got, want = zip(claims, map(bool, seen), strict=True), zip(claims, (True, False, True), strict=True)
        trial.compare(f"window_view({arguments})", ("claim", "is it so?"), got=got, want=want)


def every(slide, length):
    """Spans found slowly: try every start near the time, newest first."""

    def spans_at(time):
        starts = range(time, time - length, -1)
        return [(start, start + length) for start in starts if start % slide == 0]

    return spans_at


tens, twenties = every(10, 10), every(10, 20)


def look_back(times, spans_at, lateness):
    """The rows found slowly: for each window, look at every item and at all that came before it."""
    marks = [max(times[:number], default=-math.inf) - lateness for number in range(len(times) + 1)]
    placed = [(span, number) for number, time in enumerate(times) for span in spans_at(time) if span[1] > marks[number]]
    rows = []
    for span in sorted({span for span, _ in placed}):
        closed = next((number for number, mark in enumerate(marks) if mark >= span[1]), len(times))
        rows.append((between(*span), [times[number] for other, number in placed if other == span], closed))
    in_time = {number for _, number in placed}
    return [*rows, ("late", [time for number, time in enumerate(times) if number not in in_time])]


def between(start, end):
    return f"{start}-{end}" if start >= 0 else f"{start} to {end}"


def shown(window):
    kind, span = type(window).__name__, between(window[0], window[1])
    return span if kind == "Window" else f"{kind}({span})"


def observed(windows, source, late):
    """The rows: each window, its items, how many items had come; then those that were late."""
    return [*((shown(window), window[2], source.pulled) for window in windows), ("late", late)]


def items_of(window):
    """A window's items, as a reader takes them who empties the list."""
    return emptied(window[2])


def count_of(window):
    return len(window[2])


def compare_any(call, read, spans, trial):
    """Compare what comes of items that may be anything; `spans` are those of the two windows, and the last is late."""
    items, late = [Shy(), None, False, [], Shy()], []
    moments = dict(zip(map(id, items), (0, 1, 19, 18, -40), strict=True))
    trial.case = (
        "items, for 0, 1, 19, 18 and -40: one that nobody may compare, None, False, [], another of the first kind"
    )
    windows = read(items, lambda item: moments[id(item)], late.append)
    got = [*((shown(window), types(window[2])) for window in windows), ("late", types(late))]
    want = [*zip(spans, (["Shy", "NoneType"], ["bool", "list"]), strict=True), ("late", ["Shy"])]
    trial.compare(f"{call}\n{trial.case}", ("window", "types"), got=got, want=want)


ANYTHING = ("An item may be anything, also empty. `timestamp(item)` alone says where it belongs.", signs.wrong("types"))


def late_ones(rows):
    """The items that went to `on_late`."""
    return signs.row_of(rows, "late").items


def items_in(rows):
    """How many items all windows hold together."""
    return sum(len(row.items) for row in rows if row[0] != "late")


def turned_away(got, want):
    """An item went to `on_late` that should not; none that should is missing there."""
    return set(late_ones(got)) > set(late_ones(want))


def rest_lost(got, want):
    """What is missing are windows at the end, and nothing else is wrong."""
    return signs.end_missing(got[:-1], want[:-1]) and late_ones(got) == late_ones(want)


def delayed_days(rng):
    days = sorted(range(40), key=lambda day: day + rng.choice((0, 0, 1, 4, 25)))
    return rng.choice((tens, twenties)), days, rng.choice((0, 3))


@graded(
    "07.3.late",
    piece="closed_windows",
    points=2,
    title="Only an item whose window has closed is late",
    hints=(
        "Two times could decide: the item's own, or the end of its window. Which one has the watermark passed?",
        "Find the line that leads to `on_late`. What does it compare with the watermark?",
        "A window is open while its end is greater than the watermark. Late is an item none of whose windows is open.",
    ),
    causes={
        "no-window": (
            "What came out is no `Window`. Yield `Window(start, end, items)`.",
            lambda got, want: any("(" in row.window for row in got),
        ),
        "order": (
            "The right windows came, in the wrong order. The earliest is first, also when the items have ended.",
            signs.reordered,
        ),
        "no-list": NO_LIST,
        "arrival": ("The windows are right, their items are not in order of arrival.", signs.reordered_in("items")),
        "opened-again": (
            "A closed window came out twice. Is a late item turned away? Can the watermark go back?",
            lambda got, want: len({row.window for row in got}) < len(got),
        ),
        "never-opened": (
            "An item opened a window whose end the watermark had passed. A window closes, whether anything is in it or "
            "not.",
            lambda got, want: any(
                row.window not in [due.window for due in want] and set(row.items) <= set(late_ones(want)) for row in got
            ),
        ),
        "below-zero": (
            "A time below zero was late from the start. Before the first item, the watermark is below every time.",
            lambda got, want: late_ones(got)[0] in (-15, -5_000),
        ),
        "late-lost": (
            "Late items vanished: `on_late` was never called.",
            signs.all_of(signs.wrong_only_at("late"), signs.says("late", [])),
        ),
        "end-lost": ("The windows that were open when the items ended did not come out.", rest_lost),
        "one-window": (
            "An item is missing from a window that was open. It goes into each of the windows that `spans_at` names.",
            lambda got, want: late_ones(got) == late_ones(want) and items_in(got) < items_in(want),
        ),
        "one-list": (
            "A window holds items that are not its own, or holds one twice. Has each window a list of its own?",
            lambda got, want: late_ones(got) == late_ones(want) and items_in(got) > items_in(want),
        ),
        "lateness-ignored": (
            "A window closed before the watermark reached its end. Is `lateness` taken off?",
            signs.too_early("pulled"),
        ),
        "stays-open": ("A window stayed open although the watermark had reached its end.", signs.too_late("pulled")),
        "late-twice": (
            "An item went to `on_late` twice. It is late once, however many of its windows have closed.",
            lambda got, want: len(set(late_ones(got))) < len(late_ones(got)),
        ),
        "one-closed": (
            "An item went to `on_late` although one of its two windows was open.",
            lambda got, want: turned_away(got, want) and "10-30" in [row.window for row in want],
        ),
        "own-time": (
            "An item went to `on_late` while its window was open. You probably compare the item's own time with "
            "the watermark; what counts is the end of its window.",
            turned_away,
        ),
        "times": (
            "The windows hold times, or a time went to `on_late`. What belongs there is the item; `timestamp(item)` "
            "only says where.",
            lambda got, want: any(isinstance(item, int) for row in got for item in row.texts),
        ),
        "falsy": (
            "None is an item as all others. Here it stands for 27, and it came out nowhere.",
            lambda got, want: all(None not in row.texts for row in got),
        ),
        "anything": ANYTHING,
        "two-calls": TWO_CALLS,
    },
)
def late(closed_windows, trial):
    telling = (
        (tens, [2, 11, 7, 13, 12, 9, 27], 3),
        (twenties, [12, 24, 19, 33, 18], 3),
        (twenties, [12, 26, 19, 8], 0),
        (tens, [-15, -4, -31, 31, 8, 29, 60, 58], 3),
        (tens, [4, 0, 4, 12, 13], 3),
        (tens, [3, -5, 14], 3),  # after the first item, the watermark is 0
        (tens, [-5_000], 3),
        (tens, [], 3),
    )
    for spans_at, times, lateness in trial.cases(*telling, draw=delayed_days):
        name = "tens" if spans_at is tens else "twenties"
        trial.case, source, late = times, trial.source(times), []
        windows = closed_windows(source, spans_at, timestamp=int, lateness=lateness, on_late=late.append)
        trial.compare(
            f"closed_windows({times}, {name}, timestamp=int, lateness={lateness}, on_late=late.append)",
            ("window", "items", "pulled"),
            got=observed(windows, source, late),
            want=look_back(times, spans_at, lateness),
        )
    late, times = [], {"two": 2, None: 27, "nine": 9}
    windows = closed_windows(iter(times), tens, timestamp=times.get, lateness=3, on_late=late.append)
    trial.compare(
        f"closed_windows(iter(times), tens, times.get, 3, late.append), where times = {times}",
        ("window", "texts"),
        got=[*((shown(window), window[2]) for window in windows), ("late", late)],
        want=[("0-10", ["two"]), ("20-30", [None]), ("late", ["nine"])],
    )
    trial.independent(
        "closed_windows(times, twenties, timestamp=int, lateness=0, on_late=id), whose reader empties each list",
        lambda times: closed_windows(times, twenties, timestamp=int, lateness=0, on_late=id),
        items=([12, 31, 55], [71, 95]),
        show=items_of,
        want=([[12], [12], [31], [31], [55], [55]], [[71], [71], [95], [95]]),
    )
    call = "closed_windows(items, tens, timestamp, 5, late.append)"
    compare_any(call, lambda items, *rest: closed_windows(items, tens, rest[0], 5, rest[1]), ("0-10", "10-20"), trial)


@graded(
    "07.3.soon",
    piece="closed_windows",
    points=2,
    title="A window comes out with the item that closes it",
    hints=(
        "When does your code look for windows that are finished: at each item, or at the end?",
        "Look at what happens between two items. The watermark has moved: which windows does it finish?",
        "After `watermark = max(...)`, yield each window whose end is at most `watermark`, earliest first.",
    ),
    causes={
        "too-early": ("A window came out before the watermark had reached its end.", signs.too_early("pulled")),
        "order": (
            "The right windows came, in the wrong order. The earliest is first, whichever was opened first.",
            signs.reordered,
        ),
        "one-an-item": (
            "One item may close several windows, and you yield one of them.",
            lambda got, want: got[0] == want[0] and got[1].window == want[1].window and got[1].pulled > want[1].pulled,
        ),
        "next-item": (
            "A window came out an item late. Does your code look for finished windows after it has moved the "
            "watermark, and with `<=`?",
            signs.all_of(signs.wrong_only_in("pulled"), signs.too_late("pulled")),
        ),
        "missing": (
            "A window did not come out at all. Overlapping windows hold the same items, and each has its turn.",
            lambda got, want: not {row.window for row in want} <= {row.window for row in got},
        ),
    },
)
def soon_closed(closed_windows, trial):
    source = trial.endless(time + 60 * turn for turn in range(10_000) for time in (24, 45, 50, 68))
    windows = closed_windows(source, twenties, timestamp=int, lateness=0, on_late=id)
    got = [(between(window[0], window[1]), source.pulled) for window in islice(windows, 6)]
    want = [("10-30", 2), ("20-40", 2), ("30-50", 3), ("40-60", 4), ("50-70", 5), ("60-80", 5)]
    trial.compare("closed_windows(24, 45, 50, 68, 84, ..., twenties)", ("window", "pulled"), got=got, want=want)


@graded(
    "07.3.held",
    piece="closed_windows",
    points=1,
    title="Only open windows are held",
    hints=(
        "Which items can still change a window?",
        "What becomes of a window's items after it was yielded?",
        "Take the window out of your dictionary as you yield it: `waiting.pop(span)`.",
    ),
    causes={
        "kept": (
            "Items of windows that had closed, or late ones, were still held: memory grows with the stream.",
            signs.grows("items held"),
        ),
        "some-kept": (
            "You hold the items of more windows than the one that is open and the one that came out last.",
            signs.wrong("items held"),
        ),
        "remembered": (
            "You remember the windows that have closed, and there are more and more of them. The watermark says which "
            "they are.",
            signs.wrong("borders held"),
        ),
        "times": (
            "You remember the time of each item. The newest alone says where the watermark is.",
            signs.grows("times held"),
        ),
    },
)
def held_open(closed_windows, trial):
    def measured(size):
        gauge, borders, moments, came = trial.held(), trial.held(), trial.held(), 0

        def counted_tens(time):
            return [tuple(map(borders.item, span)) for span in tens(time)]

        def counted_time(item):
            return moments.item(int(item))

        times = gauge.items(number - 30 * (number % 7 == 6) for number in range(size))
        for window in closed_windows(times, counted_tens, counted_time, lateness=0, on_late=id):
            came += count_of(window)
            del window
        return came, gauge.most, borders.most, moments.most

    trial.compare(
        "closed_windows(items in order, but each seventh is late, tens, ...)",
        ("items", "come out", "items held", "borders held", "times held"),
        got=[(size, *measures) for size, measures in trial.growing(measured)],
        want=[(size, at_least(1), at_most(22), at_most(30), at_most(30)) for size in (100, 1_000)],
    )


def some_spans(rng):
    slide = rng.randint(1, 9)
    return slide + rng.randint(0, 20), slide, [rng.randint(-50, 100) for _ in range(8)]


@graded(
    "07.4.whole",
    piece="aligned_spans",
    points=2,
    title="A time has all the windows that hold it, newest first",
    hints=(
        "Which multiple of `slide` is the last at which a window can start that holds the time?",
        "You have the newest window. How far back does the one before it start, and which is the last that still "
        "holds the time?",
        "`number = time // slide`. While `number * slide + length > time`: append the pair, `number -= 1`.",
    ),
    causes={
        "no-list": (
            "The function that you return gives a list of pairs, and each pair is a tuple `(start, end)`.",
            lambda got, want: (
                isinstance(got[0].windows, str) or not all(isinstance(span, tuple) for span in got[0].windows)
            ),
        ),
        "oldest-first": (
            "These are the right windows, oldest first. The newest comes first.",
            signs.reordered_in("windows"),
        ),
        "one-only": (
            "Where windows overlap, a time is in several of them.",
            lambda got, want: all(len(row.windows) == 1 < len(due.windows) for row, due in zip(got, want, strict=True)),
        ),
        "over": (
            "A window was named that had ended before the time. With a length that is no multiple of the slide, not "
            "every time is in equally many windows.",
            lambda got, want: any(end < row.time for row in got for _, end in row.windows),
        ),
        "end-included": (
            "A window holds times before its end, not the end itself.",
            lambda got, want: any(end == row.time for row in got for _, end in row.windows),
        ),
        "not-yet": (
            "A window was named that starts after the time.",
            lambda got, want: any(start > row.time for row in got for start, _ in row.windows),
        ),
        "length": (
            "A window is not `length` long. What if `length` is no multiple of `slide`?",
            lambda got, want: len({end - start for row in [*got, *want] for start, end in row.windows}) > 1,
        ),
        "missing": (
            "A window that holds the time was not named. Go back until one has ended at the time, or before.",
            lambda got, want: any(set(due.windows) > set(row.windows) for row, due in zip(got, want, strict=True)),
        ),
    },
)
def whole(aligned_spans, trial):
    telling = (60, 25, [80, 90, 110]), (10, 10, [0, 9, 10, -5]), (20, 10, [7])
    for length, slide, times in trial.cases(*telling, draw=some_spans):
        spans_at = aligned_spans(length, slide)
        answers = [(time, spans_at(time)) for time in times]
        got = [(time, spans if isinstance(spans, list) else f"a {type(spans).__name__}") for time, spans in answers]
        want = [(time, every(slide, length)(time)) for time in times]
        trial.compare(f"aligned_spans({length}, {slide})(time)", ("time", "windows"), got=got, want=want)


@graded(
    "07.4.fractions",
    piece="aligned_spans",
    points=2,
    title="Between two windows no fraction is lost",
    hints=(
        "`0.1 + 0.2` and `3 * 0.1` differ from `0.3`, or agree with it? Which of them is your border?",
        "A border has a start's formula and an end's formula. Do the two do the same sum?",
        "With `slides = round(length / slide)`: a start is `number * slide`, an end is `(number + slides) * slide`. "
        "If `(number + 1) * slide <= time`, the number is one too low.",
    ),
    causes={
        "outside": (
            "A time was put into a window that does not hold it: it lies before the start, or not before the end.",
            lambda got, want: any(row.hold_it != "all" for row in got),
        ),
        "two-borders": (
            "Where one window ends, none starts, to the last bit. Is one border worked out in two ways? And did "
            "`time // slide` give a number that is one too low?",
            lambda got, want: any(row.where_they_end_one_starts == "no" for row in got),
        ),
        "too-few": ("A time lies in as many windows as overlap, fractions or not.", signs.too_small("windows")),
    },
)
def fractions(aligned_spans, trial):
    def some_fractions(rng):
        slide, slides = rng.choice((0.1, 0.2, 0.3, 0.7, 1 / 3)), rng.randint(1, 4)
        return slide * slides, slide, slides, [rng.randint(-30, 100) / 10 for _ in range(8)]

    telling = (
        (0.3, 0.1, 3, [0.1, 0.25, 0.5]),  # 3 * 0.1 is not 0.3
        (3 * 0.1, 0.1, 3, [0.3, 0.5, 0.6, 0.9, 1.0]),
        (0.1, 0.1, 1, [0.5]),
        (2 * 0.7, 0.7, 2, [1.4, 2.1, 4.9]),
        (3 * (1 / 3), 1 / 3, 3, [0.5, 1, 2, 2.5]),
    )
    for length, slide, slides, times in trial.cases(*telling, draw=some_fractions):
        spans_at = aligned_spans(length, slide)
        got = []
        for time in times:
            spans = list(spans_at(time))
            holding = sum(start <= time < end for start, end in spans)
            meets = all(end in [start for start, _ in spans_at(end)] for _, end in spans)
            got.append((time, len(spans), "all" if holding == len(spans) else holding, "yes" if meets else "no"))
        want = [(time, slides, "all", "yes") for time in times]
        columns = ("time", "windows", "hold it", "where they end, one starts")
        shown_slide = "1 / 3" if slide == 1 / 3 else str(slide)
        trial.compare(f"aligned_spans({length}, {shown_slide})(time)", columns, got=got, want=want)


def compare_all(times, gap, lateness):
    """The rows found slowly: each item is compared with all items of all open sessions."""
    rows, late, still_open, watermark = [], [], [], -math.inf

    def row(numbers, pulled):
        items = [times[number] for number in numbers]
        return between(min(items), max(items) + gap), items, pulled

    def finish(pulled, upto):
        for numbers in sorted(still_open, key=lambda numbers: times[numbers[0]]):
            if max(times[number] for number in numbers) + gap <= upto:
                still_open.remove(numbers)
                rows.append((min(times[number] for number in numbers), row(numbers, pulled)))

    for pulled, time in enumerate(times, start=1):
        near = [numbers for numbers in still_open if any(abs(times[number] - time) < gap for number in numbers)]
        if not near and time + gap <= watermark:
            late.append(time)
            continue
        for numbers in near:
            still_open.remove(numbers)
        still_open.append(sorted([pulled - 1, *(number for numbers in near for number in numbers)]))
        watermark = max(watermark, time - lateness)
        finish(pulled, watermark)
    finish(len(times), math.inf)
    return [*(found for _, found in sorted(rows)), ("late", late)]


def delayed_showers(rng):
    """Times of which no two are less than 5 apart, some of them twice, in disorder."""
    times = [10 * number + rng.randint(0, 5) for number in range(20)]
    return sorted([*times, *rng.sample(times, 5)], key=lambda time: time + rng.choice((0, 0, 5, 11, 30)))


def showers(rng):
    return [rng.randint(0, 60) for _ in range(rng.randint(0, 20))]


BORDERS = (
    "The right items are together, and start or end is wrong. A session spans from its first time to its last time + "
    "gap, in whichever order they came.",
    lambda got, want: (
        [sorted(row.items) for row in got] == [sorted(row.items) for row in want] and signs.wrong("session")(got, want)
    ),
)


ITEM_LOST = (
    "An item is in no session, and was not late. Two items that are equal are two.",
    lambda got, want: late_ones(got) == late_ones(want) and items_in(got) < items_in(want),
)


@graded(
    "07.5.joins",
    piece="closed_sessions",
    points=2,
    title="Items less than a gap apart are in one session",
    hints=(
        "Sessions 0-5 and 8-13 are open. Now 4 comes. Which sessions does it belong to?",
        "Which open sessions overlap with `[time, time + gap)`? What do you do if there are two of them? And what "
        "happens to start and end if the item is older than the session?",
        "`touched = [s for s in held if s[0] < time + gap and time < s[1]]`; the new session has the smallest start, "
        "the greatest end and the items of all of them, sorted by the number of their arrival.",
    ),
    causes={
        "end-lost": (
            "The sessions that were open when the items ended did not come out.",
            lambda got, want: len(got) == 1 < len(want) and not late_ones(got),
        ),
        "order": (
            "The right sessions came, in the wrong order. The earliest is first, also when the items have ended.",
            signs.reordered,
        ),
        "turned-away": (
            "An item went to `on_late`. Nothing is late here: `lateness` is 100.",
            lambda got, want: late_ones(got),
        ),
        "no-list": NO_LIST,
        "item-lost": ITEM_LOST,
        "gap-too-wide": (
            "Items that are exactly a gap apart are two sessions: the first has ended when the second begins.",
            lambda got, want: [sorted(row.items) for row in got[:-1]] == [[0, 5]],
        ),
        "arrival": (
            "The sessions are right, their items are not in order of arrival. Number the items as they come.",
            signs.reordered_in("items"),
        ),
        "borders": BORDERS,
        "parted": (
            "What belongs to one session came out as two. An item joins all sessions that overlap with its own "
            "`[time, time + gap)`, also one that begins after it.",
            lambda got, want: len(got) > len(want),
        ),
    },
)
def joins(closed_sessions, trial):
    for times in trial.cases(
        [0, 5], [5, 0], [20, 17], [0, 8, 1, 4], [0, 8, 1, 4, 200], [1, 3], [30, 20, 10], [7, 7], [7], [], draw=showers
    ):
        late = []
        windows = closed_sessions(times, 5, timestamp=int, lateness=100, on_late=late.append)
        got = [(shown(window), window[2]) for window in windows] + [("late", late)]
        want = [row[:2] for row in compare_all(times, 5, 100)]
        call = f"closed_sessions({times}, 5, timestamp=int, lateness=100, on_late=late.append)"
        trial.compare(call, ("session", "items"), got=got, want=want)


@graded(
    "07.5.late",
    piece="closed_sessions",
    points=2,
    title="A session comes out when it has ended, and only then is an item late",
    hints=(
        "An item is older than the watermark. Which two things can still save it from being late?",
        "In which order do you do three things: find the sessions that it touches, judge whether it is late, move "
        "the watermark?",
        "`if not touched and time + gap <= watermark:` late. Yield what has `end <= watermark` after you moved it.",
    ),
    causes={
        "end-lost": ("The sessions that were open when the items ended did not come out.", rest_lost),
        "order": (
            "The right sessions came, in the wrong order. The earliest is first, whichever began first in the stream.",
            signs.reordered,
        ),
        "no-list": NO_LIST,
        "arrival": ("The sessions are right, their items are not in order of arrival.", signs.reordered_in("items")),
        "borders": BORDERS,
        "below-zero": (
            "A time below zero was late from the start. Before the first item, the watermark is below every time.",
            lambda got, want: late_ones(got)[0] in (-20, -5_000),
        ),
        "late-lost": (
            "Late items vanished: `on_late` was never called.",
            signs.all_of(signs.wrong_only_at("late"), signs.says("late", [])),
        ),
        "item-lost": ITEM_LOST,
        "too-early": ("A session came out before the watermark had reached its end.", signs.too_early("pulled")),
        "own-time": (
            "An item was turned away though its session was open, or its own `time + gap` not yet over. Being behind "
            "the watermark does not make it late.",
            turned_away,
        ),
        "never-late": (
            "A session came out that had ended before its item arrived. Is a late item turned away? Can the watermark "
            "go back?",
            lambda got, want: set(late_ones(got)) < set(late_ones(want)),
        ),
        "stays-open": ("A session came out later than the item that ended it.", signs.too_late("pulled")),
        "anything": ANYTHING,
        "two-calls": TWO_CALLS,
    },
)
def late_sessions(closed_sessions, trial):
    telling = (
        (7, [10, 21, 16, 26, 16, 11, 37]),
        (2, [20, 23, 26, 20, 46, 40, 41, 60, 55]),
        (0, [-20, -9, 3, 6, 2]),
        (0, [-5_000]),
    )
    for lateness, times in trial.cases(*telling, draw=lambda rng: (7, delayed_showers(rng))):
        trial.case, source, late = times, trial.source(times), []
        windows = closed_sessions(source, 4, timestamp=int, lateness=lateness, on_late=late.append)
        trial.compare(
            f"closed_sessions({times}, 4, timestamp=int, lateness={lateness}, on_late=late.append)",
            ("session", "items", "pulled"),
            got=observed(windows, source, late),
            want=compare_all(times, 4, lateness),
        )
    trial.independent(
        "closed_sessions(times, 5, timestamp=int, lateness=0, on_late=id), whose reader empties each list",
        lambda times: closed_sessions(times, 5, timestamp=int, lateness=0, on_late=id),
        items=([10, 13, 20], [30, 40]),
        show=items_of,
        want=([[10, 13], [20]], [[30], [40]]),
    )
    call = "closed_sessions(items, 4.5, timestamp, 5, late.append)"
    compare_any(
        call, lambda items, *rest: closed_sessions(items, 4.5, rest[0], 5, rest[1]), ("0-5.5", "18-23.5"), trial
    )


@graded(
    "07.5.held",
    piece="closed_sessions",
    points=1,
    title="Only open sessions are held",
    hints=(
        "A session has come out. Which of its items do you need again?",
        "Which of your variables has an entry for each item that ever came?",
        "Keep an item and the number of its arrival as a pair in its session. `everything` can go.",
    ),
    causes={
        "kept": (
            "Items of sessions that had ended, or late ones, were still held: memory grows with the stream.",
            signs.grows("held"),
        ),
        "some-kept": (
            "You hold the items of more sessions than the one that is open and the one that came out last.",
            signs.wrong("held"),
        ),
    },
)
def held_sessions(closed_sessions, trial):
    trial.held_at_most(
        "closed_sessions(bursts of 10, whose last is late, 5, ...)",
        lambda bursts: map(count_of, closed_sessions(bursts, 5, timestamp=int, lateness=0, on_late=id)),
        items=lambda size: (100 * (number // 10) + number % 10 - 300 * (number % 10 == 9) for number in range(size)),
        want=two_windows_of_ten,
    )


def closed_at(sessions, watermark, trial):
    return [trial.parts(one, "start", "end", "count") for one in sessions.close(watermark)]


def crowds_found(sessions, steps, trial):
    """What each close gives; a step is a time to add, or the watermark of a close in a list."""
    rows = []
    for step in [*steps, [math.inf]]:
        if isinstance(step, list):
            closed = sessions.close(*step)
            gives = [trial.parts(one, "start", "end", "count") for one in closed]
            rows.append((f"close({step[0]})", gives if isinstance(closed, list) else "no list"))
        else:
            sessions.add(step)
    return rows


class AskingAll:
    """The slow way: every open session is asked."""

    def __init__(self, gap):
        self.gap, self.open = gap, []

    def add(self, time):
        own = (time, time + self.gap, 1)
        touched = [one for one in self.open if one[0] < own[1] and own[0] < one[1]]
        joined = [*touched, own]
        one = min(start for start, _, _ in joined), max(end for _, end, _ in joined), sum(n for _, _, n in joined)
        self.open = [*(other for other in self.open if other not in touched), one]

    def close(self, watermark):
        closed = sorted(one for one in self.open if one[1] <= watermark)
        self.open = [one for one in self.open if one[1] > watermark]
        return closed


def some_clicks(rng):
    gap = rng.choice([2, 5, 0.5])
    steps = [rng.randint(0, 40) / rng.choice([1, 2]) for _ in range(rng.randint(0, 25))]
    return gap, [[step] if rng.random() < 0.1 else step for step in steps]


def first_wrong(got, want):
    return next((row.gives, due.gives) for row, due in zip(got, want, strict=True) if row != due)


def right_in(part):
    """A sign: where sessions are wrong for the first time, this part of each is right."""
    return lambda got, want: len({str([*map(part, sessions)]) for sessions in first_wrong(got, want)}) == 1


@graded(
    "07.6.sessions",
    piece="OpenSessions",
    points=0,
    title="Times make the right sessions, which close when the watermark reaches their end",
    hints=(),
    causes={
        "shared": (
            "Two objects share their sessions: what was added to one is in the other.",
            lambda got, want: any(end == 107 for row in got for _, end, _ in row.gives),
        ),
        "no-list": ("`close` returns a list.", lambda got, want: any(row.gives == "no list" for row in got)),
        "late-left-out": (
            "A time behind the watermark was left out. Whether one is late is not asked here.",
            lambda got, want: any(
                not row.gives and due.gives == [(0, 5, 1)] for row, due in zip(got, want, strict=True)
            ),
        ),
        "touching": (
            "[0, 5) and [5, 10) touch, and do not overlap: they stay two sessions.",
            lambda got, want: got[-1].gives == [(0, 10, 2)] and want[-1].gives == [(0, 5, 1), (5, 10, 1)],
        ),
        "one-joined": (
            "A time reached into two sessions, and joined one of them. Now all three are one.",
            lambda got, want: len(got[-1].gives) == 2 and want[-1].gives == [(0, 15, 3)],
        ),
        "border": (
            "The watermark had reached the end of a session, and it stayed open.",
            lambda got, want: first_wrong(got, want) in (([], [(1, 8, 2)]), ([], [(-9, -4, 1)])),
        ),
        "again": (
            "A session that had closed came out once more.",
            lambda got, want: any(one in row.gives for one in got[0].gives for row in got[1:]),
        ),
        "order": (
            "The right sessions closed in another order: earliest first.",
            lambda got, want: (
                got != want and all(sorted(row.gives) == due.gives for row, due in zip(got, want, strict=True))
            ),
        ),
        "shrunk": (
            "A session has the right count, and begins or ends in the wrong place: it spans from its first time to its "
            "last time + gap, in whichever order they came.",
            right_in(itemgetter(2)),
        ),
        "miscounted": (
            "A session begins and ends where it should, and its count is wrong.",
            right_in(itemgetter(0, 1)),
        ),
    },
)
def crowds(OpenSessions, trial):  # noqa: N803
    for gap, steps in trial.cases(
        (5, [1, 3, 20, 18, [8]]),
        (5, [0, 5]),
        (5, [5, 0]),
        (5, [-9, [0]]),
        (6, [0, 9, 4]),
        (5, [0, 1, 9, 10, 5]),
        (5, [10, 7, 30]),
        (5, [0, 4, 8, 12, 3]),
        (5, [1, [6], 4, [6], 2, [9], 0, [9]]),
        (0.5, [0.25, 2, 0, 2.25]),
        (5, [30, 20, 10, 0, [16]]),
        (5, []),
        draw=some_clicks,
    ):
        other = OpenSessions(100)
        other.add(7)
        want = crowds_found(AskingAll(gap), steps, trial)
        got = crowds_found(OpenSessions(gap), steps, trial)
        trial.compare(f"OpenSessions({gap})", ("call", "gives"), got=got, want=want)
        got, want = crowds_found(other, [], trial), [("close(inf)", [(7, 107, 1)])]
        trial.compare("another OpenSessions(100)", ("call", "gives"), got=got, want=want)


def compared_times(made):
    """A kind of number that writes down in `made` when it is compared."""

    def comparing(name):
        def compare(self, other):
            made.append(name)
            return getattr(float, name)(float(self), float(other))

        return compare

    def calculating(name):
        return lambda self, other: Time(getattr(float, name)(float(self), float(other)))

    names = {name: comparing(name) for name in ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__")}
    names |= {name: calculating(name) for name in ("__add__", "__radd__", "__sub__", "__rsub__")}
    Time = type("Time", (float,), names | {"__hash__": float.__hash__})  # noqa: N806
    return Time


@graded(
    "07.6.looks",
    piece="OpenSessions",
    points=0,
    title="Few times are compared, and few are held",
    hints=(),
    causes={
        "add-asks-all": (
            "A time that was added was compared with many sessions. They lie apart from one another, each behind the "
            "one before. In what order would you look something up?",
            lambda got, want: signs.row_of(got, "comparisons of an add, at most").seen > 50,
        ),
        "close-asks-all": (
            "One session closed, and many were looked at that stay open.",
            lambda got, want: signs.row_of(got, "comparisons of a close").seen > 50,
        ),
        "kept": (
            "One session was added to a thousand times, and its times are held.",
            lambda got, want: signs.row_of(got, "times held for a session, at most").seen > 100,
        ),
        "other-sessions": (
            "Few are compared, and the sessions are not the right ones: `07.6.sessions` says more.",
            signs.any_of(signs.wrong_at("close(8)"), signs.wrong_at("that session")),
        ),
    },
)
def looks(OpenSessions, trial):  # noqa: N803
    made = []
    Time = compared_times(made)  # noqa: N806
    sessions, most = OpenSessions(5), 0
    for n in range(2_000):
        before = len(made)
        sessions.add(Time(n * 7919 % 1_000 * 10 + n // 1_000))
        most = max(most, len(made) - before if n >= 1_000 else 0)
    before = len(made)
    closed = [(float(start), float(end), count) for start, end, count in closed_at(sessions, Time(8), trial)]
    of_a_close = len(made) - before
    left = len(closed_at(sessions, Time(1e9), trial))
    gauge, crowd = trial.held(), OpenSessions(5)
    for n in range(1_000):
        crowd.add(gauge.item(float(n % 40)))
    held = gauge.most
    what = (
        "comparisons of an add, at most",
        "close(8)",
        "comparisons of a close",
        "sessions left",
        "times held for a session, at most",
        "that session",
    )
    ended = [(float(start), float(end)) for start, end, _ in closed_at(crowd, 99, trial)]
    got = zip(what, (most, closed, of_a_close, left, held, ended), strict=True)
    due = at_most(50), [(0, 6, 2)], at_most(50), at_least(999), at_most(4), [(0, 44)]
    call = "OpenSessions(5), 1,000 sessions of two times"
    trial.compare(call, ("what", "seen"), got=got, want=zip(what, due, strict=True))
