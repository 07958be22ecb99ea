"""The checks of lesson 19: one page held, one record given up, each hour once, and how long to wait."""

from itertools import islice
from math import ceil, log2

from maif_course.checks import anything, at_most, between, graded, signs


class KilledError(BaseException):
    """Stands for a signal that nobody can catch."""


class Odd:
    """What nobody may ask whether it is true, what it equals, or its hash, as of an array."""

    __hash__ = None

    def __eq__(self, other):
        raise ValueError("it depends")

    def __bool__(self):
        raise ValueError("it depends")

    def __repr__(self):
        return "odd"


# 19.1

NAMES = "abcdefghij"


def service(pages, first, kind=list):
    """Return a `fetch` over pages, each by its place, with the list of places that it was asked for."""
    asked = []
    places = list(pages)

    def fetch(after):
        asked.append(after)
        following = places.index(after) + 1
        return kind(pages[after]), places[following] if following < len(places) else None

    return fetch, asked, first


def pages_read(items_of_pages, pages, first, kind=list):
    """The rows of what comes out, each with how many pages were fetched by then; a last one when all is over."""
    fetch, asked, first = service(pages, first, kind)
    items = items_of_pages(fetch, first)
    rows = [(repr(item), len(asked)) for item in islice(items, 1 + sum(map(len, pages.values())))]
    return [*rows, ("the end", len(asked))]


def pages_due(pages, first):
    places = list(pages)[list(pages).index(first) :]
    rows = [(repr(item), number) for number, place in enumerate(places, start=1) for item in pages[place]]
    return [*rows, ("the end", len(places))]


def two_services():
    """Two services, each as a `fetch` of its own; and for each where to begin."""
    pages = ({"p": ["a"], "q": ["b", "c"]}, {"p": ["d", "e"]})
    return [service(each, "p")[0] for each in pages], ["p", "p"]


def some_pages(rng):
    places = rng.sample(["start", 0, "", 7, "next", 2.5], rng.randint(1, 5))
    pages = {place: rng.choices([0, "", None, 5, "x", False], k=rng.choice((0, 1, 2, 5))) for place in places}
    return pages, rng.choice(places), rng.choice((list, iter))


PAGES = (
    ({"p": ["a", "b"], "q": ["c"], "r": ["d"]}, "p", list),
    ({"p": ["a"], "q": [], "r": ["b"]}, "p", list),
    ({"p": ["a"], 0: ["b"], "": ["c"]}, "p", list),
    ({"p": ["a", 0, None, "b"]}, "p", list),
    ({"p": [Odd(), "a", "a"]}, "p", list),
    ({"p": ["a"], "q": ["b"], "r": ["c"]}, "q", list),
    ({"p": ["a", "b"], "q": ["c"]}, "p", iter),
    ({None: ["a"], "q": ["b"]}, None, list),
)


def ended_early(got, want):
    return len(got) < len(want) and [row.item for row in got[:-1]] == [row.item for row in want[: len(got) - 1]]


def items_only(rows):
    return [row.item for row in rows[:-1]]


