"""What the exercises of lesson 09 are graded by."""

from itertools import chain

from maif.buffers import BufferCore, BufferStats
from maif.errors import BufferFullError, ClosedError
from maif_course.checks import anything, at_least, at_most, emptied, graded, signs

POLICIES = ("drop_oldest", "drop_newest", "block", "error")
Unforeseen = type("Unforeseen", (KeyboardInterrupt, KeyError, TimeoutError, RuntimeError, ValueError), {})


def refuse(*_):
    raise TypeError("an item may be anything: this one cannot be compared, hashed, or asked whether it is true")


Shy = type("Shy", (), dict.fromkeys(("__eq__", "__lt__", "__bool__", "__len__", "__hash__"), refuse))


def failing(items, error):
    yield from items
    raise error


def types(items):
    return [type(item).__name__ for item in items]


FATE = [("drop_oldest", "ACEG", "H", "BDF"), ("drop_newest", "ABCE", "G", "DFH"), ("block", "ABCD", "EF", "")]


@graded(
    "09.1.fate",
    piece="trace",
    points=2,
    title="Three policies, three fates of eight letters",
    hints=(
        "Minute 3 begins with one letter in the buffer and two at the door. For which of the three is there no place?",
        "Write down the buffer after each arrival, not after each minute. Under `block` also write down who waits "
        "in front of it.",
        "drop_oldest: D E, then E F; takes E. drop_newest: C E; takes C. block: C D, with E at the door; takes C; "
        "then D E, with F at the door.",
    ),
    causes={
        "unfilled": (
            "The trace ends with minute 4. In one of the rows, none of the letters from C on has been taken.",
            lambda got, want: any(not set(row.taken) & set("CDEFGH") for row in got),
        ),
        "swapped": (
            "The first two have changed places. `drop_oldest` pushes out the letter that has waited longest.",
            lambda got, want: [row[1:] for row in got[:2]] == [row[1:] for row in reversed(want[:2])],
        ),
        "no-last-take": (
            "In one of the rows three letters are taken. The reader takes one at the end of each minute, of the fourth "
            "too.",
            lambda got, want: any(len(row.taken) == 3 for row in got),
        ),
        "vanished": (
            "A letter is missing. Each of the eight is taken, in the buffer, or lost, but for what a blocked writer "
            "still has in hand or behind it.",
            lambda got, want: any(len(set("".join(row[1:]))) < 8 for row in got[:2]),
        ),
        "twice": (
            "A letter stands in two places. It is taken, or in the buffer, or lost.",
            lambda got, want: any(len(set("".join(row[1:]))) < len("".join(row[1:])) for row in got),
        ),
        "block-loses": (
            "Under `block` nothing is lost: the writer keeps its letter until there is room.",
            lambda got, want: signs.row_of(got, "block").lost != "",
        ),
        "block-unbounded": (
            "Under `block` there are two places too. What has not been let in is with the writer, not in the buffer.",
            lambda got, want: len(signs.row_of(got, "block").in_the_buffer) > 2,
        ),
        "newest-taken": (
            "B was taken first, and A had waited longer. The reader takes the oldest letter in the buffer.",
            lambda got, want: any(row.taken.startswith("B") for row in got),
        ),
        "waiting-one-goes": (
            "Under `drop_newest` a letter is lost that came first in its minute, when there was a place for it. Only a "
            "letter that finds none is turned away.",
            lambda got, want: set("CEG") & set(signs.row_of(got, "drop_newest").lost),
        ),
        "against-table": (
            "Under `drop_oldest` the first two minutes are given: A and C are taken, and B is lost.",
            lambda got, want: signs.row_of(got, "drop_oldest").taken[:2] != "AC",
        ),
        "block-skips": (
            "Under `block` a letter has overtaken another: the writer brings the next one once it is rid of this one.",
            lambda got, want: not "ABCDEFGH".startswith("".join(signs.row_of(got, "block")[1:])),
        ),
        "block-lags": (
            "Under `block` a place stayed empty although a letter waited at the door. It comes in at once.",
            lambda got, want: len(signs.row_of(got, "block").in_the_buffer) < 2,
        ),
    },
)
def fate(trace, trial):
    told = dict(trace())
    got = []
    for policy in POLICIES[:3]:
        taken, inside, lost = ("".join(filter(str.isalpha, "".join(part))) for part in told.get(policy, ("", "", "")))
        got.append((policy, taken, inside, "".join(sorted(lost))))
    columns = ("policy", "taken", "in the buffer", "lost")
    trial.compare("trace", columns, got=got, want=FATE, reveal=False)


class ByHand:
    """A core of some places as one would play it with cards: slow, and easy to believe."""

    def __init__(self, places, policy):
        self.places, self.policy, self.cards, self.gone = places, policy, [], []
        self.offered = self.refused = self.most = 0

    def offer(self, item):
        self.offered += 1
        if len(self.cards) == self.places and self.policy != "drop_oldest":
            self.refused += 1
            return "BufferFullError" if self.policy == "error" else False
        self.cards = [*self.cards, item][-self.places :]
        self.most = max(self.most, len(self.cards))
        return True

    def take(self, count):
        batch, self.cards = self.cards[:count], self.cards[count:]
        self.gone += batch
        return batch

    @property
    def stats(self):
        taken, waiting = len(self.gone), len(self.cards)
        return BufferStats(self.offered - self.refused, self.offered - taken - waiting, taken, waiting, self.most)


def offered(core, item):
    """What a core answers to an offer."""
    try:
        return core.offer(item)
    except (BufferFullError, ClosedError) as error:
        return "ClosedError" if isinstance(error, ClosedError) else "BufferFullError"


def taken(core, count):
    """What a core hands out; its reader empties the list."""
    batch = core.take(count)
    return emptied(batch) if isinstance(batch, list) else "no list"


def calls(*steps):
    """Steps as they are written in a case: each letter of a text is offered, and so many items are taken."""
    for step in steps:
        yield from [("take", step)] if isinstance(step, int) else [("offer", letter) for letter in step]


