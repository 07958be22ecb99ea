"""What the exercises of lesson 06 are graded by."""

import io
from collections import deque
from contextlib import suppress
from itertools import count
from queue import Empty

from maif.batches import BatchCore
from maif.clock import VirtualClock
from maif.errors import ClosedError
from maif_course.checks import at_least, at_most, graded, signs

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
            lambda got, want: any(row[1] == "no pair" for row in got),
        ),
        "stops": (
            "So far it is right, and there are more items. Every one of them leaves in some batch.",
            lambda got, want: len(got) < len(want) - 1 and got == want[: len(got)],
        ),
        "last-lost": (
            "H is missing. When the source ends, what is left is a batch as well.",
            lambda got, want: got == want[:-1],
        ),
        "last-waits": (
            "H leaves later than the source ends. Nothing can come any more, so nobody waits for it.",
            lambda got, want: got[:-1] == want[:-1] and got[-1][0] > want[-1][0],
        ),
        "newest": (
            "You let the newest item set the alarm. D came at 25, and waits for 30 seconds, whoever comes later.",
            lambda got, want: got[1][0] == 70,
        ),
        "since-last-batch": (
            "You counted from the second in which the batch before left. A wait begins when an item comes.",
            lambda got, want: got[1][0] == 50,
        ),
        "on-arrival": (
            "Your batch leaves when the next item comes. Somebody takes it in the second in which it is due.",
            lambda got, want: got[1][0] == 60,
        ),
        "size-first": (
            "You waited until H filled the batch. F came at 60, and would have waited for 35 seconds.",
            lambda got, want: got[2] == (95, "FGH"),
        ),
        "left-behind": (
            "F left alone, and G was there. A batch that is due takes along what has come by then.",
            lambda got, want: got[2] == (90, "F"),
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
    return [(list(items[start : start + size]),) for start in range(0, len(items), size)]


def shown(batch):
    """The batch, or what it is instead of a list."""
    return batch if isinstance(batch, list | tuple) else f"a {type(batch).__name__}"


def some_items(rng):
    return [rng.choice("ABCD") for _ in range(rng.randint(0, 20))]


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
            lambda got, want: not isinstance(got[0][0], int | list),
        ),
        "starts-again": (
            "Each batch began with the first item again. A list gives its items anew to everyone who asks; "
            "`iter(items)`, taken once, remembers where you are.",
            lambda got, want: len(got) > 1 and got[0] == got[1] == want[0] != want[1],
        ),
        "one-list": (
            "All batches are one and the same list, which you empty or fill anew. Make a list for each batch.",
            lambda got, want: len(got) == len(want) > 1 and all(row == got[0] for row in got),
        ),
        "empty": (
            "A batch without items came out. There is none where the items end with a full batch.",
            lambda got, want: ([],) in got,
        ),
        "filled-up": (
            "The last batch was filled up with items that nobody sent.",
            lambda got, want: len(got) == len(want) and len(got[-1][0]) > len(want[-1][0]),
        ),
        "taken-for-the-end": (
            'An item was lost, or taken for the end. 0, `None` and `""` are items like any other.',
            lambda got, want: want[0][0] == [0, None, "", 1] or got[0] == (0, 15),
        ),
        "rest-lost": (
            "The last batch is missing. It is shorter than `size`, and its items count as much as the others.",
            lambda got, want: got == want[:-1],
        ),
    },
)
def sizes(batches_of, trial):
    for items in trial.cases([*"ABCDEFG"], [*"ABCDEF"], [], draw=some_items):
        got = [(shown(batch),) for batch in trial.take(len(items) + 1, batches_of(items, 3))]
        trial.compare(f"batches_of({''.join(items)!r}, 3)", ("batch",), got=got, want=sliced(items, 3))
    got = [(number, len(batch)) for number, batch in enumerate(trial.take(101, batches_of(range(100), 16)))]
    want = [*((number, 16) for number in range(6)), (6, 4)]
    trial.compare("batches_of(range(100), 16)", ("batch", "items"), got=got, want=want)
    odd = [0, None, "", 1]
    trial.compare(
        "batches_of([0, None, '', 1], 4)", ("batch",), got=zip(trial.take(9, batches_of(odd, 4))), want=[(odd,)]
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
        "too-early": (
            "Items were pulled before anybody asked for a batch.",
            lambda got, want: got[0][1] > 0,
        ),
        "ahead": (
            "When a batch came out, an item behind it had been pulled. It would be lost for whoever reads on.",
            lambda got, want: any(have[1] > need[1] for have, need in zip(got, want, strict=True)),
        ),
    },
)
def lazy(batches_of, trial):
    for size in trial.cases(3, draw=lambda rng: rng.randint(1, 9)):
        source = trial.endless()
        batches = iter(batches_of(source, size))
        got = [("none yet", source.pulled)]
        for number in range(3):
            next(batches)
            got.append((f"batch {number}", source.pulled))
        want = [("none yet", 0), *((f"batch {number}", size * (number + 1)) for number in range(3))]
        trial.compare(f"batches_of(an endless source, {size})", ("given", "pulled"), got=got, want=want)


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
        "everything": (
            "Ten times the items, ten times the memory: something keeps all of them.",
            lambda got, want: got[1].held >= 5 * got[0].held,
        ),
        "two": (
            "Two batches are held: the one that you make, and the one that you gave away. Some name still has it.",
            lambda got, want: all(11 < row.held <= 22 for row in got),
        ),
    },
)
def held(batches_of, trial):
    def want(size):
        return at_least(size // 10), at_most(11)

    trial.held_at_most("batches_of(items, 10)", lambda items: batches_of(items, 10), want=want)


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
        "never": (
            "The source was not closed at all.",
            lambda got, want: [row[1] for row in got[:3]] == ["open"] * 3,
        ),
        "early-exit": (
            "The source stayed open when the batches were left before the end.",
            lambda got, want: got[0][1] == "open",
        ),
        "failure": (
            "The source raised an error, and stayed open.",
            lambda got, want: got[2][1] == "open",
        ),
        "file": (
            "You closed a file. Whoever opened it may want to read on; `closing_source` leaves it open.",
            lambda got, want: got[3][1] == "closed",
        ),
    },
)
def closed(batches_of, trial):
    def state(source):
        return "closed" if source.closed else "open"

    def failing():
        yield from "ABCD"
        raise OSError

    left, whole, failed = trial.source("ABCDEFG"), trial.source("ABCDEFG"), trial.source(failing())
    batches = iter(batches_of(left, 3))
    next(batches)
    trial.leave(batches)
    got = [("left after a batch", state(left))]
    trial.take(9, batches_of(whole, 3))
    got.append(("at the end", state(whole)))
    with suppress(OSError):
        trial.take(9, batches_of(failed, 3))
    got.append(("the source fails", state(failed)))
    file = io.StringIO("A\nB\nC\nD\n")
    batches = iter(batches_of(file, 3))
    next(batches)
    trial.leave(batches)
    got.append(("a file", state(file)))
    want = [(when, "open" if when == "a file" else "closed") for when, _ in got]
    trial.compare("batches_of(source, 3)", ("when", "source"), got=got, want=want)


