"""What the exercises of lesson 06 are graded by."""

from collections import deque
from itertools import chain, count, islice
from operator import gt, lt
from queue import Empty
from weakref import WeakSet

from maif.batches import BatchCore
from maif.clock import VirtualClock
from maif.errors import ClosedError
from maif_course.checks import at_least, at_most, graded, signs

Unforeseen = type("Unforeseen", (KeyboardInterrupt, KeyError, TimeoutError, RuntimeError, ValueError), {})


def refuse(*_):
    raise TypeError("an item may be anything: this one cannot be compared, hashed, or asked whether it is true")


Shy = type("Shy", (), dict.fromkeys(("__eq__", "__lt__", "__bool__", "__len__", "__hash__"), refuse))


def failing(items, error):
    yield from items
    raise error


def types(items):
    return [type(item).__name__ for item in items]


TRACE = [(20, "ABC"), (55, "DE"), (90, "FG"), (100, "H")]


@graded(
    "06.1.moments",
    piece="trace",
    points=2,
    title="The oldest item decides when a batch leaves",
    hints=(
        "C fills its batch in second 20. Which item of the next batch is the first whose patience ends?",
        "Write above each item the second until which it waits: D until 55, E until 70. Then look who comes before.",
        "D leaves at 55, and E with it. F waits until 90, and G comes before. H would wait until 125: what is earlier?",
    ),
    causes={
        "no-pair": (
            'Each batch is a pair: the second as a number, then its items as text, as in `(20, "ABC")`.',
            lambda got, want: "no pair" in [row.batch for row in got],
        ),
        "last-lost": ("H is missing. When the source ends, what is left is a batch as well.", signs.last_missing),
        "stops": (
            "So far it is right, and there are more items. Every one of them leaves in some batch.",
            signs.end_missing,
        ),
        "last-waits": (
            "H leaves later than the source ends. Nothing can come any more, so nobody waits for it.",
            lambda got, want: got[:-1] == want[:-1] and got[-1].second > want[-1].second,
        ),
        "newest": (
            "You let the newest item set the alarm. D came at 25, and waits for 30 seconds, whoever comes later.",
            lambda got, want: got[1].second == 70,
        ),
        "since-last-batch": (
            "You counted from the second in which the batch before left. A wait begins when an item comes.",
            lambda got, want: got[1].second == 50,
        ),
        "on-arrival": (
            "Your batch leaves when the next item comes. Somebody takes it in the second in which it is due.",
            lambda got, want: got[1].second == 60,
        ),
        "size-first": (
            "You waited until H filled the batch. F came at 60, and would have waited for 35 seconds.",
            lambda got, want: got[2] == (95, "FGH"),
        ),
        "left-behind": (
            "An item left alone, and another was there. A batch that is due takes along what has come by then.",
            lambda got, want: any(row in ((55, "D"), (90, "F")) for row in got),
        ),
    },
)
def moments(trace, trial):
    def row(pair):
        match pair:
            case (int() | float() as second, str() | list() | tuple() as batch):
                return second, "".join(map(str, batch))
        return repr(pair), "no pair"

    got = [row(pair) for pair in trace()]
    trial.compare("trace", ("second", "batch"), got=got, want=TRACE, reveal=False)


def sliced(items, size):
    """The rows found slowly: each batch is a slice."""
    return [(items[start : start + size],) for start in range(0, len(items), size)]


def some_items(rng):
    return [rng.choice("ABCD") for _ in range(rng.randint(0, 20))], rng.randint(1, 5)


def flat(rows):
    return [item for row in rows for item in row.batch]


@graded(
    "06.2.sizes",
    piece="batches_of",
    points=2,
    title="Every item comes out, in lists that are full but for the last",
    hints=(
        "The source ends, and two items are left. Who gives them out, and what if none are left?",
        "Look at what happens behind the loop, and at which list you yield: a new one for each batch?",
        "`list(islice(source, size))` is the next batch. When it is empty, the source has ended.",
    ),
    causes={
        "no-lists": (
            "A batch is to be a list, so that whoever gets it may append to it or sort it.",
            lambda got, want: any(not isinstance(row.batch, list) for row in got),
        ),
        "starts-again": (
            "Each batch began with the first item again. A list gives its items anew to everyone who asks; "
            "`iter(items)`, taken once, remembers where you are.",
            lambda got, want: len(got) > 1 and got[0] == got[1] == want[0] != want[1],
        ),
        "one-list": (
            "All batches are one and the same list, which you empty or fill anew. Make a list for each batch.",
            lambda got, want: len(got) == len(want) and signs.all_alike(got, want),
        ),
        "emptied": (
            "A batch before the last has no items. Was it emptied after you had given it away? It is the reader's.",
            lambda got, want: [] in [row.batch for row in got[:-1]],
        ),
        "empty": (
            "A batch without items came out. There is none where the items end with a full batch.",
            lambda got, want: got[-1].batch == [],
        ),
        "filled-up": (
            "The last batch was filled up with items that nobody sent.",
            lambda got, want: len(got) == len(want) and len(got[-1].batch) > len(want[-1].batch),
        ),
        "taken-for-the-end": (
            'An item was lost, or taken for the end. 0, `None` and `""` are items like any other.',
            lambda got, want: None in flat(want) and len(flat(got)) < len(flat(want)),
        ),
        "equal-items": (
            "Of two equal items, one was left out. Each that comes is an item of its own.",
            lambda got, want: flat(got) == ["A"] and flat(want) == ["A", "A"],
        ),
        "turned-round": (
            "Items of a batch are in another order than they came.",
            lambda got, want: [sorted(row.batch) for row in got] == [row.batch for row in want],
        ),
        "text-whole": (
            "A text is something to loop over, too: its items are its letters.",
            lambda got, want: flat(got) == ["".join(flat(want))],
        ),
        "other-size": (
            "A batch has more or fewer items than `size`. Only the last may have fewer.",
            lambda got, want: any(len(row.batch) != 3 for row in got[:-1]),
        ),
        "nothing": ("Not one batch came out.", signs.nothing_came_out),
        "rest-lost": (
            "The last batch is missing. It is shorter than `size`, and its items count as much as the others.",
            signs.last_missing,
        ),
        "stops": ("The batches stop before the items do.", signs.end_missing),
        "lost-between": (
            "Items are missing between two batches: they were pulled, and given to nobody.",
            lambda got, want: (
                flat(got) == [item for item in flat(want) if item in flat(got)] != flat(want)[: len(flat(got))]
            ),
        ),
        "two-calls": (
            "Two calls disturb each other, or a call needs a list again that its reader has emptied.",
            signs.wrong("comes out"),
        ),
    },
)
def sizes(batches_of, trial):
    falsy, letters = [0, "", None, None, 1, (), False, b"", []], [*"ABCDEFG"]
    cases = (letters, 3), ([*"ABCDEF"], 3), (["A", "A"], 3), ([], 3), (falsy, 3), ([*"AB"], 1)
    for items, size in trial.cases(*cases, draw=some_items):
        numbered_only = type("Numbered", (), {"__getitem__": lambda _, number, items=items: items[number]})()
        more = [("a text", "".join(items)), ("a dict", dict.fromkeys(items))] if items == letters else []
        more += [("a deque", deque(items)), ("something with `__getitem__` alone", numbered_only)]
        for kind, given in [*trial.kinds(items), *more]:
            got = [(batch,) for batch in trial.take(len(items) + 1, batches_of(given, size))]
            trial.compare(f"batches_of({items}, {size}), as {kind}", ("batch",), got=got, want=sliced(items, size))
    trial.case = call = "batches_of(items that nobody may compare, 2)"
    got = [(types(batch),) for batch in trial.take(3, batches_of([Shy() for _ in range(3)], 2))]
    trial.compare(call, ("types in a batch",), got=got, want=[(["Shy"] * 2,), (["Shy"],)])
    trial.independent(
        "batches_of(items, 2), whose reader empties each batch",
        lambda items: batches_of(items, 2),
        items=("ABC", "VWXYZ"),
        want=([["A", "B"], ["C"]], [["V", "W"], ["X", "Y"], ["Z"]]),
    )