def answers(cores, steps):
    """A row for each step: the call, and what each of the cores says to it."""
    for method, value in steps:
        told = [(offered if method == "offer" else taken)(core, value) for core in cores]
        yield f"{method}({value!r})", *told


def some_steps(rng):
    letters = iter("ABCDEFGHIJKLMNOPQRST")
    steps = [rng.choice((next(letters), next(letters), 1, rng.randint(0, 7))) for _ in range(rng.randint(4, 10))]
    return rng.randint(1, 7), list(calls(*steps))


REFUSING = ("drop_newest", "block", "error")


def answer(rows, call, policy):
    """What a core under this policy said to this call."""
    return getattr(signs.row_of(rows, call), policy)


def came_out(rows, policy):
    """What came out of a core under this policy in the first case of `09.2.full`, at once and at the end."""
    return [answer(rows, call, policy) for call in ("take(1)", "take(3)")]


def refused_is_in(*policies):
    """C or D was turned away, and came out all the same."""

    def sign(got, want):
        refused = ((policy, letter) for policy in policies for letter in "CD")
        return any(
            answer(got, f"offer({letter!r})", policy) is not True and letter in chain(*came_out(got, policy))
            for policy, letter in refused
        )

    return sign


@graded(
    "09.2.full",
    piece="BufferCore",
    points=3,
    title="A full core does what its policy says",
    hints=(
        "Three places where something may happen: the item at the front, the new item, the caller. Which of them does "
        "each policy touch?",
        "Begin `offer` with the question whether the core is full. Which policies are done there, and which one goes "
        "on to the line that puts the item in?",
        "Full: `error` raises, all but `drop_oldest` return False, `drop_oldest` calls `self._items.popleft()`. "
        "Behind all that: append, return True. `take` calls `popleft` min(max_items, len(self._items)) times.",
    ),
    causes={  # all but the last two are claims about the first case; the last two cases are the second with other items
        "no-answer": (
            "`offer` did not say what became of the item: `True` if it is in the core now, `False` if not.",
            lambda got, want: any(None in row[1:] for row in got),
        ),
        "no-list": (
            "`take` returns a list. A generator takes nothing out before somebody goes over it.",
            lambda got, want: any("no list" in row[1:] for row in got),
        ),
        "newest-first": (
            "`take` gave the newest item. The oldest is at the front: `popleft`.",
            lambda got, want: not answer(got, "offer('C')", "drop_newest") and came_out(got, "drop_newest")[0] == ["B"],
        ),
        "error-keeps": (
            "Under `error` an item was refused and let in. Raise before appending.",
            refused_is_in("error"),
        ),
        "refused-in": (
            "`offer` said `False` of an item that is in the core all the same: it came out. It may take the place of "
            "no other.",
            refused_is_in("drop_newest", "block"),
        ),
        "one-more": (
            "A core of two places let three items in. It is full when `len(self._items) == self.capacity`.",
            lambda got, want: any(len(came_out(got, policy)[1]) == 3 for policy in POLICIES),
        ),
        "none-asked": (
            "`take(0)` gave something, and nothing was asked for: at most `max_items` come out.",
            lambda got, want: any(signs.row_of(got, "take(0)")[1:]),
        ),
        "room-unseen": (
            "E came when there was a place, and the core acted as if it were full. It is full when as many are in it "
            "as it has places, whatever came before.",
            lambda got, want: any(
                len(came_out(got, policy)[0]) == 1
                and (
                    answer(got, "offer('E')", policy) in (False, "BufferFullError") or came_out(got, policy)[1] == ["E"]
                )
                for policy in POLICIES
            ),
        ),
        "not-as-many": (
            "`take` gave other than what was asked for: the oldest, at most `max_items`, and fewer only if there are "
            "no more.",
            lambda got, want: all([*map(len, came_out(got, policy))] != [1, 2] for policy in POLICIES),
        ),
        "order": (
            "`take` gave the right items in another order: the oldest comes first.",
            lambda got, want: any(
                batch != due and sorted(batch) == sorted(due)
                for policy in POLICIES
                for batch, due in zip(came_out(got, policy), came_out(want, policy), strict=True)
            ),
        ),
        "pushed": (
            "An item that waited was pushed out, and not under `drop_oldest`. Under the other policies the one that "
            "comes last is turned away.",
            lambda got, want: any({"A", "B"} - set(chain(*came_out(got, policy))) for policy in REFUSING),
        ),
        "oldest-kept": (
            "Under `drop_oldest` the core was full, and turned the new item away. The oldest must go instead.",
            lambda got, want: (
                not answer(got, "offer('C')", "drop_oldest") and came_out(got, "drop_oldest") == [["A"], ["B", "E"]]
            ),
        ),
        "accepted-denied": (
            "Under `drop_oldest` the new item came in, and `offer` said `False`. What it says is of the new item.",
            lambda got, want: (
                answer(got, "offer('C')", "drop_oldest") is False and came_out(got, "drop_oldest")[0] == ["C"]
            ),
        ),
        "wrong-end": (
            "`drop_oldest` pushed out the newest of those that were waiting. The oldest is the one at the front.",
            lambda got, want: came_out(got, "drop_oldest") == [["A"], ["D", "E"]],
        ),
        "error-silent": (
            "Under `error` a full core did not raise `BufferFullError`.",
            lambda got, want: answer(got, "offer('C')", "error") != "BufferFullError",
        ),
        "block-raises": (
            "A full core raised, and not under `error`. It says `False`: whoever wants to wait has asked `has_room` "
            "before.",
            lambda got, want: any(answer(got, "offer('C')", policy) == "BufferFullError" for policy in POLICIES[:3]),
        ),
        "accepted-claimed": (
            "`offer` said `True` of an item that it turned away. What it says is of the new item.",
            lambda got, want: any(
                answer(got, "offer('C')", policy) is True and came_out(got, policy) == [["A"], ["B", "E"]]
                for policy in REFUSING
            ),
        ),
        "falsy": (
            'None, 0, False and "" are items as all others: with letters in their places all is right.',
            lambda got, want: want[0].call in ("offer(None)", "offer(item)"),
        ),
        "equal": (
            "Two items that are equal are two items: with different letters in their places all is right.",
            lambda got, want: want[0].call == want[1].call,
        ),
    },
)
def full(BufferCore, trial):  # noqa: N803 — the piece is a class
    letters = list(calls("ABCD", 1, "E", 2))
    falsy = [(method, {"A": None, "B": 0, "C": ""}.get(value, value)) for method, value in letters]
    equal = list(calls("AAAA", 1, "A", 2))
    telling = [(2, [*calls("ABCD", 1, 0, "E", 3)]), (3, letters), (3, falsy), (3, equal), (7, [*calls("ABCDEFGH", 7)])]
    for places, steps in trial.cases(*telling, draw=some_steps):
        trial.compare(
            f"core = BufferCore({places}, policy)",
            ("call", *POLICIES),
            got=answers(
                [BufferCore(trial.held().item(places), policy) for policy in POLICIES], steps
            ),  # `is` no other int
            want=answers([ByHand(places, policy) for policy in POLICIES], steps),
        )
    trial.case, cores = "items that nobody may compare, and False", [BufferCore(2, policy) for policy in POLICIES]
    got = [("offer(item)", *(offered(core, item) for core in cores)) for item in (Shy(), False, Shy())]
    got.append(("take(9)", *(types(core.take(9)) for core in cores)))
    want = [*[("offer(item)", *[True] * 4)] * 2, ("offer(item)", True, False, False, "BufferFullError")]
    want.append(("take(9)", ["bool", "Shy"], *[["Shy", "bool"]] * 3))
    call = f"core = BufferCore(2, policy); the types of {trial.case}"
    trial.compare(call, ("call", *POLICIES), got=got, want=want)