class PlainList:
    """The rules found slowly: pairs in a list, looked at from the start each time."""

    def __init__(self, max_size, max_wait=None):
        self.max_size, self.max_wait, self.pairs = max_size, max_wait, []

    def __len__(self):
        return len(self.pairs)

    def offer(self, item, now):
        self.pairs.append((item, now))

    def next_due(self):
        moments = [came for _, came in self.pairs[self.max_size - 1 : self.max_size]]
        if not moments and self.max_wait is not None:
            moments = [came + self.max_wait for _, came in self.pairs[:1]]
        return moments[0] if moments else None

    def take(self, now):
        due = self.next_due()
        return self.flush() if due is not None and due <= now else []

    def flush(self):
        batch, self.pairs = self.pairs[: self.max_size], self.pairs[self.max_size :]
        return [item for item, _ in batch]


def listed(batch):
    return None if batch is None else list(batch)


def played(core, steps):
    """The rows: each step, what it gives, when the next batch is due, and how many items wait."""
    letters = map(chr, count(65))
    for step, number in steps:
        given = ""
        if step == "offer":
            letter = next(letters)
            core.offer(letter, number)
            told = f'offer("{letter}", {number})'
        elif step == "take":
            told, given = f"take({number})", listed(core.take(number))
        elif step == "flush":
            told, given = "flush()", listed(core.flush())
        else:
            setattr(core, step, number)
            told = f"{step} = {number}"
        yield told, given, core.next_due(), len(core)