@graded(
    "06.2.lazy",
    piece="batches_of",
    points=1,
    title="A batch is pulled when it is asked for, and not an item more",
    hints=(
        "After three items a batch of three is full. What do you need the fourth for?",
        "Which line pulls, and does anything stand between the item that fills a batch and its `yield`?",
        "`islice(source, size)` pulls `size` items and stops. `yield` before you pull again.",
    ),
    causes={
        "too-early": ("Items were pulled before anybody asked for a batch.", lambda got, want: got[0].pulled > 0),
        "stops": ("The batches end, and the source does not.", lambda got, want: len(got) < len(want)),
        "ahead": (
            "When a batch came out, an item behind it had been pulled. It would be lost for whoever reads on.",
            lambda got, want: got[1].batch == want[1].batch and got[1].pulled > want[1].pulled,
        ),
        "other-items": ("A batch has other items than the `size` that come next.", signs.wrong("batch")),
    },
)
def lazy(batches_of, trial):
    for size in trial.cases(3, draw=lambda rng: rng.randint(1, 9)):
        source = trial.endless("ABCDE")
        batches = iter(batches_of(source, size))
        got = [("none yet", source.pulled)]
        got += [([*batch], source.pulled) for batch in islice(batches, 3)]
        due = enumerate(sliced([*"ABCDE" * size][: 3 * size], size), start=1)
        want = [("none yet", 0), *((batch, size * number) for number, (batch,) in due)]
        trial.compare(f"batches_of(an endless source, {size})", ("batch", "pulled"), got=got, want=want)