@graded(
    "09.2.counts",
    piece="BufferCore",
    points=2,
    title="Every item offered is taken, waiting or dropped",
    hints=(
        "Which of the four counts may change in a single `offer`, and which in a `take`?",
        "Find every way out of `offer`. Which count changes on each of them, and after which line is the core at its "
        "fullest?",
        "Full: dropped += 1, whatever the policy. After append: added += 1 and high_water_mark = max(high_water_mark, "
        "len(self._items)). In take: taken += len(batch).",
    ),
    causes={
        "other-items": (
            "These are counts of other items than should be in the core. Mend what `09.2.full` shows, and look again.",
            signs.wrong("waiting"),
        ),
        "drops-silent": (
            "Under `drop_oldest` an item was lost, and `dropped` does not know.",
            lambda got, want: signs.row_of(got, "drop_oldest").dropped < signs.row_of(want, "drop_oldest").dropped,
        ),
        "refusals-silent": (
            "An item was lost, not under `drop_oldest`, and `dropped` does not know. What is turned away counts.",
            signs.too_small("dropped"),
        ),
        "refused-added": (
            "`added` is larger than the number of items that should come in. One that is turned away is not added.",
            signs.too_large("added"),
        ),
        "pushed-not-added": (
            "Under `drop_oldest`, `added` is too small. Every new item comes in: one is added, and one is dropped.",
            lambda got, want: signs.wrong_only_at("drop_oldest")(got, want) and signs.too_small("added")(got, want),
        ),
        "asked-not-taken": (
            "`taken` counts what was asked for. `take(3)` may find fewer.",
            lambda got, want: got[0].taken == 3 and want[0].taken == 2,
        ),
        "calls-counted": (
            "`taken` is too large: it counts items, and neither calls nor wishes.",
            signs.too_large("taken"),
        ),
        "taken-uncounted": ("`taken` is too small: it counts all items that `take` gives.", signs.too_small("taken")),
        "dropped-twice": (
            "`dropped` is too large: it counts once what was turned away or pushed out, and nothing else.",
            signs.too_large("dropped"),
        ),
        "no-mark": (
            "`high_water_mark` is not the most that ever were in the core at once. Look at the end of `offer`, once "
            "the new item is in and nothing is left to push out. The mark never falls.",
            signs.wrong("high_water_mark"),
        ),
    },
)
def counts(BufferCore, trial):  # noqa: N803 — the piece is a class
    def counted(core, steps):
        list(answers([core], steps))
        stats = core.stats
        return stats.added, stats.dropped, stats.taken, stats.waiting, stats.high_water_mark

    telling = (["ABCD", 1, 0], ["AB", 3, "C"], ["A"])
    for places, steps in trial.cases(*((2, [*calls(*steps)]) for steps in telling), draw=some_steps):
        trial.compare(
            f"core = BufferCore({places}, policy); {'; '.join(f'{name}({value!r})' for name, value in steps)}",
            ("policy", "added", "dropped", "taken", "waiting", "high_water_mark"),
            got=[(policy, *counted(BufferCore(places, policy), steps)) for policy in POLICIES],
            want=[(policy, *counted(ByHand(places, policy), steps)) for policy in POLICIES],
        )