def some_steps(rng):
    steps, now = [], 0
    for _ in range(rng.randint(1, 25)):
        now += rng.choice((0, 0, 1, 3, 8))
        steps.append((rng.choice(("offer", "offer", "offer", "take", "take", "flush")), now))
    return steps


def some_resized(rng):
    steps = some_steps(rng)
    steps.insert(rng.randint(0, len(steps)), ("max_size", rng.randint(1, 4)))
    return steps


def compare_cores(BatchCore, limits, steps, trial):  # noqa: N803
    got, want = (list(played(kind(*limits), steps)) for kind in (BatchCore, PlainList))
    call = f"core = BatchCore({limits[0]}, max_wait={limits[1]})"
    trial.compare(call, ("step", "gives", "next_due()", "len"), got=got, want=want)


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
    causes={
        "none": (
            "A batch is a list, an empty one too: `None` is nothing that a caller could loop over.",
            lambda got, want: any(row[1] is None for row in got),
        ),
        "with-moments": (
            "The moments came out with the items. They are your own notes.",
            lambda got, want: any(isinstance(item, tuple) for row in got for item in row[1]),
        ),
        "zero": (
            "0 is a moment like any other. Ask for `is None`.",
            lambda got, want: len(got) == 3 and got[1][2] == 0 and got[2][1] == [],
        ),
        "flush-waits": (
            "`flush` gives out what waits, full or not.",
            lambda got, want: got[1][0] == "flush()" and not got[1][1] and bool(want[1][1]),
        ),
        "not-taken": (
            "What was given out still waits.",
            lambda got, want: got[1][1] == want[1][1] and got[1][3] > want[1][3],
        ),
        "too-few": (
            "`take` gave out an item that made no batch yet, and was not due.",
            lambda got, want: got[3][1] == ["B"],
        ),
        "full-unknown": (
            "`next_due()` says nothing of a batch that is full. It is due, with a time limit or without.",
            lambda got, want: got[4][2] is None,
        ),
        "item-lost": (
            "Three items were offered, and one of them is gone. A `deque` with a `maxlen` drops the oldest in silence.",
            lambda got, want: got[5][3] == 2 and got[6][1] != want[6][1],
        ),
        "due-oldest": (
            "You told the moment in which the oldest item came. The batch was full when C came, at 5.",
            lambda got, want: got[4][2] == 4,
        ),
        "exactly-full": (
            "Two items made a batch, and three did not. Full means `max_size` or more.",
            lambda got, want: got[4] == want[4] and got[5][2] is None,
        ),
        "due-newest": (
            "The batch was full when C came. `next_due()` is that moment, whatever came later.",
            lambda got, want: got[5][2] == 7,
        ),
        "too-many": (
            "A batch has more than `max_size` items. What is above the limit stays for the next one.",
            lambda got, want: any(len(row[1]) > 2 for row in got),
        ),
        "newest-first": (
            "The newest items came out first. Whoever came first leaves first.",
            lambda got, want: got[6][1] in (["D", "C"], ["C", "D"], ["C", "B"]),
        ),
        "size-fixed": (
            "`max_size` was changed while D and E waited, and `next_due` went on with the old one.",
            lambda got, want: got[:8] == want[:8] and got[8][2] != want[8][2],
        ),
        "a-moment-late": (
            "A batch is full from the moment in which its last item comes. `take` gives it in that moment already.",
            lambda got, want: len(got) == 3 and got[1][2] == 3 and got[2][1] == [],
        ),
        "not-given": (
            "The batch has been full since 5, and `take(7)` gave nothing. It needs no `max_wait` for that.",
            lambda got, want: got[:6] == want[:6] and got[6][1] == [],
        ),
    },
)
def full(BatchCore, trial):  # noqa: N803
    begin = [("offer", 0), ("flush", 0), ("offer", 4), ("take", 4), ("offer", 5), ("offer", 7)]
    telling = [*begin, ("take", 7), ("offer", 8), ("max_size", 1), ("take", 8)]
    at_once, at_zero = [("offer", 0), ("offer", 3), ("take", 3)], [("offer", 0), ("offer", 0), ("take", 3)]
    for steps in trial.cases(telling, at_once, at_zero, draw=some_resized):
        compare_cores(BatchCore, (2, None), steps, trial)


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
    causes={
        "size-alone": (
            "Nothing was due before it was full: your core looks at the size alone.",
            lambda got, want: len(got) > 2 and got[0][2] is None and got[1][2] is None,
        ),
        "zero": (
            "0 is a time like any other, for `now` and for `max_wait`. Ask for `is not None`.",
            lambda got, want: len(got) in (2, 4) and (got[0][2] is None or got[-1][1] == []),
        ),
        "wait-fixed": (
            "`max_wait` was changed, and the core went on with the old one.",
            lambda got, want: len(got) == 3 and got[1][2] != want[1][2],
        ),
        "newest": (
            "Another item put the alarm off. The oldest item counts, and it goes on waiting.",
            lambda got, want: got[1][2] == 14,
        ),
        "not-taken": (
            "At 11 the batch is due, and `take` gave nothing. The moment itself counts already.",
            lambda got, want: got[3][1] == [],
        ),
        "full-first": (
            "E filled the batch at 14. Once it is full, its time no longer counts, nor who comes later: see 06.3.full.",
            lambda got, want: want[7][2] == 14 and [row[2] for row in got[6:8]] != [14, 14],
        ),
        "too-many": (
            "More items came out than make a batch: see 06.3.full.",
            lambda got, want: any(len(row[1]) > 3 for row in got),
        ),
        "forgotten": (
            "F came at 15. When the batch before it left, that was forgotten.",
            lambda got, want: got[:8] == want[:8] and got[8][2] != want[8][2],
        ),
    },
)
def due(BatchCore, trial):  # noqa: N803
    begin = [("offer", 1), ("offer", 4), ("take", 10), ("take", 11), ("offer", 12), ("offer", 13), ("offer", 14)]
    telling = [*begin, ("offer", 15), ("take", 20), ("take", 25)]
    at_zero = [("offer", 0), ("offer", 0), ("offer", 0), ("take", 3)]
    changed = [("offer", 1), ("max_wait", 4), ("take", 5)]
    for steps in trial.cases(telling, [("offer", 0), ("take", 10)], at_zero, changed, draw=some_steps):
        compare_cores(BatchCore, (3, 10), steps, trial)
    for steps in trial.cases([("offer", 0), ("take", 0)], draw=some_steps):
        compare_cores(BatchCore, (3, 0), steps, trial)


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
        "items": (
            "Items that were taken are still held: the more came through, the more you keep.",
            signs.wrong("items held"),
        ),
        "moments": (
            "The items are gone, but the moments in which they came pile up.",
            signs.wrong("moments held"),
        ),
    },
)
def flat(BatchCore, trial):  # noqa: N803
    def most(size):
        core, items, moments = BatchCore(10, 1000), trial.held(), trial.held()
        for number in range(size):
            core.offer(items.item(number), moments.item(float(number)))
            core.take(float(number))
        return items.most, moments.most

    got = [(size, *most) for size, most in trial.growing(most)]
    want = [(size, at_most(12), at_most(12)) for size in (100, 1_000)]
    trial.compare("BatchCore(10, max_wait=1000)", ("items", "items held", "moments held"), got=got, want=want)