@graded(
    "19.1.items",
    piece="items_of_pages",
    points=2,
    title="A page is fetched when its first item is asked for",
    hints=(
        "Which of your lines runs before the first item is handed out, and does that once for every page?",
        "Put the `yield` into the loop: a page's items go out before `fetch` is called again.",
        "`items, after = fetch(after)`, `yield from items`, `if after is None: return`, all of it inside `while True`.",
    ),
    causes={
        "nothing": ("No item came out.", lambda got, want: len(got) == 1 and len(want) > 1),
        "all-first": (
            "Every page was fetched before the first item came out.",
            lambda got, want: items_only(got) == items_only(want) and 1 < got[0].pages == want[-1].pages,
        ),
        "ahead": (
            "A page is fetched too early: an item of the page before is not out yet.",
            lambda got, want: (
                items_only(got) == items_only(want) and any(a.pages > b.pages for a, b in zip(got, want, strict=True))
            ),
        ),
        "first-only": (
            "Only the items of the first page came out.",
            lambda got, want: ended_early(got, want) and got[-1].pages == 1 and len(want) == 5,
        ),
        "last-lost": (
            "The items of the last page are missing. That nothing comes after a page says nothing about the page.",
            lambda got, want: ended_early(got, want) and got[-1].pages == want[-1].pages,
        ),
        "empty-ends": (
            "You stopped at a page without items. None in the place of the next page ends, and nothing else.",
            lambda got, want: ended_early(got, want) and len(want) == 3 and want[1].pages == 3,
        ),
        "falsy-place": (
            'You stopped though there is a next page: what to hand to `fetch` for it is 0, or "". None alone ends.',
            lambda got, want: ended_early(got, want) and len(want) == 4 and want[2].pages == 3,
        ),
        "falsy-item": (
            "Items are missing: 0 or None. Whatever a page holds is an item.",
            lambda got, want: len(got) < len(want) and {*items_only(want)} - {*items_only(got)} <= {"0", "None"},
        ),
        "shared": (
            "Two readers in turn get in each other's way: something is kept outside of the call.",
            lambda got, want: want[0].reader == "first",
        ),
        "at-the-call": (
            "A page was fetched when `items_of_pages` was called, before anybody asked for an item.",
            lambda got, want: got[0].fetched_before > 0,
        ),
        "same-place": (
            "What to hand to `fetch` for the next page may be what it was before. None alone ends.",
            lambda got, want: got[0].items == 1 < want[0].items,
        ),
    },
)
def items(items_of_pages, trial):
    for pages, first, kind in trial.cases(*PAGES, draw=some_pages):
        shown = {place: (list(items) if kind is list else f"iterator of {items}") for place, items in pages.items()}
        trial.compare(
            f"items_of_pages(fetch, {first!r}), where the pages are {shown}",
            ("item", "pages"),
            got=pages_read(items_of_pages, pages, first, kind),
            want=pages_due(pages, first),
        )
    trial.compare(
        "two readers of items_of_pages(fetch, 'p'), in turn",
        ("reader", "items"),
        got=zip(("first", "second"), trial.interleaved(*map(items_of_pages, *two_services())), strict=True),
        want=[("first", ["a", "b", "c"]), ("second", ["d", "e"])],
    )
    fetched = []

    def fetch(after):
        fetched.append(after)
        return [0], after if len(fetched) < 2_000 else None

    items, before = items_of_pages(fetch, "p"), len(fetched)
    got = [(before, len(trial.take(3_000, items)))]
    call = "items_of_pages(fetch, 'p'), 2,000 pages of one item"
    trial.compare(call, ("fetched before", "items"), got=got, want=[(0, 2_000)])


@graded(
    "19.1.held",
    piece="items_of_pages",
    points=2,
    title="Nothing of a page is held when the next is fetched",
    hints=(
        "While `fetch` makes a page, which of your names still stands for the one before?",
        "A name that is given anew keeps the old page until the new one is there. Take it away before.",
        "`page = iter(items)`, then `del items`, then `yield from page`: at its end the iterator of a list lets go of "
        "the list.",
    ),
    causes={
        "lost": ("Not every item came out; `19.1.items` says more.", signs.wrong("came out")),
        "everything": (
            "Items of all pages so far are held when the next is fetched.",
            lambda got, want: got[-1].held > 2 * got[-1].page_of,
        ),
        "page": (
            "The old page is still held while `fetch` makes the new one: a name stands for it, or for its items.",
            lambda got, want: got[-1].held > 1,
        ),
    },
)
def held(items_of_pages, trial):
    def measured(size):
        gauge, most, came = trial.held(), 0, 0

        def fetch(after):
            nonlocal most
            most = max(most, gauge.now)
            return list(gauge.items(range(size))), after + 1 if after < 4 else None

        for item in items_of_pages(fetch, 0):
            del item
            came += 1
        return came, most

    got = [(size, *measured(size)) for size in (3, 30)]
    want = [(3, 15, at_most(1)), (30, 150, at_most(1))]
    trial.compare("items_of_pages(fetch, 0), of five pages", ("page of", "came out", "held"), got=got, want=want)