@graded(
    "09.2.ready",
    piece="BufferCore",
    points=1,
    title="A reader waits for as long as more can come",
    hints=(
        "A reader wants five items of a core with three places. How many can ever be in it at once?",
        "Which two things besides `count` items make it useless to wait?",
        "return self.closed or len(self._items) >= min(count, self.capacity)",
    ),
    causes={
        "for-ever": (
            "The core is full, and its reader still waits for more: nobody can put more in, so it would wait for ever.",
            lambda got, want: False in signs.row_of(got, "3 of 3 and open: is_ready(5)"),
        ),
        "closed-ignored": (
            "The core is closed: no more can come, and its reader still waits.",
            lambda got, want: False in signs.row_of(got, "1 of 3 and closed: is_ready(2)"),
        ),
        "closed-and-empty": (
            "The core is closed and empty. Nothing will ever come, and its reader still waits.",
            lambda got, want: False in signs.row_of(got, "0 of 3 and closed: is_ready(1)"),
        ),
        "impatient": (
            "The reader was told to take fewer than it wants, and more could still have come.",
            lambda got, want: any(True in row and False in due for row, due in zip(got, want, strict=True)),
        ),
        "late": (
            "The items that the reader wants are there, and it still waits.",
            lambda got, want: any(False in row and True in due for row, due in zip(got, want, strict=True)),
        ),
    },
)
def ready(BufferCore, trial):  # noqa: N803 — the piece is a class
    def core(policy, inside, state):
        core = BufferCore(3, policy)
        for letter in "ABC"[:inside]:
            core.offer(letter)
        core.closed = state == "closed"
        return core

    states = [
        *((0, "open", 1), (1, "open", 1), (2, "open", 1), (1, "open", 2), (2, "open", 5), (3, "open", 3)),
        *((3, "open", 5), (1, "closed", 2), (0, "closed", 1), (0, "open", 0)),
    ]
    due = [False, True, True, False, False, True, True, True, True, True]
    got = []
    for inside, state, count in states:
        trial.case = f"{inside} of 3 and {state}: is_ready({count})"
        said = [bool(core(policy, inside, state).is_ready(count)) for policy in POLICIES]
        got.append((trial.case, *said))
    want = [(row[0], *[answer] * len(POLICIES)) for row, answer in zip(got, due, strict=True)]
    trial.compare("core = BufferCore(3, policy)", ("core and call", *POLICIES), got=got, want=want)


@graded(
    "09.2.closed",
    piece="BufferCore",
    points=1,
    title="A closed core lets nothing in, and everything out",
    hints=(
        "Who still needs a core that was closed: the writer, the reader, or both?",
        "Look at the first line of `offer`, and make sure that `take` does not ask.",
        "offer begins: if self.closed: raise ClosedError('nothing more can be added'). Nothing is counted before it.",
    ),
    causes={
        "let-in": (
            "The core was closed, and `offer` said nothing of it. It raises `ClosedError`.",
            lambda got, want: any(row.offer_Z != "ClosedError" for row in got if row.in_it == "A"),
        ),
        "full-first": (
            "The core was full and closed, and you looked at the first of these first. Once it is closed, nothing is "
            "dropped.",
            lambda got, want: any(row.offer_Z != "ClosedError" for row in got if row.in_it == "AB"),
        ),
        "rest-lost": (
            "What was in the core when it was closed did not come out, or not in its order. It is due to the reader.",
            signs.wrong("take(9)"),
        ),
        "counted": ("An offer to a closed core was counted. The writer knows: nothing is lost.", signs.wrong("counts")),
        "not-empty": (
            "What was in the core came out, and then `take` gave no empty list.",
            signs.wrong("then take(1)"),
        ),
    },
)
def closed(BufferCore, trial):  # noqa: N803 — the piece is a class
    got, want = [], []
    for policy in POLICIES:
        for letters in ("A", "AB"):
            core = BufferCore(2, policy)
            for letter in letters:
                core.offer(letter)
            core.closed = True
            said, rest, stats = offered(core, "Z"), list(core.take(9)), core.stats
            counts = f"{stats.added} added, {stats.dropped} dropped"
            got.append((policy, letters, said, rest, counts, list(core.take(1))))
            want.append((policy, letters, "ClosedError", list(letters), f"{len(letters)} added, 0 dropped", []))
    columns = ("policy", "in it", "offer('Z')", "take(9)", "counts", "then take(1)")
    trial.compare("core = BufferCore(2, policy); ...; core.closed = True", columns, got=got, want=want)


@graded(
    "09.2.held",
    piece="BufferCore",
    points=1,
    title="Nothing is held that has been taken or dropped",
    hints=(
        "An item was pushed out. Who needs it now?",
        "Which of your attributes grows with the number of items that were offered?",
        "Count with numbers. Keep items in `self._items` and nowhere else, and take them out of it with `popleft`.",
    ),
    causes={
        "nothing": ("No item came out at all: `09.2.full` says more.", lambda got, want: got[0].taken == 0),
        "kept": (
            "You hold more when more was offered: too much was let in, or what has left is still kept somewhere.",
            signs.any_of(*map(signs.grows, POLICIES)),
        ),
        "some-kept": (
            "More is held than the core has places: something that has left it is still kept, or too much was let in.",
            signs.wrong(*POLICIES),
        ),
    },
)
def held(BufferCore, trial):  # noqa: N803 — the piece is a class
    def measured(count):
        most, came = [], 0
        for policy in POLICIES:
            gauge, core = trial.held(), BufferCore(5, policy)
            held = 0  # at most, between two calls
            for number in range(count):
                offered(core, gauge.item(number))
                if number % 20 == 0:
                    came += len(list(core.take(2)))
                held = max(held, gauge.now)
            core.closed = True
            offered(core, gauge.item(count))
            most.append(max(held, gauge.now))
        return came, *most

    got = [(count, *measures) for count, measures in trial.growing(measured)]
    want = [(count, at_least(1), *[at_most(5)] * 4) for count in (100, 1_000)]
    trial.compare("core = BufferCore(5, policy)", ("items offered", "taken", *POLICIES), got=got, want=want)


class Kept:
    """A buffer whose `stats` are those of its core, but for its losses: those that `told` makes of the real ones."""

    def __init__(self, capacity, policy, told):
        self._core, self._told = BufferCore(capacity, policy), told
        self.offer, self.take = self._core.offer, self._core.take

    def __len__(self):
        return len(self._core)

    @property
    def stats(self):
        stats = self._core.stats
        dropped = self._told(stats.dropped)
        most = stats.high_water_mark if dropped else stats.waiting  # what a `SilentBuffer` says of its mark
        pushed_out = dropped if self._core.policy == "drop_oldest" else 0
        return BufferStats(stats.taken + stats.waiting + pushed_out, dropped, stats.taken, stats.waiting, most)