@graded(
    "06.2.held",
    piece="batches_of",
    points=1,
    title="One batch is held, however many items there are",
    hints=(
        "A batch was given away. Which of your variables still has it, while you make the next one?",
        "In `while batch := list(...): yield batch` the name keeps the old list until the new one is complete.",
        "Bind no name: `yield from iter(lambda: list(islice(source, size)), [])`. Or `del batch` after the `yield`.",
    ),
    causes={
        "other-batches": ("These are other batches: begin with `06.2.sizes`.", signs.wrong("come out")),
        "everything": ("You hold more after more items: something keeps all of them.", signs.grows("held")),
        "two": (
            "Two batches are held: the one that you make, and the one that you gave away. Some name still has it.",
            lambda got, want: all(11 < row.held <= 22 for row in got),
        ),
    },
)
def held(batches_of, trial):
    trial.held_at_most(
        "batches_of(items, 10)",
        lambda items: batches_of(items, 10),
        want=lambda size: (size // 10, at_most(11)),
        sizes=(100, 20_000),  # two thousand batches are more than a function may call itself
    )


@graded(
    "06.2.closed",
    piece="batches_of",
    points=1,
    title="The source is closed when the batches are, and a file is left alone",
    hints=(
        "Somebody takes one batch and leaves. Who tells the source?",
        "The loop has to stand inside of something that is left on every way out.",
        "`with closing_source(iter(items)) as source:` around all of it.",
    ),
    causes={
        "other-batches": (
            "These are other batches: begin with `06.2.sizes`.",
            lambda got, want: signs.row_of(got, "two have come").came_out != 2,
        ),
        "never": ("The source was not closed at all.", lambda got, want: [row.source for row in got] == ["open"] * 4),
        "too-early": (
            "The source was closed while somebody was still reading.",
            signs.closed_too_early("two have come"),
        ),
        "early-exit": (
            "The source stayed open when the batches were left before the end.",
            signs.left_open("the reader has left"),
        ),
        "open-at-the-end": (
            "The items have ended, and you left the source open.",
            signs.left_open("the items have ended"),
        ),
        "failure": (
            "The source raised an error, and stayed open.",
            lambda got, want: got[-1].when.startswith("the source has") and got[-1].source == "open",
        ),
        "swallowed": (
            "The source's own error did not come out. Whoever reads takes what came for everything.",
            lambda got, want: got[-1].when.startswith("the source has") and got[-1].came_out != want[-1].came_out,
        ),
        "left-over": (
            "An item of the source that failed came out of the next call. Whatever a call keeps has to be its own.",
            signs.wrong("of the one that failed came"),
        ),
        "file": (
            "You closed a file. Whoever opened it may want to read on; `closing_source` leaves it open.",
            signs.closed_too_early("a file, and the reader has left"),
        ),
        "no-iterator": (
            "`items` cannot be closed, but the iterator that you got from it can, and stayed open.",
            signs.left_open("something to loop over, and the reader has left"),
        ),
    },
)
def closed(batches_of, trial):
    trial.closed_after(
        "batches_of(source, 2)",
        lambda source: batches_of(source, 2),
        items="ABCDE",
        want=[
            ("two have come", 2, "open"),
            ("the reader has left", 2, "closed"),
            ("the items have ended", at_least(2), "closed"),
            ("the source has failed", "OSError", "closed"),
        ],
    )
    left_over = [item for batch in batches_of(trial.source("VWXYZ"), 2) for item in batch if item in [*"ABCDE"]]
    call = "batches_of(another source, 2), after that"
    trial.compare(call, ("of the one that failed came",), got=[(left_over,)], want=[([],)])
    for error in (Unforeseen, KeyboardInterrupt):
        source = trial.source(failing("AB", error))
        try:
            came = len(list(batches_of(source, 1)))
        except (Exception, KeyboardInterrupt) as raised:
            came = type(raised).__name__
        when = f"the source has raised {error.__name__}"
        got = [(when, came, "closed" if source.closed else "open")]
        want = [(when, error.__name__, "closed")]
        trial.compare("batches_of(source, 1)", ("when", "came out", "source"), got=got, want=want)
    file, source = trial.file(["A\n", "B\n", "C\n", "D\n"]), trial.source("ABCD")
    shelf = type("Shelf", (), {"__iter__": lambda self: source})()
    kinds = ("a file", file, file, "open"), ("something to loop over", shelf, source, "closed")
    for what, items, looked_at, due in kinds:
        batches = iter(batches_of(items, 3))
        came = len(trial.take(1, batches))
        trial.leave(batches)
        got = [(f"{what}, and the reader has left", came, "closed" if looked_at.closed else "open")]
        want = [(f"{what}, and the reader has left", 1, due)]
        trial.compare("batches_of(items, 3)", ("when", "came out", "source"), got=got, want=want)


class BySlices:
    """The rules found slowly: pairs in a list, looked at from the start each time."""

    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait, self.waiting = max_size, max_wait, []
        self.since = self.full_at = None  # as `ForgetfulCore` has, here and in `take`: no name tells the two apart

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        self.waiting.append((item, now))

    def next_due(self):
        moments = [came for _, came in self.waiting[self.max_size - 1 : self.max_size]]
        if not moments and self.max_wait is not None:
            moments = [came + self.max_wait for _, came in self.waiting[:1]]
        return moments[0] if moments else None

    def take(self, now):
        due = self.next_due()
        self.since = self.full_at = now
        return self.flush() if due is not None and due <= now else []

    def flush(self):
        batch, self.waiting = self.waiting[: self.max_size], self.waiting[self.max_size :]
        return [item for item, _ in batch]


def played(core, steps):
    """The rows: each step, what it gives, when the next batch is due, and how many items wait."""
    for name, *values in steps:
        told, gives = f"{name}({', '.join(map(repr, values))})", ""
        if name == "offer":
            core.offer(*values)
        elif name in ("take", "flush"):
            gives = getattr(core, name)(*values)
        else:
            setattr(core, name, *values)
            told = f"{name} = {values[0]}"
        yield told, list(gives) if isinstance(gives, list) else gives, core.next_due(), len(core)


def compare_cores(BatchCore, limits, steps, trial):  # noqa: N803
    got, want = (list(played(kind(*limits), steps)) for kind in (BatchCore, BySlices))
    call = f"core = BatchCore({limits[0]}, max_wait={limits[1]})"
    trial.compare(call, ("step", "gives", "next_due()", "len"), got=got, want=want)


def some_steps(rng, now=0):
    steps = []
    for _ in range(rng.randint(1, 25)):
        now += rng.choice((0, 0, 1, 3, 8, 0.1, 0.7))
        name = rng.choice(("offer", "offer", "offer", "take", "take", "flush"))
        steps.append({"offer": ("offer", rng.choice("ABC"), now), "take": ("take", now), "flush": ("flush",)}[name])
    return steps


def some_resized(rng):
    steps = some_steps(rng)
    steps.insert(rng.randint(0, len(steps)), ("max_size", rng.randint(1, 4)))
    return steps


def at_first(claim):
    """A sign: the claim holds of the first row that is wrong, and of the one that is expected there."""
    return lambda got, want: next(claim(row, due) for row, due in zip(got, want, strict=True) if row != due)


TOO_MANY = at_first(lambda row, due: len(row.gives) > len(due.gives) > 0)
STILL_THERE = (
    "What was given out still waits.",
    at_first(lambda row, due: row.gives == due.gives and row.gives and row.len > due.len),
)
NO_LIST = (
    "A batch is a list, an empty one too: nobody can loop over `None`, nor add to a tuple.",
    lambda got, want: any(not isinstance(row.gives, str | list) for row in got),
)
ONE_BY_ONE = [("offer", letter, number) for number, letter in enumerate("AABCDE", start=1)]


@graded(
    "06.3.full",
    piece="BatchCore",
    points=2,
    title="A batch of max_size items is there when the last of them is",
    hints=(
        "Three items wait, and two make a batch. Since when is there one, and which two are it?",
        "`next_due` looks at the item that fills the oldest batch. `take` removes from the front, at most `max_size`.",
        "Keep pairs of item and moment in a deque. Full: `waiting[max_size - 1][1]`. Then `popleft`, `max_size` times.",
    ),
    causes={  # of what `BatchCore(2)` does in the cases below
        "shared": (
            "What one core was offered waits in another, too. Make the deque in `__init__`, for each core its own.",
            signs.wrong_only_at("another"),
        ),
        "no-list": NO_LIST,
        "with-moments": (
            "The moments came out with the items. They are your own notes.",
            lambda got, want: any(isinstance(item, tuple) for row in got for item in row.gives),
        ),
        "not-taken": STILL_THERE,
        "too-few": (
            "`take` gave out an item that made no batch yet.",
            at_first(lambda row, due: row.step == "take(4)" and row.gives == ["A"] and due.gives == []),
        ),
        "flush-waits": (
            "`flush` gives out what waits, full or not.",
            at_first(lambda row, due: row.step == "flush()" and row.gives == [] and due.gives == ["A"]),
        ),
        "zero": (
            "0 is a moment like any other. Ask for `is None`.",
            signs.all_of(signs.says("offer('B', 0)", 0, "next_due()"), signs.says("take(3)", [], "gives")),
        ),
        "falsy": (
            'An item was taken for none. `None`, 0 and `""` are items like any other.',
            at_first(lambda row, due: due.gives and [item for item in due.gives if item] == row.gives != []),
        ),
        "full-unknown": (
            "`next_due()` says nothing of a batch that is full. It is due, with a time limit or without.",
            at_first(lambda row, due: row.next_due is None and row.len == 2),
        ),
        "equal-items": (
            "Two items were equal, and one of them does not wait. Each that is offered is an item of its own.",
            at_first(lambda row, due: row.step == "offer('A', 2)" and row.len == 1),
        ),
        "item-lost": (
            "An item was offered, and does not wait. A `deque` with a `maxlen` drops the oldest in silence.",
            signs.any_of(
                at_first(lambda row, due: row.step.startswith("offer") and row.len == due.len - 1),
                lambda got, want: got[0].len < want[0].len == 999,
            ),
        ),
        "due-oldest": (
            "You told the moment in which the oldest item came. The batch was full when B came, at 5.",
            signs.says("offer('B', 5)", 4, "next_due()"),
        ),
        "exactly-full": (
            "Two items made a batch, and three did not. Full means `max_size` or more.",
            at_first(lambda row, due: row.next_due is None and row.len == 3),
        ),
        "due-newest": (
            "The batch was full when B came, at 5. `next_due()` is that moment, whatever came later.",
            signs.says("offer('C', 7)", 7, "next_due()"),
        ),
        "too-many": (
            "A batch has more than `max_size` items. What is above the limit stays for the next one.",
            TOO_MANY,
        ),
        "newest-first": (
            "The oldest items leave first, in the order in which they came.",
            at_first(lambda row, due: row.gives != due.gives and len(row.gives) == len(due.gives)),
        ),
        "size-fixed": (
            "`max_size` was changed, and the core went on with the old one.",
            signs.any_of(signs.says("offer('B', 2)", 2, "next_due()"), signs.wrong_first("max_size = 1")),
        ),
        "a-moment-late": (
            "A batch is full from the moment in which its last item comes. `take` gives it in that moment already.",
            signs.all_of(signs.says("offer('B', 2.5)", 2.5, "next_due()"), signs.says("take(2.5)", [], "gives")),
        ),
        "rounded": (
            "B filled the batch, and `next_due()` is that very moment. Keep moments as they are.",
            signs.any_of(signs.wrong_first("offer('B', 2.5)"), signs.wrong_first(f"offer('B', {2**60 + 1})")),
        ),
        "not-given": (
            "A batch was full, and `take` gave nothing. It needs no `max_wait` for that, and who takes twice in one "
            "moment gets two batches, if two are full.",
            at_first(lambda row, due: row.step.startswith("take") and row.gives == [] and due.gives),
        ),
    },
)
def full(BatchCore, trial):  # noqa: N803
    one, another = BatchCore(2), BatchCore(2)
    one.offer("A", 1)
    got = [("one", len(one)), ("another", len(another))]
    trial.compare("one.offer('A', 1)", ("core", "len"), got=got, want=[("one", 1), ("another", 0)])
    for steps in trial.cases(
        [("offer", "A", 4), ("take", 4), ("flush",), ("flush",)],
        [("offer", "A", 4), ("offer", "B", 5), ("offer", "C", 7), ("take", 7), ("offer", "D", 8), ("flush",)],
        [("offer", "A", 1), ("offer", "B", 2.5), ("take", 2.5)],
        [("offer", "A", 0), ("offer", "B", 2**60 + 1), ("take", 2**60 + 1)],  # a float has 53 bits
        [("offer", "A", 0), ("offer", "B", 0), ("take", 3)],
        [("offer", None, 1), ("offer", "A", 2), ("take", 2), ("offer", 0, 3), ("offer", "", 3), ("flush",)],
        [*ONE_BY_ONE, ("take", 6), ("take", 6), ("flush",)],
        [*ONE_BY_ONE, ("flush",)],
        [("offer", "A", 1), ("max_size", 3), ("offer", "B", 2), ("offer", "C", 4), ("max_size", 1), ("take", 4)],
        draw=some_resized,
    ):
        compare_cores(BatchCore, (2, None), steps, trial)
    trial.case = call = "core.offer(an item that nobody may compare, 1), 1,000 times"
    for _ in range(1_000):
        one.offer(Shy(), 1)
    one.flush()  # of what was there before
    got = [(len(one), types(one.take(1)))]
    trial.compare(call, ("len", "take(1) gives"), got=got, want=[(999, ["Shy", "Shy"])])


@graded(
    "06.3.due",
    piece="BatchCore",
    points=2,
    title="A batch is due when its oldest item has waited for max_wait",
    hints=(
        "Two items wait, and one came later than the other. Whose patience ends first?",
        "For how long does each item remember when it came? A batch that leaves must not change that for the others.",
        "Not full: `waiting[0][1] + max_wait`, if anything waits and `max_wait is not None`. Due: `now >= next_due()`.",
    ),
    causes={  # of what `BatchCore(3, 10)` does in the cases below
        "count": (
            "More items wait than were offered, or fewer: see `06.3.full`.",
            at_first(lambda row, due: row.step.startswith("offer") and row.len != due.len),
        ),
        "no-list": NO_LIST,
        "size-alone": (
            "Nothing was due before it was full: your core looks at the size alone.",
            signs.says("offer('A', 1)", None, "next_due()"),
        ),
        "newest": (
            "Another item put the alarm off. The oldest item counts, and it goes on waiting.",
            signs.any_of(signs.says("offer('B', 4)", 14, "next_due()"), signs.says("offer('A', 4)", 14, "next_due()")),
        ),
        "too-early": (
            "Nothing is due before 11, and `take` gave something.",
            signs.says("take(10.999999999999)", ["A", "B"], "gives"),
        ),
        "not-taken": (
            "At 11 the batch is due, and `take` gave nothing. The moment itself counts already.",
            signs.says("take(11)", [], "gives"),
        ),
        "left-behind": (
            "At 11 a batch is due, and B stayed behind. A batch that is due takes along what has come by then.",
            signs.says("take(11)", ["A"], "gives"),
        ),
        "still-there": STILL_THERE,
        "zero": (
            "0 is a time like any other, for `now` and for `max_wait`. Ask for `is not None`.",
            lambda got, want: (
                got[0].step == "offer('A', 0)" and (got[0].next_due != want[0].next_due or got[-1].gives == [])
            ),
        ),
        "negative": (
            "-4 is a moment like any other: what comes then is due at 6.",
            signs.wrong_first("offer('A', -4)"),
        ),
        "full-first": (
            "C filled the batch at 7: that moment counts, whatever else would be due, and whoever comes later.",
            at_first(lambda row, due: due.len >= 3 and due.next_due == 7 and row.next_due != 7),
        ),
        "full-late": (
            "Three wait. Then the moment is when the third came, even where the oldest was due before.",
            signs.says("offer('C', 13)", 11, "next_due()"),
        ),
        "too-many": ("More items came out than make a batch: see `06.3.full`.", TOO_MANY),
        "forgotten": ("D came at 8. When the batch before it left, that was forgotten.", signs.wrong_first("take(9)")),
        "wait-fixed": (
            "`max_wait` was changed, and the core went on with the old one.",
            signs.any_of(signs.wrong_first("max_wait = 4"), signs.wrong_first("max_wait = None")),
        ),
        "rounded": (
            "A came at 0.2, and is due half a second later. Keep moments as they are.",
            signs.wrong_first("offer('A', 0.2)"),
        ),
        "other-sum": (
            "At the very moment that `next_due()` names, `take` gave nothing. With fractions, `now - came >= max_wait` "
            "is another question than `now >= came + max_wait`: ask the one that `next_due()` answers.",
            lambda got, want: got[0] == want[0] and want[0].next_due == 0.2 + 0.5 and got[1].gives == [],
        ),
    },
)
def due(BatchCore, trial):  # noqa: N803
    two, filled = [("offer", "A", 1), ("offer", "B", 4)], [("offer", "C", 7), ("offer", "D", 8)]
    for max_wait, steps in trial.cases(
        (10, [*two, ("take", 10.999999999999), ("take", 11)]),
        (10, [("offer", "A", 0), ("offer", "A", 4), ("take", 10)]),
        (0, [("offer", "A", 0), ("take", 0)]),
        (10, [("offer", "A", -4), ("take", 6)]),
        (10, [*two, *filled, ("take", 9), ("take", 18)]),
        (10, [("offer", "A", 1), ("offer", "B", 12), ("offer", "C", 13), ("take", 13)]),
        (10, [("offer", "A", 1), ("max_wait", 4), ("take", 5)]),
        (10, [("offer", "A", 1), ("max_wait", None), ("take", 99)]),
        (0.5, [("offer", "A", 0.2), ("take", 0.2 + 0.5)]),  # and (0.2 + 0.5) - 0.2 is less than 0.5
        draw=lambda rng: (
            rng.choice((10, 0, 0.7)),
            [step for step in some_steps(rng, rng.choice((0, -5))) if step != ("flush",)],
        ),
    ):
        compare_cores(BatchCore, (3, max_wait), steps, trial)


@graded(
    "06.3.flat",
    piece="BatchCore",
    points=1,
    title="Nothing stays behind of what was taken",
    hints=(
        "An item has left. What do you still know of it, and what for?",
        "You store something for each item. Where is each of these things removed?",
        "A `deque` of pairs loses item and moment with one `popleft`.",
    ),
    causes={
        "not-all": ("Not every item came out once: see `06.3.full`.", signs.wrong("come out")),
        "items": (
            "Items that were taken are still held: the more came through, the more you keep.",
            signs.grows("items held"),
        ),
        "some-items": ("Items that were taken are still held.", signs.wrong("items held")),
        "moments": (
            "The items are gone, but the moments in which they came pile up.",
            signs.all_of(signs.wrong_only_in("moments held"), signs.grows("moments held")),
        ),
    },
)
def flat_core(BatchCore, trial):  # noqa: N803
    def measured(size):
        core, items, moments, came = BatchCore(10, 1000), trial.held(), trial.held(), 0
        for number in range(size):
            core.offer(items.item(number), moments.item(float(number)))
            came += len(core.take(number + 0.5) or ())
        return came, items.most, moments.most

    got = [(size, *measure) for size, measure in trial.growing(measured)]
    want = [(size, size, at_most(12), at_most(12)) for size in (100, 1_000)]
    columns = ("items", "come out", "items held", "moments held")
    trial.compare("BatchCore(10, max_wait=1000)", columns, got=got, want=want)


class Core(BatchCore):
    """The library's core, under a short name."""

    def __repr__(self):
        return f"BatchCore({self.max_size}, {self.max_wait})"


class StandsStill(BaseException):
    """`get` or `deliver` is called without an end, and the clock does not move on. No `except Exception` stops this."""


def shown(moment):
    """A moment without a zero behind its point."""
    return int(moment) if moment == int(moment) else moment


def numbered(first=0):
    """Numbers for orders; that of the first is None."""
    return chain([None] * (not first), count(max(1, first)))


class Orders:
    """A queue on virtual time: orders with numbers come at given moments, the last of which closes or breaks it."""

    def __init__(self, waiting, moments, first=0, wait=30, fails=None):
        *self.coming, self.end = moments
        self.core, self.clock, self.numbers = Core(3, wait), VirtualClock(min(0, *moments)), numbered(first)
        for came in waiting:
            self.core.offer(next(self.numbers), came)
        self.fails, self.here, self.asked, self.woken, self.delivered = fails, None, 0, [], []

    def now(self):
        return shown(self.clock.monotonic())

    def get(self, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        here = self.now(), len(self.coming)
        self.here, self.asked = here, self.asked + 1 if here == self.here else 1
        if self.asked > 100:
            raise StandsStill
        wait = max(0, (self.coming[0] if self.coming else self.end) - self.clock.monotonic())
        if timeout is not None and timeout < wait:
            self.clock.sleep(timeout)
            self.woken.append((self.now(), "nothing came"))
            raise Empty
        self.clock.sleep(wait)
        if not self.coming:
            self.woken.append((self.now(), "closed"))
            raise self.fails or ClosedError("this queue is closed")
        del self.coming[0]
        self.woken.append((self.now(), "an order"))
        return next(self.numbers)

    def deliver(self, batch):
        if len(self.delivered) > 400:
            raise StandsStill
        self.delivered.append((self.now(), list(batch) if isinstance(batch, list | tuple) else batch))


def moment_by_moment(waiting, moments, size=3, wait=30):
    """The deliveries found slowly, and all wakings: look every half second."""
    *coming, end = moments
    numbers = numbered()
    waiting = [(next(numbers), came) for came in waiting]
    delivered, woken = [], []

    def hand_out():
        delivered.append((shown(now), [number for number, _ in waiting[:size]]))
        del waiting[:size]

    for half in range(2 * min(0, *moments), 2 * end + 1):
        now = half / 2
        for _ in range(coming.count(now)):
            waiting.append((next(numbers), now))
            woken.append((shown(now), "an order"))
            if len(waiting) == size:
                hand_out()
        if waiting and wait is not None and waiting[0][1] + wait <= now < end:
            woken.append((shown(now), "nothing came"))
            hand_out()
    while waiting:
        hand_out()
    return delivered, [*woken, (end, "closed")]


def some_moments(rng):
    """Moments of which none is 30 after another: whether an order then joins the batch that is due is left open."""
    moments, now = [], 0
    for _ in range(rng.randint(1, 20)):
        now += rng.choice((0, 0.5, 5, 10, 29, 31, 200))
        while now - 30 in moments:
            now += 0.5
        moments.append(now)
    return (), [*map(shown, moments), int(now) + rng.choice((1, 29, 100))]


def some_quick_moments(rng):
    """Moments so close that no order waits for too long; or none may wait too long."""
    start = rng.randint(0, 9)
    return (), [*range(start, start + rng.randint(2, 13))], rng.choice((30, None))


def delivered(deliver_orders, waiting, moments, first=0, wait=30, fails=None):
    """Run the piece on orders that come at these moments; return what it delivers, and when it wakes."""
    orders = Orders(waiting, moments, first, wait, fails)
    try:
        deliver_orders(orders.get, orders.core, orders.clock, orders.deliver)
    except StandsStill:
        if orders.asked > 100:
            what = "100 times closed" if orders.now() == orders.end else "100 times nothing"
            return [(orders.now(), what)], [(orders.now(), what)]
    except (Exception, KeyboardInterrupt) as error:
        if not fails:
            raise
        return [(orders.now(), type(error).__name__)], orders.woken
    return orders.delivered, orders.woken


def call_of(waiting, moments, wait=30):
    *coming, end = moments
    before = f"orders wait since {', '.join(map(str, waiting))}; " if waiting else ""
    orders = f"orders at {', '.join(map(str, coming))}; " if coming else ""
    return f"{before}{orders}closed at {end}\ndeliver_orders(get, BatchCore(3, {wait}), clock, deliver)"


def together(rows):
    return [number for row in rows for number in row.delivered]


def woken_by_itself(wrongly):
    """A sign: the thread woke by itself, as it should, and at a moment that is wrong in this way."""
    return lambda got, want: any(
        row.get_returns_with == due.get_returns_with == "nothing came" and wrongly(row.at, due.at)
        for row, due in zip(got, want, strict=False)
    )


STANDING = {  # what stands in the last column then
    "never-ends": (
        "The queue is closed, and `get` is called for ever. `ClosedError` has to end the loop.",
        lambda got, want: got[0][1] == "100 times closed",
    ),
    "spins": (
        "`get` was called 100 times at one moment, and nothing came. Let it sleep until `next_due()`, and when\n"
        "`Empty` wakes you, take the batch. Otherwise it stays due.",
        lambda got, want: got[0][1] == "100 times nothing",
    ),
}
EMPTY = (
    "A batch without orders was delivered. `take` and `flush` return an empty list when there is none.",
    lambda got, want: [] in [row.delivered for row in got],
)
EARLY = (
    "A batch was delivered before it was full or due. `flush` asks for neither; `take` does.",
    lambda got, want: got[0].at < want[0].at,
)
FIRST_LOST = (
    "The order None was taken for none. An order may be anything: ask whether `Empty` came.",
    lambda got, want: together(want)[0] is None and together(got) == together(want)[1 : len(together(got)) + 1],
)
STOPS = ("The loop ended when nothing had come for a while. `Empty` is no end; `ClosedError` is.", signs.end_missing)


@graded(
    "06.4.time",
    piece="deliver_orders",
    points=2,
    title="A batch is delivered at the moment when it is full or due",
    hints=(
        "Order 3 waits, and no other order comes. Who wakes the thread at 55?",
        "`get(timeout=None)` sleeps until there is an order. How long may it sleep at most, and who knows that?",
        "`due = core.next_due()`, `get(None if due is None else max(0, due - clock.monotonic()))`, `except Empty:`",
    ),
    causes={  # of orders at 0, 10, 20, 25, 40, 80, ..., where no other moments are named
        "zero": (
            "The batch was due at 0, which is a moment like any other. Ask for `is None`.",
            lambda got, want: want[0] == (0, [None]) and got[0].at == 40,
        ),
        "from-before": (
            "Two orders waited in the core from the start, and were due. Ask `next_due()` before the first `get`.",
            lambda got, want: want[0] == (0, [None, 1]) and got[0].at == 10,
        ),
        **STANDING,
        "nothing": ("Nothing was delivered.", signs.nothing_came_out),
        "empty": EMPTY,
        "first-lost": FIRST_LOST,
        "early": EARLY,
        "slept": (
            "Three orders were a batch at 20, and left later. Sleep in `get` alone; offer with the time of now.",
            lambda got, want: want[0] == (20, [None, 1, 2]) and got[0].at > 20,
        ),
        "on-arrival": (
            "Orders 3 and 4 were due at 55, and left when the next order came. `get` slept for too long: its timeout "
            "is a span, from now until `next_due()`.",
            lambda got, want: want[1] == (55, [3, 4]) and got[1].at == 80,
        ),
        "max-wait": (
            "You always sleep for `max_wait`. When order 4 came, order 3 had waited for some of that already.",
            lambda got, want: want[1] == (55, [3, 4]) and got[1].at == 70,
        ),
        "stale-clock": (
            "Order 3 came at 25, and was due at 55. Read the clock after `get`: while it waited, time went by.",
            lambda got, want: want[1] == (55, [3, 4]) and got[1].at == 50,
        ),
        "no-order": (
            "Something was delivered that did not come. After `Empty` there is no new order to offer.",
            lambda got, want: len(set(together(got))) < len(together(got)),
        ),
        "stops": STOPS,
        "order-lost": (
            "An order that came is in no batch. Each one has to be offered before you ask for the next.",
            lambda got, want: len(together(got)) < len(together(want)),
        ),
        "rounded": (
            "A batch left a little later than it was due. Sleep for the time that is left, be it 0 or half a second.",
            lambda got, want: any(row.at > due.at for row, due in zip(got, want, strict=False)),
        ),
    },
)
def in_time(deliver_orders, trial):
    for waiting, moments in trial.cases(
        ((), [0, 10, 20, 25, 40, 80, 100, 150, 200]),
        ((), [-30, 40, 50]),
        ((), [0, 29.5, 100]),
        ((-40, -35), [10, 50]),
        draw=some_moments,
    ):
        seen, _ = delivered(deliver_orders, waiting, moments)
        want, _ = moment_by_moment(waiting, moments)
        got = [row for row in seen if row[0] < moments[-1] or isinstance(row[1], str)]
        want = [row for row in want if row[0] < moments[-1]]
        trial.compare(call_of(waiting, moments), ("at", "delivered"), got=got, want=want)


@graded(
    "06.4.end",
    piece="deliver_orders",
    points=1,
    title="When the queue is closed, the rest is delivered at once",
    hints=(
        "The queue is closed, and two orders wait for a third. Will it come?",
        "What happens between `except ClosedError` and the end of the function?",
        "Behind the loop: `while rest := core.flush(): deliver(rest)`.",
    ),
    causes={
        "swallowed": (
            "`get` failed, and your caller was not told. `Empty` and `ClosedError` are what you wait for; let other "
            "errors pass.",
            lambda got, want: isinstance(want[0].what_comes_out, str),
        ),
        "taken-for-none": (
            "An order was taken for none. It may be anything, also something empty: ask whether `Empty` came.",
            lambda got, want: len(got[0].types) < 3,
        ),
        **STANDING,
        "empty": EMPTY,
        "early": EARLY,
        "first-lost": FIRST_LOST,
        "rest-in-one": (
            "More orders were delivered at once than make a batch. What `flush` gives is one: deliver it by itself.",
            lambda got, want: any(len(row.delivered) > 3 for row in got),
        ),
        "one-flush": (
            "More orders waited when the queue was closed than `flush` gives out. Ask it until nothing is left.",
            lambda got, want: (
                got and got == want[: len(got)] and len(want) > 1 and want[-1].at == want[-2].at == got[-1].at
            ),
        ),
        "rest-lost": (
            "The orders that waited were not delivered. `flush` hands them out, due or not.",
            signs.last_missing,
        ),
        "waited": (
            "The rest was delivered late. Nothing can come after the queue is closed, so nothing is worth waiting for.",
            lambda got, want: together(got) == together(want) and got[-1].at > want[-1].at,
        ),
    },
)
def at_the_end(deliver_orders, trial):
    for waiting, moments, wait in trial.cases(
        ((), [0, 1, 2, 3, 4, 9], 30),
        ((), [0, 1, 2, 9], 30),
        ((), [0, 9], 30),
        ((-7, -6, -5, -4, -3, -2, -1), [0], 30),
        ((), [0, 40, 90], None),
        draw=some_quick_moments,
    ):
        got, _ = delivered(deliver_orders, waiting, moments, wait=wait)
        want, _ = moment_by_moment(waiting, moments, wait=wait)
        trial.compare(call_of(waiting, moments, wait), ("at", "delivered"), got=got, want=want)
    for error in (OSError, Unforeseen, KeyboardInterrupt):
        got, _ = delivered(deliver_orders, (), [0, 9], fails=error)
        call = f"an order at 0; get raises {error.__name__} at 9\ndeliver_orders(get, BatchCore(3, 30), clock, deliver)"
        trial.compare(call, ("at", "what comes out"), got=got, want=[(9, error.__name__)])
    orders = Orders((), [0, 0, 0, 9])
    orders.numbers = iter([False, [], Shy()])
    trial.case = "orders are False, [], and one that nobody may compare"
    deliver_orders(orders.get, orders.core, orders.clock, orders.deliver)
    got = [(at, types(batch)) for at, batch in orders.delivered]
    trial.compare(trial.case, ("at", "types"), got=got, want=[(0, ["bool", "list", "Shy"])])
    trial.case = call = "1,100 orders at 0; closed at 1"  # more than a function may call itself
    got, _ = delivered(deliver_orders, (), [*[0] * 1_100, 1])
    trial.compare(call, ("come out",), got=[(sum(len(batch) for _, batch in got),)], want=[(1_100,)])


@graded(
    "06.4.sleep",
    piece="deliver_orders",
    points=1,
    title="The thread wakes for an order, for a batch that is due, and for the end",
    hints=(
        "Nothing waits, and no order comes for an hour. How often should the thread wake?",
        "Look at the `timeout` of every `get`. Is it a number that you chose, or the one that the core knows?",
        "`timeout` is `None` when `next_due()` is `None`, and otherwise the time that is left until then.",
    ),
    causes={
        **STANDING,
        "looks-again": (
            "The thread woke, nothing had come, and nothing was due. Sleep until `next_due()`, by a clock read anew.",
            lambda got, want: (
                any(row.get_returns_with == "nothing came" and row not in want for row in got) and len(got) > len(want)
            ),
        ),
        "too-long": (
            "The thread woke after the batch was due. The timeout is exactly the span from now until `next_due()`.",
            woken_by_itself(gt),
        ),
        "too-soon": (
            "The thread woke before the batch was due. The timeout counts from now: read the clock anew.",
            woken_by_itself(lt),
        ),
        "never-by-itself": (
            "The thread never woke without an order, so nobody delivered the batch that was due.",
            lambda got, want: "nothing came" not in [row.get_returns_with for row in got],
        ),
        "stops": STOPS,
        "slept-on": (
            "The thread slept on when a batch was due. Offer an order with the time of now: while `get` waited, time "
            "went by.",
            signs.some_missing,
        ),
    },
)
def asleep(deliver_orders, trial):
    cases = ((), [0, 10, 80, 200], 30), ((), [0, 29.5, 100], 30), ((), [0, 10_000], 4_000)
    for waiting, moments, wait in trial.cases(*cases, draw=lambda rng: (*some_moments(rng), 30)):
        _, got = delivered(deliver_orders, waiting, moments, first=1, wait=wait)
        _, want = moment_by_moment(waiting, moments, wait=wait)
        trial.compare(call_of(waiting, moments, wait), ("at", "get returns with"), got=got, want=want)


class Forgetful:
    """Keeps one moment instead of one for each item, as `ForgetfulCore` does."""

    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait = max_size, max_wait
        self.waiting = deque()
        self.since = self.full_at = None

    def __len__(self):
        return len(self.waiting)

    def offer(self, item, now):
        if not self.waiting:
            self.since = now
        self.waiting.append(item)
        if len(self.waiting) == self.max_size:
            self.full_at = now

    def next_due(self):
        if len(self.waiting) >= self.max_size:
            return self.full_at
        return self.since + self.max_wait if self.waiting and self.max_wait is not None else None

    def take(self, now):
        due = self.next_due()
        if due is None or now < due:
            return []
        self.since = self.full_at = now
        return self.flush()

    def flush(self):
        return [self.waiting.popleft() for _ in range(min(self.max_size, len(self.waiting)))]


@graded(
    "06.5.verdicts",
    piece="examine",
    points=2,
    title="The test fails the forgetful core, and no other",
    hints=(
        "When does `ForgetfulCore` write down a moment that is not the item's own?",
        "In `take`, for whoever stays behind. Have more items wait than fit into a batch, and take one batch.",
        "core = core_class(2, max_wait=10); offer at 0, 1 and 2; take(now=3). Since when does the third wait?",
    ),
    causes={
        "fails-right": (
            "Your test fails a core that keeps the rules. Work out by hand, from 06.3, what each call must give, and "
            "look at nothing but that.",
            lambda got, want: "fails" in [row.your_test for row in got if row.core != "ForgetfulCore"],
        ),
        "spares-mutant": (
            "`ForgetfulCore` passes your test. It errs about items that stay behind when a batch leaves.",
            signs.says("ForgetfulCore", "passes"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(core_class):
        try:
            examine(type("BatchCore", (core_class,), {}))  # all have one name
        except AssertionError:
            return "fails"
        return "passes"

    cores = {"built like the library's": BatchCore, "slices a list": BySlices, "ForgetfulCore": Forgetful}
    got = [(name, verdict(core_class)) for name, core_class in cores.items()]
    want = [(name, "fails" if name == "ForgetfulCore" else "passes") for name in cores]
    trial.compare("examine(core_class)", ("core", "your test"), got=got, want=want)


# 06.6: a batch for each key


class OneByOne:
    """The rules found slowly: lists of key, beginning and items, in the order in which they began."""

    def __init__(self, max_size, max_wait):
        self.max_size, self.max_wait, self.waiting = max_size, max_wait, []

    def offer(self, key, item, now):
        found = [batch for batch in self.waiting if batch[0] == key]
        batch = found[0] if found else [key, now, []]
        self.waiting += [] if found else [batch]
        batch[2].append(item)
        if len(batch[2]) < self.max_size:
            return None
        self.waiting = [other for other in self.waiting if other is not batch]
        return batch[2]

    def next_due(self):
        return min((since + self.max_wait for _, since, _ in self.waiting), default=None)

    def take(self, now):
        due = [batch for batch in self.waiting if batch[1] + self.max_wait <= now]
        self.waiting = [batch for batch in self.waiting if batch not in due]
        return [(key, items) for key, _, items in due]


def posted(post, steps, trial):
    """The rows: each step, what leaves with it, and when the next batch is due. A step of one number is a take."""
    for step in steps:
        if len(step) == 1:
            left = post.take(*step)
            pairs = [trial.parts(one, "key", "items") for one in left]
            yield f"take({step[0]})", pairs if isinstance(left, list) else "no list", post.next_due()
        else:
            yield f"offer({step[0]!r}, {step[1]!r}, {step[2]})", post.offer(*step), post.next_due()


def some_letters(rng):
    now, steps = rng.randint(-9, 9), []
    for _ in range(rng.randint(0, 25)):
        now += rng.choice((0, 0, 1, 2, 0.5))
        steps.append((rng.choice("abcd"), rng.randint(0, 9), now) if rng.random() < 0.75 else (now,))
    return rng.randint(1, 4), rng.choice((0, 1, 2.5, 6)), [*steps, (99,)]


LETTERS = (
    (3, 10, [("A", 1, 0), ("A", 2, 4), (9,), (10,)]),
    (2, 10, [("A", 1, 0), ("A", 2, 3), ("A", 3, 7), (12,), (17,)]),
    (2, 10, [("A", 1, 0), ("B", 2, 1), ("A", 3, 2), ("A", 4, 3), (13,)]),
    (3, 10, [("B", 1, 0), ("A", 2, 0), ("A", 3, 2), ("B", 4, 4), ("C", 5, 6), (10,)]),
    (3, 10, [(None, 1, 0), (0, None, 1), ("", 3, 2), (12,)]),
    (1, 10, [("A", None, 0), (10,)]),
    (2, 0, [("A", 1, 0), (0,)]),
    (2, 2.5, [("A", 1, -4), (-1.75,), (-1.5,), ("A", 2, -1)]),
    (3, 10, [("A", 1, 0), ("A", 2, 12), (12,)]),
    (2, 0.5, [("A", 1, 0.2), (0.2 + 0.5,)]),  # and (0.2 + 0.5) - 0.2 is less than 0.5
    (2, 10, [(5,)]),
)


@graded(
    "06.6.batches",
    piece="BatchesByKey",
    points=0,
    title="Each key has a batch, which leaves when it is full or due",
    hints=(),
    causes={
        "shared": (
            "Two objects share what waits: what one was offered leaves with the other.",
            lambda got, want: len(got) == 1 and got[0].step == "take(99)" and got[0].leaves != "no list",
        ),
        "no-list": ("`take` returns a list of pairs.", lambda got, want: "no list" in [row.leaves for row in got]),
        "not-none": (
            "No batch left: then `offer` returns None.",
            at_first(lambda row, due: row.leaves != due.leaves is None and row.next_due == due.next_due),
        ),
        "falsy": (
            'A key that is None, 0 or "" is a key like any other.',
            lambda got, want: want[0].step == "offer(None, 1, 0)",
        ),
        "of-one": (
            "With a `max_size` of 1, each item is a full batch at once.",
            lambda got, want: want[0].step == "offer('A', None, 0)",
        ),
        "at-once": (
            "With a `max_wait` of 0, a batch is due in the second in which it begins.",
            lambda got, want: want[0].step == "offer('A', 1, 0)" and want[0].next_due == 0,
        ),
        "fraction": (
            "Times are numbers: they may have fractions, and lie before 0.",
            lambda got, want: want[0].step == "offer('A', 1, -4)",
        ),
        "overdue": (
            "A batch was due, and nobody took it. It waits on, and what is offered for its key joins it.",
            signs.wrong_first("offer('A', 2, 12)"),
        ),
        "never-full": (
            "A batch was full, and `offer` did not return it.",
            at_first(lambda row, due: row.step.startswith("offer") and due.leaves and row.leaves is None),
        ),
        "newest": (
            "A batch is due when its first item has waited for `max_wait`, whatever came later.",
            signs.says("offer('A', 2, 4)", 14, "next_due()"),
        ),
        "began-before": (
            "A batch left, and the next one for its key was taken for as old as that one, or put in its place.",
            signs.any_of(
                signs.all_of(signs.wrong_first("offer('A', 3, 7)"), signs.says("offer('A', 3, 7)", 10, "next_due()")),
                signs.wrong_first("offer('A', 4, 3)"),
            ),
        ),
        "border": (
            "A batch is due at the very moment that `next_due()` names.",
            at_first(lambda row, due: row.leaves == [] and due.leaves in ([("A", [1, 2])], [("A", [1])])),
        ),
        "not-due": (
            "A batch left with `take` before it was due.",
            at_first(lambda row, due: row.step == "take(9)" and row.leaves),
        ),
        "again": (
            "What had left with `take` still waits.",
            at_first(lambda row, due: row.step == "take(10)" and row.leaves == due.leaves and row.next_due == 10),
        ),
        "none-waits": (
            "No batch waits, and `next_due` is not None.",
            at_first(lambda row, due: row.leaves == due.leaves and due.next_due is None),
        ),
        "first-alone": (
            "Two batches were due, and one left: `take` lets all of them leave.",
            at_first(lambda row, due: row.leaves == due.leaves[:1] != due.leaves),
        ),
        "order": (
            "The right batches left in another order: the one that began first is first.",
            at_first(lambda row, due: row.leaves == due.leaves[::-1] != due.leaves),
        ),
    },
)
def batches_by_key(BatchesByKey, trial):  # noqa: N803
    BatchesByKey(3, 10).offer("Z", 26, 0)
    left = BatchesByKey(3, 10).take(99)
    call, got = "another BatchesByKey(3, 10), which was offered nothing", left if isinstance(left, list) else "no list"
    trial.compare(call, ("step", "leaves"), got=[("take(99)", got)], want=[("take(99)", [])])
    for max_size, max_wait, steps in trial.cases(*LETTERS, draw=some_letters):
        got, want = (posted(kind(max_size, max_wait), steps, trial) for kind in (BatchesByKey, OneByOne))
        call = f"BatchesByKey({max_size}, max_wait={max_wait})"
        trial.compare(call, ("step", "leaves", "next_due()"), got=got, want=want)


class Looks:
    """Makes keys and times that are counted when they are hashed or compared; what is computed from a time is one."""

    def __init__(self):
        self.count = 0
        compared = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
        computed = ("__add__", "__radd__", "__sub__", "__rsub__")
        same = {name: self.looking(getattr(object, name)) for name in ("__eq__", "__hash__")}
        less = {name: self.looking(getattr(float, name)) for name in (*compared, "__hash__")}
        self.key = type("Key", (), same)
        self.time = type("Time", (float,), less | {name: self.computing(name) for name in computed})

    def looking(self, method):
        def look(*values):
            self.count += 1
            return method(*values)

        return look

    def computing(self, name):
        return lambda time, other: self.time(getattr(float, name)(time, other))

    def of(self, call, *arguments):
        """Return what a call gives, and how many looks it took."""
        before = self.count
        gives = call(*arguments)
        return gives, self.count - before


LOOKS = ((0, 10), (0, 10), (500, 20), (5_500, 10), (2, 20), (998, 5_000))  # what leaves, and how many looks it may take


@graded(
    "06.6.looks",
    piece="BatchesByKey",
    points=0,
    title="A call looks at few keys and times, and nothing is held that has left",
    hints=(),
    causes={
        "other-batches": (
            "These are not the batches that should leave: `06.6.batches` says more.",
            signs.wrong("leaves"),
        ),
        "asks-all": (
            "A call looks at hundreds of keys or times. All batches wait equally long, so the one that began first is "
            "due first. What remembers the order in which something came into it?",
            lambda got, want: max(row.looks for row in got[:-1]) > 400,
        ),
        "searches": (
            "A call looks at more keys and times than it may. Nothing has to be sorted here: the order in which "
            "batches began is the order in which they are due.",
            signs.wrong("looks"),
        ),
        "held": ("A key is held of which no batch waits any more.", signs.wrong("keys held")),
        "items-held": ("Items are held that have left.", signs.wrong("items held")),
    },
)
def looks(BatchesByKey, trial):  # noqa: N803
    looks, held, items = Looks(), WeakSet(), trial.held()
    post, keys = BatchesByKey(3, 5_000), [looks.key() for _ in range(1_000)]
    held.update(keys)

    def offered(numbers):
        took = [looks.of(post.offer, keys[n % 1_000], items.item(n), looks.time(n)) for n in numbers]
        return sum(full is not None for full, _ in took), max(count for _, count in took)

    got = [
        ("each of 1,000 keys, at most", *offered(range(1_000))),
        ("each of them again", *offered(range(1_000, 2_000))),
        ("500 of them once more", *offered(range(2_000, 2_500))),
        ("next_due()", *looks.of(lambda: float(post.next_due()))),
    ]
    keys.clear()
    waiting = [("500 have left", len(held), items.now)]
    for now in (5_500, 99_999):
        left, count = looks.of(post.take, looks.time(now))
        got.append((f"take({now})", sum(len(trial.parts(one, "key", "items")[1]) for one in left), count))
        del left
    waiting.append(("all have left", len(held), items.now))
    want = [(call, due, at_most(most)) for (call, *_), (due, most) in zip(got, LOOKS, strict=True)]
    trial.compare("BatchesByKey(3, 5000)", ("calls", "leaves", "looks"), got=got, want=want)
    want = [("500 have left", 500, 1_000), ("all have left", 0, 0)]
    trial.compare("BatchesByKey(3, 5000), then", ("when", "keys held", "items held"), got=waiting, want=want)