@graded(
    "19.1.closed",
    piece="items_of_pages",
    points=1,
    title="The iterator of a page is closed, however reading ends",
    hints=(
        "A page may be an iterator that holds a connection. Who closes it when the reader has seen enough?",
        "Which lines stand between taking a page's iterator and its end? They belong into a block that closes it.",
        "`with closing_source(iter(items)) as page:` around `yield from page`.",
    ),
    causes={
        "lost": (
            "Not every item came out; `19.1.items` says more.",
            lambda got, want: got[0].came_out != 2 or got[2].came_out != 4,
        ),
        "never": ("The page was not closed at all.", lambda got, want: all(row.source == "open" for row in got)),
        "at-its-end": (
            "The page is closed when the reader leaves, and stays open when it has ended or failed by itself.",
            signs.wrong_only_at("the items have ended", "the source has failed"),
        ),
        "not-when-left": (
            "The page is closed at its end, and stays open where the reader left before.",
            signs.left_open("the reader has left"),
        ),
    },
)
def closed(items_of_pages, trial):
    trial.closed_after(
        "items_of_pages(lambda after: (page, None), 0)",
        lambda page: items_of_pages(lambda after: (page, None), 0),
        want=[
            ("two have come", 2, "open"),
            ("the reader has left", 2, "closed"),
            ("the items have ended", 4, "closed"),
            ("the source has failed", "OSError", "closed"),
        ],
    )


# 19.2


class UnreadableError(Exception):
    """Of a kind that nobody knows."""


class Reader:
    """Handles batches, and remembers them. An item with a "?" fails, and says which; "end?" does so at once."""

    def __init__(self, lazy=False):
        self.lazy, self.batches = lazy, []

    def __call__(self, batch):
        self.batches.append(list(batch))
        if "end?" in batch:
            raise StopIteration(f"end? among {len(batch)}")
        results = self._results(self.batches[-1])
        return results if self.lazy else list(results)

    def _results(self, batch):
        for item in batch:
            if str(item) in STOPS:
                raise STOPS[item]
            if "?" in str(item):
                raise UnreadableError(f"{item} among {len(batch)}")
            yield RESULTS.get(str(item), item)


RESULTS = {"zero": 0, "none": None, "empty": "", "odd": Odd()}
STOPS = {"stop": KeyboardInterrupt, "killed": KilledError}


def became(by_halves, batch, lazy):
    """The rows of what became of each item; what goes up is a row of its own."""
    given = list(batch)
    try:
        answer = by_halves(given, Reader(lazy), lambda item, error: f"gave up {item}: {error}")
    except (KeyboardInterrupt, KilledError) as error:
        return [(type(error).__name__, "goes up")]
    if not isinstance(answer, list) or given != batch:
        return [("the answer", f"a {type(answer).__name__}"), ("the batch, then", str(given))]
    return [(number, str(result)) for number, result in enumerate(answer, start=1)]


def due_of(batch):
    for stop in STOPS.keys() & {*map(str, batch)}:
        return [(STOPS[stop].__name__, "goes up")]
    return [
        (number, f"gave up {item}: {item} among 1" if "?" in str(item) else str(RESULTS.get(str(item), item)))
        for number, item in enumerate(batch, start=1)
    ]


def some_batch(rng):
    batch = [rng.choice(("?", "")) * (rng.random() < 0.3) + rng.choice(NAMES) for _ in range(rng.randint(0, 20))]
    return batch, rng.random() < 0.5


BATCHES = (
    (["a", "b", "?", "d", "e"], False),
    (["?"], False),
    ([], False),
    (["zero", "none", "?", "empty"], False),
    (["odd", "?"], True),
    ([0, "", None, "?"], False),
    (["?1", "?2", "c"], False),
    (["a", "stop"], False),
    (["a", "killed"], False),
    (["a", "b", "?", "d"], True),
    (["a", "end?", "c"], False),
    ([["a"], 1, "?", True, ["a"]], False),
)


def given_up(rows):
    return [row for row in rows if str(row.became).startswith("gave up")]


def good(rows):
    return [row.became for row in rows if not str(row.became).startswith("gave up")]