BUFFERS = {  # what each drops, and what it says of that
    "drops the oldest": ("drop_oldest", lambda dropped: dropped),
    "drops the newest": ("drop_newest", lambda dropped: dropped),
    "SilentBuffer": ("drop_oldest", lambda dropped: 0),
    "counts every second loss": ("drop_oldest", lambda dropped: dropped // 2),
    "counts its first loss alone": ("drop_oldest", lambda dropped: min(dropped, 1)),
    "turns new ones away, silently": ("drop_newest", lambda dropped: 0),
    "counts each loss twice": ("drop_oldest", lambda dropped: 2 * dropped),
}


@graded(
    "09.3.verdicts",
    piece="examine",
    points=2,
    title="The test fails buffers that hide a loss, and no others",
    hints=(
        "All that a `SilentBuffer` says fits together. Which number do you know that it cannot make up?",
        "Offer more items than `make(capacity)` has places, and count your offers. What must be equal to that count?",
        "assert len(buffer) + buffer.stats.dropped == 5 after five offers to make(3).",
    ),
    causes={
        "spares-mutant": (
            "`SilentBuffer` passes your test. Did you fill it beyond its capacity, and compare with your own count?",
            signs.says("SilentBuffer", "passes"),
        ),
        "fails-newest": (
            "A buffer that turns new items away, and counts them, fails your test. It may drop what it likes, if it "
            "says so.",
            signs.all_of(signs.says("drops the oldest", "passes"), signs.says("drops the newest", "fails")),
        ),
        "fails-all": (
            "A buffer fails your test although its counts are right: what it dropped is in `stats.dropped`.",
            signs.says("drops the oldest", "fails"),
        ),
        "spares-half": (
            "A buffer that counts every second loss passes your test. Compare its numbers with your count of offers.",
            signs.says("counts every second loss", "passes"),
        ),
        "spares-later": (
            "A buffer that counts its first loss and no other passes your test. Offer so many that it loses two.",
            signs.says("counts its first loss alone", "passes"),
        ),
        "spares-newest": (
            "A buffer that turns new items away, and counts none of them, passes your test. It too loses what you "
            "offered.",
            signs.says("turns new ones away, silently", "passes"),
        ),
        "spares-double": (
            "A buffer that counts each loss twice passes your test. Its numbers are not those of your offers, either.",
            signs.says("counts each loss twice", "passes"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(policy, told):
        try:
            examine(lambda capacity: Kept(capacity, policy, told))
        except AssertionError:
            return "fails"
        return "passes"

    got = [(name, verdict(*BUFFERS[name])) for trial.case in BUFFERS for name in [trial.case]]
    want = [(name, "passes" if name.startswith("drops") else "fails") for name in BUFFERS]
    trial.compare("examine(make)", ("buffer", "your test"), got=got, want=want)


def played(rows, places, size):
    """The rows found slowly: each batch, how far the source is read when it comes, and what then waits in the core."""
    for at in range(0, len(rows), size):
        read = min(at + places, len(rows))
        yield list(rows[at : at + size]), read, max(read - at - size, 0)


def some_rows(rng):
    places = rng.randint(1, 6)
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: rng.randint(0, 26)], places, rng.randint(1, places)


def first_wrong(got, want):
    return next((row, due) for row, due in zip(got, want, strict=False) if tuple(row) != tuple(due))


def letters(rows):
    return [letter for row in rows for letter in row.batch]


@graded(
    "09.4.flow",
    piece="replay",
    points=3,
    title="The source is read as far as there is room; nothing is lost",
    hints=(
        "You hold a row, and the core is full. Where is that row now, and who has counted it?",
        "Which comes first in your loop: asking the core for room, or asking the source for a row?",
        "rows = iter(source); before each batch: for row in islice(rows, core.capacity - len(core)): core.offer(row). "
        "End when the core is still empty after that.",
    ),
    causes={
        "falsy": (
            'Rows that are 0, None or "" are rows as all others: none of them is the end.',
            lambda got, want: None in want[0].batch and letters(got) != letters(want),
        ),
        "nothing": ("No batch came out at all.", signs.nothing_came_out),
        "ahead": (
            "The source was read to its end before the first batch came.",
            lambda got, want: got[0].rows_read == want[-1].rows_read > want[0].rows_read,
        ),
        "in-hand": (
            "One row too many was read: it found no place. Ask for room before you ask for a row.",
            lambda got, want: got[0].rows_read == want[0].rows_read + 1,
        ),
        "early": (
            "The core was filled again before the batch was given. Do that when the reader asks for the next one.",
            lambda got, want: got[0].batch == want[0].batch and got[0].rows_read == want[1].rows_read,
        ),
        "late": (
            "The core was not filled up before the batch: there was room left, and more rows were there.",
            lambda got, want: (wrong := first_wrong(got, want))[0].rows_read < wrong[1].rows_read,
        ),
        "starts-over": (
            "The same rows came again. A list begins anew with each loop or `islice` over it: call `iter` once.",
            lambda got, want: len(letters(got)) > len(set(letters(got))),
        ),
        "too-large": (
            "A batch has more rows than `size`.",
            lambda got, want: max(len(row.batch) for row in got) > max(len(row.batch) for row in want),
        ),
        "rest-lost": ("The last rows never came out: the source had ended, the core was not empty.", signs.end_missing),
        "order": (
            "The right rows came, in another order.",
            lambda got, want: letters(got) != letters(want) and sorted(letters(got)) == sorted(letters(want)),
        ),
        "lost": (
            "Rows are missing: the core had no room for them. `offer` said `False`, and nobody offered them again.",
            lambda got, want: set(letters(got)) < set(letters(want)),
        ),
        "empty-batch": (
            "A batch with nothing in it came out. When the core is empty and the rows have ended, end.",
            lambda got, want: not got[-1].batch,
        ),
        "beside-core": (
            "The right batches came, and the rows that wait are not in the core that was given.",
            signs.wrong_only_in("in the core"),
        ),
        "swallowed": (
            "The source raised an error, and it did not come out as it was. The rows have not ended.",
            signs.wrong("came out"),
        ),
        "anything": (
            "A row may be anything, and none is the end. An object of your own that stands for it is told by `is`.",
            signs.wrong("types"),
        ),
        "two-uses": (
            "Two calls disturb each other, or a batch is used again that its reader has emptied. What a call keeps has "
            "to be its own, and a batch is the reader's.",
            signs.wrong("comes out"),
        ),
    },
)
def flow(replay, trial):
    telling = (("ABCDEFG", 3, 2), ("ABCDE", 4, 1), ("AB", 4, 3), ("A", 3, 2), ("", 3, 2))
    telling += (([None, 0, "", 7, (), False], 3, 2),)
    columns = ("batch", "rows read", "in the core")

    def seen(source, places, size):
        core = BufferCore(places, "block")
        return ((batch, source.pulled, len(core)) for batch in replay(source, core, size))

    for rows, places, size in trial.cases(*telling, draw=some_rows):
        call = f"replay(iter({rows!r}), BufferCore({places}, 'block'), {size})"
        got = seen(trial.source(rows), places, size)
        trial.compare(call, columns, got=got, want=list(played(rows, places, size)))
    for kind, rows in trial.kinds("ABCDE"):
        trial.case = kind
        trial.compare(
            f"replay(A to E as {kind}, BufferCore(3, 'block'), 2)",
            ("batch",),
            got=[(batch,) for batch in trial.take(9, replay(rows, BufferCore(3, "block"), 2))],
            want=[([*"AB"],), ([*"CD"],), (["E"],)],
        )
    trial.case = "rows without an end"
    got = trial.take(4, seen(trial.endless("ABCDEFGH"), 3, 1))
    call = "replay(rows without an end, BufferCore(3, 'block'), 1)"
    trial.compare(call, columns, got=got, want=list(played("ABCDEFGH", 3, 1))[:4])
    trial.closed_after(
        "replay(rows that end in an error, BufferCore(3, 'block'), 1)",
        lambda source: replay(source, BufferCore(3, "block"), 1),
        ways=["the source has failed"],
        want=[("the source has failed", "OSError", anything())],
    )
    for error in (Unforeseen, KeyboardInterrupt):
        trial.case = call = f"replay(rows that end in {error.__name__}, BufferCore(3, 'block'), 1)"
        try:
            came = len(list(replay(failing("AB", error), BufferCore(3, "block"), 1)))
        except (Exception, KeyboardInterrupt) as raised:
            came = type(raised).__name__
        trial.compare(call, ("came out",), got=[(came,)], want=[(error.__name__,)])
    trial.case, rows = "rows of which one may not be compared", [-1, ..., Shy(), object(), StopIteration]
    got = [(types(batch),) for batch in replay(rows, BufferCore(5, "block"), 5)]
    call = "replay([-1, ..., a row that nobody may compare, object(), StopIteration], BufferCore(5, 'block'), 5)"
    trial.compare(call, ("types",), got=got, want=[(["int", "ellipsis", "Shy", "object", "type"],)])
    trial.independent(
        "replay(rows, BufferCore(3, 'block'), 2), whose reader empties each batch",
        lambda rows: replay(rows, BufferCore(3, "block"), 2),
        items=("ABCDEFG", "VWXYZ"),
        want=([[*"AB"], [*"CD"], [*"EF"], ["G"]], [[*"VW"], [*"XY"], ["Z"]]),
    )


@graded(
    "09.4.held",
    piece="replay",
    points=1,
    title="No more rows are held than the core has places",
    hints=(
        "How many rows may there be that are neither in the file nor with the reader, and who has them?",
        "Which of your variables has a row in it, or many, when you `yield`?",
        "Hold rows in the core alone. Let `islice(rows, core.capacity - len(core))` say how many to read.",
    ),
    causes={
        "nothing": ("No batch came out at all: `09.4.flow` says more.", lambda got, want: got[0].batches == 0),
        "kept": ("More is held when there are more rows: rows are kept beside the core.", signs.grows("held")),
        "large": (
            "The core holds 20, the reader's batch 5, and you hold more. Is a batch larger than `size`?",
            signs.wrong("held"),
        ),
    },
)
def held_rows(replay, trial):
    def read(rows):
        """Play the rows to a reader who has a batch in hand while the next one is made."""
        for batch in replay(rows, BufferCore(20, "block"), 5):
            yield len(batch)

    trial.held_at_most(
        "for batch in replay(rows, BufferCore(20, 'block'), 5): ...",
        read,
        want=lambda size: (at_least(1), at_most(28)),
        columns=("rows", "batches", "held"),
    )


def in_rows(policy, places, lost):
    """The rows of one choice; how long the last in line waits, in a core that fills up, follows from its places."""
    waits = f"{min(places, 89) - 1} steps" if isinstance(places, int) else "?"
    return [("policy", policy), ("places", places), ("longest wait", waits), ("lost, you say", lost)]


def chosen(choice, who, trial):
    return in_rows(*trial.parts(tuple(choice()[who]), "policy", "places", "lost"))


def chosen_policy(*policies):
    return signs.any_of(*(signs.says("policy", policy) for policy in policies))


def chosen_places(rows):
    return signs.row_of(rows, "places").is_


@graded(
    "09.5.desk",
    piece="choice",
    points=2,
    title="The desk hears of the strongest within the hour",
    hints=(
        "Which two things does the number of places decide, and which one does the policy?",
        "Try 10 to 16 places under each policy. Look at max(seen)[0], and at the longest wait of all that was seen.",
        "With n places the last in line waits n - 1 steps. The strongest comes early, and is pushed out under "
        "`drop_oldest`; measure what `drop_newest` loses with 13 places: core.stats.dropped.",
    ),
    causes={
        "earth-waits": (
            "`block` makes the writer wait, and here that is the earth. A core under `block` that is offered an item "
            "all the same turns it away: choose what you mean.",
            signs.says("policy", "block"),
        ),
        "stops": (
            "On the first day this desk stops with an exception, and warns of nothing from then on.",
            lambda got, want: signs.says("policy", "error")(got, want) and chosen_places(got) < 89,
        ),
        "too-long": (
            "What comes last waits for more than 12 steps: every place in front of it is a step.",
            lambda got, want: chosen_places(got) > 13,
        ),
        "too-few": (
            "There may be more places: what comes last would still be seen within 12 steps, and less would be lost.",
            lambda got, want: chosen_places(got) < 13,
        ),
        "strongest-lost": (
            "This desk never sees the 5.5: it came early, and newer ones pushed it out. Measure max(seen)[0].",
            signs.says("policy", "drop_oldest"),
        ),
        "unmeasured": (
            "Policy and places are right. But that is not what they lose: look at core.stats.dropped after "
            "at_the_desk(core, the_week()).",
            signs.wrong_only_at("lost, you say"),
        ),
    },
)
def desk(choice, trial):
    got, want = chosen(choice, "desk", trial), in_rows("drop_newest", 13, 76)
    trial.compare("choice['desk']", ("desk", "is"), got=got, want=want, reveal=False)


@graded(
    "09.5.screen",
    piece="choice",
    points=1,
    title="The screen shows the newest there is",
    hints=(
        "Two earthquakes come in one step, and the screen shows one. What should become of the other?",
        "How many places may the core have, if nothing in it may be left over from an earlier step?",
        "One place: what comes pushes out what is there. Measure what that loses.",
    ),
    causes={
        "stale": (
            "With more than one place the screen shows something that came in an earlier step.",
            lambda got, want: chosen_places(got) > 1,
        ),
        "stops": (
            "On the first day two come in one step, and this screen stops with an exception.",
            signs.says("policy", "error"),
        ),
        "first": (
            "Under this policy the screen shows the first of each step and not the newest.",
            chosen_policy("drop_newest", "block"),
        ),
        "unmeasured": (
            "Policy and places are right. But that is not what they lose: measure it.",
            signs.wrong_only_at("lost, you say"),
        ),
    },
)
def screen(choice, trial):
    got, want = chosen(choice, "screen", trial), in_rows("drop_oldest", 1, 242)
    trial.compare("choice['screen']", ("screen", "is"), got=got, want=want, reveal=False)


@graded(
    "09.5.archive",
    piece="choice",
    points=1,
    title="The archive loses nothing, or says so",
    hints=(
        "Which policy lets nobody go on who has lost an item?",
        "How many waited at most, in the lesson, when there was no bound?",
        "As many places as the longest queue had, 89, and `error` behind them.",
    ),
    causes={
        "drops": (
            "Where there is no place, this archive loses an earthquake and goes on. It has to stop.",
            chosen_policy("drop_newest", "drop_oldest"),
        ),
        "earth-waits": (
            "With no place free, the earth would have to wait. It does not.",
            signs.says("policy", "block"),
        ),
        "too-few": (
            "With so few places it stops with an exception in the first day: try it.",
            lambda got, want: chosen_places(got) < 89,
        ),
        "too-many": (
            "It is the fewest places that are asked for: some of these are never used. Look at stats.high_water_mark.",
            lambda got, want: chosen_places(got) > 89,
        ),
        "unmeasured": ("Policy and places are right. How many does it lose?", signs.wrong_only_at("lost, you say")),
    },
)
def archive(choice, trial):
    got, want = chosen(choice, "archive", trial), in_rows("error", 89, 0)
    trial.compare("choice['archive']", ("archive", "is"), got=got, want=want, reveal=False)


# 09.6: the weakest goes


class Shortlist:
    """The rules found slowly: a list in order of arrival, of which the weakest is looked for."""

    def __init__(self, capacity):
        self.capacity, self.inside = capacity, []

    def offer(self, item, worth):
        new = [item, worth]
        self.inside.append(new)
        if len(self.inside) > self.capacity:
            least = min(worth for _, worth in self.inside)
            gone = [one for one in self.inside if one[1] == least][-1]
            self.inside = [one for one in self.inside if one is not gone]
            return gone is not new
        return True

    def take(self, count):
        batch, self.inside = self.inside[:count], self.inside[count:]
        return [item for item, _ in batch]


def shed(core, steps):
    """The rows: each step, and what it gives; a step of one number is a take."""
    for step in [*steps, 9]:
        if isinstance(step, int):
            batch = core.take(step)
            yield f"take({step})", emptied(batch) if isinstance(batch, list) else "no list"
        else:
            yield "offer({!r}, {})".format(*step), core.offer(*step)


def some_worths(rng):
    numbers, steps = iter(range(99)), []
    for _ in range(rng.randint(0, 20)):
        steps.append(rng.randint(0, 3) if rng.random() < 0.2 else (f"i{next(numbers)}", rng.choice((-1, 0, 0.5, 2, 7))))
    return rng.randint(1, 4), steps


SHED = (
    (3, [("A", 1), ("B", 3), ("C", 2), 2]),
    (2, [("A", 3), ("B", 1), ("C", 2), 1]),
    (2, [("A", 3), ("B", 2), ("C", 1)]),
    (2, [("A", 2), ("B", 2), ("C", 3), ("D", 2)]),
    (2, [("A", 1), ("B", 3), 1, ("C", 2), ("D", 2.5)]),
    (2, [("A", 0), ("B", -2), ("C", -1)]),
    (3, [(None, 2), (0, 1), ("", 3), ((), 2.5)]),
    (2, [("A", 3), ("A", 1), ("A", 2), ("B", 2.5), ("C", 2.7), ("C", 1)]),
    (2, [0, ("A", 1), 0]),
    (1, [("A", 1), ("B", 2), ("C", 2)]),
)


def of_case(number, claim=lambda got, want: True):
    """A sign: these are the rows of this telling case, and the claim holds of them."""
    steps = [step for step, _ in shed(Shortlist(1), SHED[number][1])]
    return lambda got, want: [row.step for row in want] == steps and claim(got, want)


def came(rows):
    """What came out in all."""
    return [*chain(*(row.gives for row in rows if row.step.startswith("take")))]


@graded(
    "09.6.shed",
    piece="LoadShedder",
    points=0,
    title="What is worth least goes, and what stays comes out as it came",
    hints=(),
    causes={
        "shared": (
            "Two objects share their items: what was offered to one came out of the other.",
            lambda got, want: "Z" in came(got),
        ),
        "no-list": ("`take` returns a list.", lambda got, want: "no list" in [row.gives for row in got]),
        "no-answer": (
            "`offer` returns True if the new item stays, and False if it goes.",
            lambda got, want: any(row.step.startswith("offer") and not isinstance(row.gives, bool) for row in got),
        ),
        "below-zero": ("Worths may be 0, and less.", of_case(5)),
        "falsy": ('Items may be None, 0 or "": with letters in their places all is right.', of_case(6)),
        "equal": ("Two items that are equal are two items, each with a worth of its own.", of_case(7)),
        "ghost": (
            "What was taken is not inside any more: it takes no place, and cannot be the one that goes.",
            of_case(4),
        ),
        "newest-first": (
            "`take` gave the newest first.",
            of_case(0, lambda got, want: signs.row_of(got, "take(2)").gives == ["C", "B"]),
        ),
        "by-worth": (
            "`take` chose by worth. It gives the oldest: worth says who has to go, not who is next.",
            of_case(0, lambda got, want: signs.row_of(got, "take(2)").gives in (["A", "C"], ["B", "C"])),
        ),
        "not-as-many": (
            "`take` gave other than what was asked for: at most `max_items`, and fewer only if there are no more.",
            of_case(0, lambda got, want: len(signs.row_of(got, "take(2)").gives) != 2),
        ),
        "one-more": (
            "More items were inside than there are places.",
            lambda got, want: len(came(got)) > len(came(want)),
        ),
        "strongest": (
            "The item that was worth most, and the oldest, had to go. Neither is a reason: who is worth least goes.",
            of_case(1, lambda got, want: "A" not in came(got)),
        ),
        "turned-away": (
            "The new item was turned away, though another was worth less.",
            of_case(1, lambda got, want: came(got) == ["A", "B"]),
        ),
        "new-one-in": (
            "The new item is worth less than those inside. It goes itself.",
            of_case(2, lambda got, want: "C" in came(got)),
        ),
        "said": (
            "The right items stayed, and `offer` said something else. What it says is of the new item.",
            lambda got, want: came(got) == came(want),
        ),
        "tie": (
            "Of items that are worth equally little, one went that had come before another. The last one goes.",
            of_case(3, lambda got, want: "A" not in came(got)),
        ),
    },
)
def shedding(LoadShedder, trial):  # noqa: N803 — the piece is a class
    LoadShedder(3).offer("Z", 26)
    for capacity, steps in trial.cases(*SHED, draw=some_worths):
        trial.compare(
            f"LoadShedder({capacity})",
            ("step", "gives"),
            got=shed(LoadShedder(capacity), steps),
            want=shed(Shortlist(capacity), steps),
        )
    trial.case, core = "items that nobody may compare", LoadShedder(2)
    got = [([core.offer(Shy(), worth) for worth in (1, 1, 2, 1)], types(core.take(9)))]
    call = "LoadShedder(2), items that nobody may compare, worth 1, 1, 2 and 1"
    trial.compare(call, ("offer", "take(9)"), got=got, want=[([True, True, True, False], ["Shy", "Shy"])])


class Worth(float):
    """A number, of which is known how often one was compared; what is computed from it is one, too."""

    compared = 0


def counting(name):
    def compare(worth, other):
        Worth.compared += 1
        return getattr(float, name)(worth, other)

    return compare


for name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Worth, f"__{name}__", counting(f"__{name}__"))
Worth.__hash__ = float.__hash__
Worth.__neg__ = lambda worth: Worth(-float(worth))


@graded(
    "09.6.looks",
    piece="LoadShedder",
    points=0,
    title="Few worths are compared, and nothing is held that is not inside",
    hints=(),
    causes={
        "other-items": (
            "Other items came out than should: `09.6.shed` says more.",
            signs.wrong_at("of the 300 that are worth most, come out"),
        ),
        "offer-asks-all": (
            "An `offer` compares hundreds of worths. In an order of worths, the weakest is known without asking all.",
            lambda got, want: signs.row_of(got, "comparisons of an offer, at most").seen > 150,
        ),
        "take-asks-all": (
            "A `take` of the oldest compares hundreds of worths. Where one lies in an order can be found by halving.",
            lambda got, want: signs.row_of(got, "comparisons of a take, at most").seen > 150,
        ),
        "items-held": (
            "Items are held that have gone, or were taken.",
            signs.wrong_at("items held, when 10 are inside"),
        ),
        "worths-held": (
            "The items are gone, but their worths pile up.",
            signs.wrong_at("worths held, when 10 are inside"),
        ),
    },
)
def few_looks(LoadShedder, trial):  # noqa: N803
    core, most = LoadShedder(300), {"offer": 0, "take": 0}

    def measured(name, *arguments):
        Worth.compared = 0
        gives = getattr(core, name)(*arguments)
        most[name] = max(most[name], Worth.compared)
        return gives

    for number in range(600):
        measured("offer", number * 7919 % 600, Worth(number * 7919 % 600))
    taken = [item for _ in range(300) for item in measured("take", 1)]
    small, items, worths = LoadShedder(10), trial.held(), trial.held()
    for number in range(200):
        small.offer(items.item(f"item {number}"), worths.item(float(number % 50)))
        if number % 3 == 0:
            small.take(1)
    got = [
        ("of the 300 that are worth most, come out", sum(item >= 300 for item in taken)),
        ("comparisons of an offer, at most", most["offer"]),
        ("comparisons of a take, at most", most["take"]),
        ("items held, when 10 are inside", items.now),
        ("worths held, when 10 are inside", worths.now),
    ]
    want = [300, at_most(40), at_most(40), 10, at_most(10)]
    trial.compare(
        "LoadShedder(300), then LoadShedder(10)",
        ("what", "seen"),
        got=got,
        want=[(what, due) for (what, _), due in zip(got, want, strict=True)],
    )