class Clock(VirtualClock):
    """Virtual time from 0 on, under a short name."""

    def __repr__(self):
        return "clock"


class Core(BatchCore):
    """The library's core, under a short name."""

    def __repr__(self):
        return f"BatchCore({self.max_size}, {self.max_wait})"


class StandsStill(BaseException):
    """`get` was called again and again, and the clock did not move on. No `except Exception` stops this."""


class Orders:
    """A queue on virtual time: orders come at given seconds, the last closes it. Notes how each `get` ends."""

    def __init__(self, seconds):
        *self.coming, self.end = seconds
        self.clock, self.asked = Clock(), 0
        self.letters, self.woken, self.delivered = map(chr, count(65)), [], []

    def second(self):
        return round(self.clock.monotonic())

    def get(self, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        moment = self.coming[0] if self.coming else self.end
        wait = max(0, moment - self.clock.monotonic())
        self.asked = 0 if self.coming and not wait else self.asked + 1
        if self.asked > 100:
            raise StandsStill
        if timeout != 0 and wait:
            self.asked = 0
        if timeout is not None and timeout < wait:
            self.clock.sleep(timeout)
            self.woken.append((self.second(), "nothing came"))
            raise Empty
        self.clock.sleep(wait)
        if not self.coming:
            self.woken.append((self.second(), "closed"))
            raise ClosedError("this queue is closed")
        del self.coming[0]
        self.woken.append((self.second(), "an order"))
        return next(self.letters)

    def deliver(self, batch):
        self.delivered.append((self.second(), "".join(map(str, batch))))


def second_by_second(seconds, size, wait):
    """The deliveries found slowly, and all wakings: look at every second in turn."""
    *coming, end = seconds
    letters, waiting, delivered, woken = map(chr, count(65)), [], [], []
    for now in range(end + 1):
        for _ in range(coming.count(now)):
            waiting.append((next(letters), now))
            woken.append((now, "an order"))
            if len(waiting) == size or waiting[0][1] + wait <= now:
                delivered.append((now, "".join(letter for letter, _ in waiting)))
                waiting.clear()
        if waiting and waiting[0][1] + wait <= now < end:
            woken.append((now, "nothing came"))
            delivered.append((now, "".join(letter for letter, _ in waiting)))
            waiting.clear()
    if waiting:
        delivered.append((end, "".join(letter for letter, _ in waiting)))
    return delivered, [*woken, (end, "closed")]


def some_seconds(rng):
    """Seconds of which none is 30 after another: whether an order then joins the batch that is due is left open."""
    seconds, now = [], 0
    for _ in range(rng.randint(1, 20)):
        now += rng.choice((0, 1, 5, 10, 29, 31, 200))
        while now - 30 in seconds:
            now += 1
        seconds.append(now)
    return [*seconds, now + rng.choice((0, 1, 29, 100))]


def delivered(deliver_orders, seconds):
    """Run the piece on orders that come at these seconds; return what it delivers, and when it wakes."""
    orders = Orders(seconds)
    try:
        deliver_orders(orders.get, Core(3, 30), orders.clock, orders.deliver)
    except StandsStill:
        what = "100 times closed" if orders.second() == orders.end else "100 times nothing"
        return [(orders.second(), what)], [(orders.second(), what)]
    return orders.delivered, orders.woken


STANDING = {
    "never-ends": (
        "The queue is closed, and `get` is called for ever. `ClosedError` has to end the loop.",
        lambda got, want: got[0][1] == "100 times closed",
    ),
    "spins": (
        "`get` was called 100 times in one second, and nothing came. Let it sleep until `next_due()`, and when\n"
        "`Empty` wakes you, take the batch. Otherwise it stays due.",
        lambda got, want: got[0][1] == "100 times nothing",
    ),
}
EMPTY = (
    "A batch without orders was delivered. `take` and `flush` return an empty list when there is none.",
    lambda got, want: any(not batch for _, batch in got),
)
EARLY = (
    "A batch was delivered before it was full or due. `flush` asks for neither; `take` does.",
    lambda got, want: got[0][0] < want[0][0],
)


def call_of(seconds):
    *coming, end = seconds
    orders = f"orders at {', '.join(map(str, coming))}; closed at {end}"
    return f"{orders}\ndeliver_orders(get, BatchCore(3, 30), clock, deliver)"


@graded(
    "06.4.time",
    piece="deliver_orders",
    points=2,
    title="A batch is delivered in the second in which it is full or due",
    hints=(
        "D waits, and no other order comes. Who wakes the thread at second 55?",
        "`get(timeout=None)` sleeps until there is an order. How long may it sleep at most, and who knows that?",
        "`due = core.next_due()`, `get(None if due is None else max(0, due - clock.monotonic()))`, `except Empty:`",
    ),
    causes={
        **STANDING,
        "empty": EMPTY,
        "early": EARLY,
        "slept": (
            "The thread slept, and orders waited in the queue meanwhile. Sleep in `get`, which wakes when one comes.",
            lambda got, want: got[0][0] > want[0][0],
        ),
        "on-arrival": (
            "D and E were due at 55, and left when the next order came. `get` slept for too long: its timeout is a "
            "span, from now until `next_due()`.",
            lambda got, want: got[1][0] == 80,
        ),
        "max-wait": (
            "You always sleep for `max_wait`. When E came, D had waited for some of that already.",
            lambda got, want: got[1][0] == 70,
        ),
        "stale-clock": (
            "D came at 25, and was due at 55. Read the clock after `get`: while it waited, time went by.",
            lambda got, want: got[1][0] == 50,
        ),
        "no-order": (
            "Something was delivered that did not come. After `Empty` there is no new order to offer.",
            lambda got, want: "None" in together(got) or len(set(together(got))) < len(together(got)),
        ),
        "stops": (
            "The loop ended when nothing had come for a while. `Empty` is no end; `ClosedError` is.",
            lambda got, want: got == want[: len(got)],
        ),
        "order-lost": (
            "An order that came is in no batch. Each one has to be offered before you ask for the next.",
            lambda got, want: len(together(got)) < len(together(want)),
        ),
    },
)
def in_time(deliver_orders, trial):
    for seconds in trial.cases([0, 10, 20, 25, 40, 80, 100, 150, 200], draw=some_seconds):
        seen, _ = delivered(deliver_orders, seconds)
        want, _ = second_by_second(seconds, 3, 30)
        got = [row for row in seen if row[0] < seconds[-1] or row[1].startswith("100 times")]
        want = [row for row in want if row[0] < seconds[-1]]
        trial.compare(call_of(seconds), ("second", "delivered"), got=got, want=want)


def together(rows):
    return "".join(batch for _, batch in rows)


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
        **STANDING,
        "empty": EMPTY,
        "early": EARLY,
        "rest-lost": (
            "The orders that waited were not delivered. `flush` hands them out, due or not.",
            lambda got, want: together(got) == together(want[:-1]),
        ),
        "waited": (
            "The rest was delivered late. Nothing can come after the queue is closed, so nothing is worth waiting for.",
            lambda got, want: together(got) == together(want) and got[-1][0] > want[-1][0],
        ),
    },
)
def at_the_end(deliver_orders, trial):
    for seconds in trial.cases([0, 1, 2, 3, 4, 9], [0, 1, 2, 9], draw=some_quick_seconds):
        got, _ = delivered(deliver_orders, seconds)
        want, _ = second_by_second(seconds, 3, 30)
        trial.compare(call_of(seconds), ("second", "delivered"), got=got, want=want)