@graded(
    "19.2.results",
    piece="by_halves",
    points=3,
    title="Who fails alone is given up, and nobody else",
    hints=(
        "If a batch of five fails, what do you know about each of the five? And if a batch of one fails?",
        "Under `except`, only a batch of one is given up. For a longer one call `by_halves` for each half.",
        "`middle = len(batch) // 2`; then `by_halves(batch[:middle], handle, failed) + "
        "by_halves(batch[middle:], handle, failed)`.",
    ),
    causes={
        "swallowed": (
            "What is no `Exception`, such as `KeyboardInterrupt`, did not go up. It is nobody's failure.",
            lambda got, want: want[0].became == "goes up",
        ),
        "nothing": ("Nothing came back.", signs.nothing_came_out),
        "no-list": ("A list is returned, and the batch stays as it is.", lambda got, want: got[0].item == "the answer"),
        "asked": (
            "Nobody asks a result whether it is true, or what it equals: it may be an array.",
            lambda got, want: any("depends" in row.became for row in got),
        ),
        "all-given-up": (
            "A whole batch was given up for one that fails.",
            lambda got, want: len(given_up(got)) > len(given_up(want)),
        ),
        "bad-lost": (
            "What fails alone is missing: `failed(item, error)` takes its place.",
            lambda got, want: not given_up(got) and good(got) == good(want),
        ),
        "falsy-lost": (
            "Results are missing. 0, None and an empty text are results.",
            lambda got, want: len(got) < len(want) and {*good(want)} - {*good(got)} <= {"0", "None", ""},
        ),
        "half-lost": (
            "Items are missing: each half has its results, and the batch has those of both.",
            lambda got, want: len(got) < len(want),
        ),
        "order": (
            "Everything is there, in another order: the results of the first half come first.",
            lambda got, want: sorted(row.became for row in got) == sorted(row.became for row in want),
        ),
        "not-the-item": (
            "`failed` is given the item, not the batch of one in which it is.",
            lambda got, want: any(row.became.startswith("gave up [") for row in got),
        ),
        "wrong-error": (
            "The error is not the one that the item raised alone: that of a batch can be about another item.",
            lambda got, want: good(got) == good(want) and len(given_up(got)) == len(given_up(want)),
        ),
    },
)
def results(by_halves, trial):
    for batch, lazy in trial.cases(*BATCHES, draw=some_batch):
        call = f"by_halves({batch}, handle, failed)" + (", where `handle` is a generator" if lazy else "")
        trial.compare(call, ("item", "became"), got=became(by_halves, batch, lazy), want=due_of(batch))


SIZES = ((8, ()), (1, ()), (0, ()), (8, (5,)), (100, (99,)), (3, (0,)), (500, (250,)))


def some_size(rng):
    size = rng.randint(1, 300)
    return size, (rng.randrange(size),)


@graded(
    "19.2.calls",
    piece="by_halves",
    points=2,
    title="One bad record costs two calls for each halving",
    hints=(
        "Into how many parts may a batch be cut, so that most records are never looked at alone?",
        "A half that succeeds is done: one call for all in it. And is there a batch for which no call is needed?",
        "Begin with `if not batch: return []`. Then one call for the batch, and a recursive call for each half.",
    ),
    causes={
        "none": ("`handle` was not called at all.", lambda got, want: got[0].calls == 0),
        "for-nothing": ("`handle` was called with an empty batch.", lambda got, want: got[0].of_nothing == "yes"),
        "too-often-good": (
            "Nothing fails here, and `handle` was called more than once.",
            lambda got, want: got[0].bad == 0 and got[0].calls > 1,
        ),
        "given-up": (
            "After that few calls not each half was handled.",
            lambda got, want: got[0].bad == 1 and got[0].calls < 3 and got[0].size > 1,
        ),
        "one-by-one": (
            "All were handled one by one when the batch had failed.",
            lambda got, want: got[0].alone == got[0].size > 2,
        ),
        "too-often": (
            "That are more calls than halving needs: is a half that has succeeded handled again?",
            lambda got, want: got[0].calls > 1 and got[0].bad == 1,
        ),
    },
)
def calls(by_halves, trial):
    for size, bad in trial.cases(*SIZES, draw=some_size):
        batch = ["?" if number in bad else "none" for number in range(size)]
        handle = Reader(lazy=True)
        by_halves(batch, handle, lambda item, error: item)
        sizes = [len(each) for each in handle.batches]
        most = (1 + 2 * ceil(log2(size))) if size > 1 else size
        trial.compare(
            f"by_halves(batch, handle, failed): {size} records" + (f", number {bad[0] + 1} is bad" if bad else ""),
            ("size", "bad", "calls", "alone", "of nothing"),
            got=[(size, len(bad), len(sizes), sizes.count(1), "yes" if 0 in sizes else "no")],
            want=[(size, len(bad), between(3, most) if bad and size > 1 else min(size, 1), anything(), "no")],
        )


# 19.3