def some_quick_seconds(rng):
    """Seconds so close that no order waits for too long."""
    start = rng.randint(0, 9)
    return [start + number for number in range(rng.randint(1, 12) + 1)]


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
            lambda got, want: len(got) > len(want),
        ),
        "too-long": (
            "The thread woke after the batch was due. The timeout is the span from now until `next_due()`: "
            "neither a moment, nor `max_wait`.",
            lambda got, want: got[2][0] == 40,
        ),
        "never-by-itself": (
            "The thread never woke without an order, so nobody delivered the batch that was due.",
            lambda got, want: not any(what == "nothing came" for _, what in got),
        ),
        "stops": (
            "The loop ended when nothing had come for a while. `Empty` is no end; `ClosedError` is.",
            lambda got, want: got == want[: len(got)],
        ),
    },
)
def asleep(deliver_orders, trial):
    for seconds in trial.cases([0, 10, 80, 200], draw=some_seconds):
        _, got = delivered(deliver_orders, seconds)
        _, want = second_by_second(seconds, 3, 30)
        trial.compare(call_of(seconds), ("second", "get returns with"), got=got, want=want)


class ForgetfulCore:
    """Keeps one moment instead of one for each item."""

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
        if self.waiting and self.max_wait is not None:
            return self.since + self.max_wait
        return None

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
        "core = core_class(2, max_wait=10); offer at 0, 1 and 2; take(now=5). Since when does the third wait?",
    ),
    causes={
        "fails-right": (
            "Your test fails a core that keeps the rules. Work out by hand, from 06.3, what each call must give.",
            lambda got, want: got[0][1] == "fails" or got[1][1] == "fails",
        ),
        "spares-mutant": (
            "`ForgetfulCore` passes your test. It errs about items that stay behind when a batch leaves.",
            lambda got, want: got[2][1] == "passes",
        ),
    },
)
def verdicts(examine, trial):
    def verdict(core_class):
        try:
            examine(core_class)
        except AssertionError:
            return "fails"
        return "passes"

    cores = {"built like yours": BatchCore, "slices a list": PlainList, "ForgetfulCore": ForgetfulCore}
    got = [(name, verdict(core_class)) for name, core_class in cores.items()]
    want = [(name, "fails" if name == "ForgetfulCore" else "passes") for name in cores]
    trial.compare("examine(core_class)", ("core", "your test"), got=got, want=want)