def lived(run, minutes, kills):
    """Run, killed after so many departures, and again to the end; return the blocks, and who began elsewhere."""
    blocks, strayed, newest = [], [], 0

    def write(end, written, after):
        blocks.append((end, list(written), after, newest))

    for kill in (*kills, None):
        left = kill

        def departures(after):
            nonlocal left, newest
            if after != (blocks[-1][2] if blocks else 0):
                strayed.append((f"began behind {after}", [], 0, 0))
            for position in range(after + 1, len(minutes) + 1):
                if left == 0:
                    raise KilledError
                left = None if left is None else left - 1
                newest = position
                yield position, minutes[position - 1]

        try:
            run(departures, *(blocks[-1][:3:2] if blocks else (0, 0)), write)
        except KilledError:
            continue
    return blocks, strayed


def hours_slowly(minutes):
    """The hours, found slowly: end, minutes, up to where all is settled when it is written, and how far was read."""
    rows = []
    for end in sorted({end for end, fine in zip(ends_of(minutes), in_time(minutes), strict=True) if fine}):
        found = zip(minutes, ends_of(minutes), in_time(minutes), strict=True)
        written = [minute for minute, other, fine in found if fine and other == end]
        rows.append((end, written, leading(settled_by(minutes, end)), min(closing(minutes, end) + 1, len(minutes))))
    return rows


def closing(minutes, end):
    """The number, from 0, of the departure that closes the hour that ends then."""
    return next((n - 1 for n, mark in enumerate(marks_of(minutes)) if mark >= end), len(minutes))


def marks_of(minutes):
    """The watermark before each departure, and after the last."""
    return [max(minutes[:n], default=-1000) - 30 for n in range(len(minutes) + 1)]


def ends_of(minutes):
    return [minute // 60 * 60 + 60 for minute in minutes]


def in_time(minutes):
    return [end > mark for end, mark in zip(ends_of(minutes), marks_of(minutes), strict=False)]


def settled_by(minutes, end):
    """Whether each departure is settled when the hour that ends then is written."""
    rows = zip(ends_of(minutes), in_time(minutes), strict=True)
    return [n < closing(minutes, end) and (other <= end or not fine) for n, (other, fine) in enumerate(rows)]


def leading(flags):
    """How many are true before the first that is not."""
    return next((n for n, flag in enumerate(flags) if not flag), len(flags))


TIMES = (
    [5, 62, 40, 70, 95, 100, 130, 160],
    [5, 95, 20, 100, 160, 100],
    [50, 10, 61],
    [5, 89, 10, 90, 20, 160],
    [65, 5, 95, 160],
    [5, 125, 100, 155, 185, 250],
    [95, 5, 160],
    [],
    [0, 0, 60, 90, 0, 150],
)


def some_times(rng):
    return sorted((rng.randrange(400) for _ in range(rng.randint(0, 30))), key=lambda m: m + rng.choice((0, 0, 20, 90)))


def kill_points(minutes):
    """After how many departures a run is killed: never, each number, and twice."""
    return [(), *((kill,) for kill in range(1, len(minutes) + 1)), (3, 4)]


def rows_of(blocks):
    return [(block[0], str(block[1])) for block in blocks]


def minutes_in(rows):
    return sorted(minute for row in rows for minute in numbers_in(row.departures))


def numbers_in(text):
    return [int(number) for number in text.strip("[]").split(",") if number.strip()]


@graded(
    "19.3.once",
    piece="run",
    points=3,
    title="Each hour is in the file once, wherever the run is killed",
    hints=(
        "When an hour is written, which departures have been read that are in no written hour yet?",
        "Two lines decide: which position `write` gets, and which hours of a second run are written at all.",
        "`write` gets `positions.committable()`, or the old `after` while that is None; and only hours with "
        "`hour.end > end` are written, where `end` is that of the last block.",
    ),
    causes={
        "nothing": ("Nothing was written.", signs.nothing_came_out),
        "twice": (
            "An hour is in the file a second time: the restart made it again, and wrote it again.",
            lambda got, want: len({row.hour for row in got}) < len(got),
        ),
        "hour-lost": (
            "An hour is missing: it was not in the file before, and was not written.",
            lambda got, want: {row.hour for row in got} < {row.hour for row in want},
        ),
        "lost": (
            "Departures are missing from an hour: they had been read, their hour was open, and the restart began "
            "behind them.",
            lambda got, want: set(minutes_in(got)) < set(minutes_in(want)),
        ),
        "order": (
            "The departures of an hour are there, in another order than that of their positions.",
            signs.reordered_in("departures"),
        ),
        "late-came-in": (
            "A departure is in an hour for which it came too late.",
            lambda got, want: len(minutes_in(got)) > len(minutes_in(want)),
        ),
    },
)
def once(run, trial):
    for minutes in trial.cases(*TIMES, draw=some_times):
        for kills in kill_points(minutes):
            when = f", killed after {' and '.join(map(str, kills))} departures" if kills else ""
            got, want = rows_of(lived(run, minutes, kills)[0]), rows_of(hours_slowly(minutes))
            trial.compare(f"run: planned for {minutes}{when}", ("hour", "departures"), got=got, want=want)


@graded(
    "19.3.after",
    piece="run",
    points=2,
    title="A restart reads again what is not settled, and no more",
    hints=(
        "Up to which position is every departure in a written hour, or too late, when an hour is written?",
        "A departure is settled in two places: where its hour is written, and where it turns out to be too late.",
        "`positions.begin(position, position)` in `read`; `finish` for all of an hour before `write`, and in "
        "`on_late`. Then `positions.committable()`.",
    ),
    causes={
        "nothing": ("Nothing was written.", signs.nothing_came_out),
        "not-behind": (
            "A run did not begin behind the position of the last block: `departures(after)` begins there.",
            lambda got, want: str(got[-1].hour).startswith("began"),
        ),
        "late": (
            "An hour was written late: it is there when the departure that closes it has been read.",
            signs.wrong_only_in("read"),
        ),
        "other-hours": (
            "The hours that were written are not the right ones; `19.3.once` says more.",
            lambda got, want: [row.hour for row in got] != [row.hour for row in want],
        ),
        "none": (
            "The block says None: while nothing is settled that was read, a restart begins where this run did.",
            lambda got, want: any(row.restart_behind is None for row in got),
        ),
        "newest": (
            "A restart would begin behind departures whose hour is still open.",
            lambda got, want: any(a.restart_behind > b.restart_behind for a, b in zip(got, want, strict=True)),
        ),
        "from-the-start": (
            "A restart would read everything again.",
            lambda got, want: len(got) > 1 and all(row.restart_behind == 0 for row in got),
        ),
        "late-unsettled": (
            "A restart goes back too far: a departure that came too late is settled, too.",
            lambda got, want: (
                want[0].killed_after == "never"
                and len(want) == 3
                and got[1].restart_behind == 2 < want[1].restart_behind
            ),
        ),
        "all-settled": (
            "Where nothing is open any more, a restart begins behind the newest departure, and not before.",
            lambda got, want: got[-1].restart_behind == 0 < got[-2].restart_behind,
        ),
        "hour-behind": (
            "A restart goes back too far: the hour that is being written is settled with this very block.",
            lambda got, want: want[0].killed_after == "never" and got[-1].restart_behind < want[-1].restart_behind,
        ),
        "back-again": (
            "After a restart you go back too far: behind what this run has read, or where it began, all is settled.",
            lambda got, want: want[0].killed_after != "never",
        ),
    },
)
def after(run, trial):
    for minutes in trial.cases(*TIMES, draw=some_times):
        for kills in kill_points(minutes):
            when = " and ".join(map(str, kills)) or "never"
            trial.compare(
                f"run: planned for {minutes}",
                ("killed after", "hour", "restart behind", "read"),
                got=[(when, block[0], *block[2:]) for blocks in lived(run, minutes, kills) for block in blocks],
                want=[(when, end, after, at_most(read)) for end, _, after, read in hours_slowly(minutes)],
            )


# 19.4


def measured_slowly(minutes, lateness):
    """How many are late and how many held at most, by looking back at every departure each time."""
    marks = [max(minutes[:n], default=-(10**6)) - lateness for n in range(len(minutes) + 1)]
    ends = [minute // 60 * 60 + 60 for minute in minutes]
    late = [end <= mark for end, mark in zip(ends, marks, strict=False)]
    most = 0
    for n in range(1, len(minutes) + 1):
        before = sum(not late[m] and ends[m] > marks[n - 1] for m in range(n - 1))
        most = max(most, before + 1)
    return sum(late), most


MEASURED = (
    ([5, 62, 40, 70, 100, 20], 30),
    ([5, 62, 130, 190], 30),
    ([10, 59, 60, 130, 150, 151], 0),
    ([10, 100, 20, 30, 100], 25),
    ([10, 100, 20, 110, 115, 118], 25),
    ([5, 59, 20], 0),
    ([30], 15),
    ([], 30),
    ([0, 0, 90, 0], 20),
    ([65, 66, 67, 5], 0),
)


def some_week(rng):
    return some_times(rng), rng.choice((0, 15, 45, 100))


@graded(
    "19.4.measure",
    piece="measure",
    points=3,
    title="How many come too late, and how many are held",
    hints=(
        "A departure is held from when to when? Which of your lines runs at each of the two moments?",
        "Read the departures through a generator of yours, which counts them before it yields. What comes out of "
        "`time_windows`, or goes to `on_late`, is not held any more.",
        "`held += 1; most = max(most, held)` before `yield minute`; `held -= len(hour.items)` in the loop over "
        "hours; `held -= 1` in `on_late`. `hours.late` is the first number.",
    ),
    causes={
        "never-late": ("Nobody is too late in your count.", lambda got, want: got[0].late == 0 < want[0].late),
        "late": (
            "The number of those that are too late is not right. Does `time_windows` get the `lateness`?",
            signs.wrong("late"),
        ),
        "all-held": (
            "You count departures as held whose hour was handed over.",
            lambda got, want: got[0].held_at_most == got[0].departures > want[0].held_at_most,
        ),
        "at-the-end": (
            "You look when an hour is handed over. Here one that comes too late is read while three are held: look "
            "each time that one has been read.",
            lambda got, want: (got[0].departures, got[0].late, got[0].held_at_most) == (4, 1, 3),
        ),
        "largest-hour": (
            "That is less than what is held. More than one hour is open at a time, and the newest departure counts.",
            lambda got, want: got[0].held_at_most < want[0].held_at_most,
        ),
        "late-held": (
            "That is more than what is held. One that comes too late is not held any longer.",
            lambda got, want: got[0].late > 0 and got[0].held_at_most > want[0].held_at_most,
        ),
    },
)
def measured(measure, trial):
    for minutes, lateness in trial.cases(*MEASURED, draw=some_week):
        late, most = measured_slowly(minutes, lateness)
        found = trial.parts(measure(iter(minutes), lateness), "late", "held at most")
        trial.compare(
            f"measure({minutes}, lateness={lateness})",
            ("departures", "late", "held at most"),
            got=[(len(minutes), *found)],
            want=[(len(minutes), late, most)],
        )


@graded(
    "19.4.lateness",
    piece="lateness",
    points=1,
    title="As long as it pays to wait",
    hints=(
        "How many of the 6,064 come too late if you wait for 22 hours, for two, for none?",
        "Try the multiples of 10 between 120 and 420, and look for the first with 6 or fewer.",
        "`next(minutes for minutes in range(0, 1330, 10) if measure(week(), minutes)[0] <= 6)`",
    ),
    causes={
        "in-hours": ("Lateness is in minutes.", lambda got, want: 0 < got[0].lateness < 30),
        "too-short": ("With so little lateness more than 6 come too late.", lambda got, want: got[0].lateness < 290),
        "too-long": (
            "That is long enough, and less would do: every minute more means more departures held.",
            lambda got, want: got[0].lateness > 290,
        ),
    },
)
def chosen(lateness, trial):
    trial.compare("lateness", ("lateness",), got=[(lateness(),)], want=[(290,)], reveal=False)


# 19.5

AIRPORTS = (
    {"JFK": [(50, 65), (55, 40), (130, 125)], "LGA": [(40, 30), (95, 95), (99, 20), (165, 160)]},
    {"JFK": [], "LGA": [(5, 5), (100, 100)]},
    {"EWR": [(5, 5), (89, 89), (89, 10), (90, 90), (91, 20), (160, 160)]},
    {"JFK": [(5, 5), (95, 125), (300, 300)], "LGA": [(96, 100), (155, 155)]},
    {"JFK": [(10, 7), (100, 100)], "EWR": [(9, 5), (10, 8), (110, 110), (120, 120)]},
    {"EWR": [(3, 5), (66, 66), (200, 170)], "JFK": [(3, 4), (126, 100)], "LGA": [(118, 125), (150, 150)]},
)


def some_airports(rng):
    """Pairs of when a departure left and for when it was planned, in the order of leaving."""

    def departures():
        planned = [rng.randrange(300) for _ in range(rng.randint(0, 12))]
        return sorted((max(0, minute + rng.choice((-5, 0, 3, 20, 90))), minute) for minute in planned)

    return {name: departures() for name in ("EWR", "JFK", "LGA")[: rng.randint(1, 3)]}


def killed_after(airports, kill, newest):
    """The airports' sources, which together are killed after so many departures; `newest` is how far each was read."""
    left = kill

    def source(name):
        def departures(after):
            nonlocal left
            for position, (leaves, minute) in enumerate(airports[name][after:], start=after + 1):
                if left == 0:
                    raise KilledError
                left = None if left is None else left - 1
                newest[name] = position
                yield leaves, position, minute

        return departures

    return {name: source(name) for name in airports}


def lived_by_all(run_all, airports, kills):
    """Run, killed after so many departures of all airports were read, and again to the end; return the blocks."""
    blocks, stored, newest = [], [(0, dict.fromkeys(airports, 0))], {}

    def write(end, minutes, after):
        blocks.append((end, str(list(minutes)), after, sum(newest.values())))
        stored.append((end, dict(after)))

    for kill in (*kills, None):
        try:
            run_all(killed_after(airports, kill, newest), stored[-1][0], dict(stored[-1][1]), write)
        except KilledError:
            continue
    return [(end, minutes, told(after), read) for end, minutes, after, read in blocks]


def told(after):
    return " ".join(f"{name}:{after[name]}" for name in sorted(after))


def all_slowly(airports):
    merged = sorted(
        (leaves, name, position, minute)
        for name, departures in airports.items()
        for position, (leaves, minute) in enumerate(departures, start=1)
    )
    minutes = [minute for *_, minute in merged]
    rows = []
    for end, written, _, read in hours_slowly(minutes):
        flags = list(zip(merged, settled_by(minutes, end), strict=True))
        after = {name: leading([flag for row, flag in flags if row[1] == name]) for name in airports}
        rows.append((end, str(written), told(after), at_most(read + len(airports))))  # one ahead in each
    return rows


def positions_in(row):
    return [int(part.partition(":")[2]) for part in row.restart_behind.split()]


def some_position(compare):
    return lambda got, want: any(
        compare(mine, due)
        for row, other in zip(got, want, strict=True)
        for mine, due in zip(positions_in(row), positions_in(other), strict=True)
    )


@graded(
    "19.5.once",
    piece="run_all",
    points=0,
    title="The file is the same, wherever the run is killed",
    hints=(),
    causes={
        "nothing": ("Nothing was written.", signs.nothing_came_out),
        "twice": ("An hour is in the file a second time.", lambda got, want: len({row.hour for row in got}) < len(got)),
        "hours": (
            "An hour is missing, or one is there that should not be.",
            lambda got, want: [row.hour for row in got] != [row.hour for row in want],
        ),
        "minutes": ("An hour holds other departures than it should, or in another order.", signs.wrong("departures")),
        "reads-on": (
            "An hour was written late: behind the departure that closes it more than one of each airport was read.",
            signs.wrong_only_in("read"),
        ),
        "one-dictionary": (
            "All blocks say what the last one says: each needs a dictionary of its own.",
            lambda got, want: len({row.restart_behind for row in got}) == 1 < len({due.restart_behind for due in want}),
        ),
        "beyond": (
            "Some airport would go on behind departures that are in no written hour.",
            some_position(lambda mine, due: mine > due),
        ),
        "behind": (
            "Some airport would go on before departures that are all settled.",
            some_position(lambda mine, due: mine < due),
        ),
    },
)
def once_by_all(run_all, trial):
    for airports in trial.cases(*AIRPORTS, draw=some_airports):
        count = sum(map(len, airports.values()))
        for kills in kill_points(range(count)):
            when = " and ".join(map(str, kills)) or "never"
            trial.compare(
                f"run_all, (left, planned for): {airports}",
                ("killed after", "hour", "departures", "restart behind", "read"),
                got=[(when, *block) for block in lived_by_all(run_all, airports, kills)],
                want=[(when, *row) for row in all_slowly(airports)],
            )
