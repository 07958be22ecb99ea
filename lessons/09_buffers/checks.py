"""What the exercises of lesson 09 are graded by."""

from itertools import islice

from maif.buffers import BufferCore, BufferStats
from maif.errors import BufferFullError, ClosedError
from maif_course.checks import graded

POLICIES = ("drop_oldest", "drop_newest", "block", "error")
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
            lambda got, want: any(not set(row[1]) & set("CDEFGH") for row in got),
        ),
        "swapped": (
            "The first two have changed places. `drop_oldest` pushes out the letter that has waited longest.",
            lambda got, want: got[0][1:] == want[1][1:] and got[1][1:] == want[0][1:],
        ),
        "no-last-take": (
            "The reader takes a letter at the end of each minute, of the fourth too.",
            lambda got, want: any(len(row[1]) == 3 for row in got),
        ),
        "vanished": (
            "A letter is missing. Each of the eight is taken, in the buffer, or lost, but for what a blocked writer "
            "still has in hand or behind it.",
            lambda got, want: any(len(set("".join(row[1:]))) < 8 for row in got[:2]),
        ),
        "block-loses": (
            "Under `block` nothing is lost: the writer keeps its letter until there is room.",
            lambda got, want: got[2][3] != "",
        ),
        "block-unbounded": (
            "Under `block` there are two places too. What has not been let in is with the writer, not in the buffer.",
            lambda got, want: len(got[2][2]) > 2,
        ),
        "newest-taken": (
            "The reader takes the oldest letter in the buffer.",
            lambda got, want: got[0][1].startswith("B"),
        ),
        "waiting-one-goes": (
            "Under `drop_newest` a letter lost its place. Only the letter that arrives is turned away.",
            lambda got, want: "C" in got[1][3],
        ),
        "block-skips": (
            "Under `block` a letter has overtaken another: the writer brings the next one once it is rid of this one.",
            lambda got, want: not "ABCDEFGH".startswith(got[2][1] + got[2][2]),
        ),
        "block-lags": (
            "Under `block` a place stayed empty although a letter waited at the door. It comes in at once.",
            lambda got, want: len(got[2][2]) < 2,
        ),
    },
)
def fate(trace, trial):
    told = dict(trace())
    got = []
    for policy, *_ in FATE:
        taken, inside, lost = ("".join(filter(str.isalpha, "".join(part))) for part in told.get(policy, ("", "", "")))
        got.append((policy, taken, inside, "".join(sorted(lost))))
    columns = ("policy", "taken", "in the buffer", "lost")
    trial.compare("trace", columns, got=got, want=FATE, reveal=False)


class ByHand:
    """A core of two places as one would play it with cards: slow, and easy to believe."""

    def __init__(self, policy):
        self.policy, self.cards, self.gone = policy, [], []
        self.offered = self.refused = self.most = 0

    def offer(self, letter):
        self.offered += 1
        if len(self.cards) < 2:
            answer = "True"
        elif self.policy == "drop_oldest":
            self.cards, answer = self.cards[1:], "True"
        else:
            self.refused += 1
            return "BufferFullError" if self.policy == "error" else "False"
        self.cards = [*self.cards, letter]
        self.most = max(self.most, len(self.cards))
        return answer

    def take(self, count):
        batch, self.cards = self.cards[:count], self.cards[count:]
        self.gone += batch
        return "".join(batch)

    @property
    def stats(self):
        taken, waiting = len(self.gone), len(self.cards)
        return BufferStats(self.offered - self.refused, self.offered - taken - waiting, taken, waiting, self.most)


def offered(core, letter):
    """What a core answers to an offer, as text."""
    try:
        return repr(core.offer(letter))
    except (BufferFullError, ClosedError) as error:
        return type(error).__name__


def answers(core, steps):
    """The rows of a core: each step, and what it says to that. A letter is offered; so many items are taken."""
    for step in steps:
        if isinstance(step, str):
            yield f"offer({step!r})", offered(core, step)
        else:
            batch = core.take(step)
            yield f"take({step})", "".join(batch) if isinstance(batch, list) else "no list"


def by_hand(core, steps):
    for step in steps:
        if isinstance(step, str):
            yield f"offer({step!r})", core.offer(step)
        else:
            yield f"take({step})", core.take(step)


def some_steps(rng):
    letters = iter("ABCDEFGHIJKLMNOPQRST")
    return [rng.choice((next(letters), next(letters), 1, rng.randint(1, 3))) for _ in range(rng.randint(4, 10))]


def row(policy, number, rows):
    """One answer of one policy: the row that a cause asks for."""
    return [answer for name, _, answer in rows if name == policy][number]


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
    causes={
        "no-answer": (
            "`offer` did not say what became of the item: `True` if it is in the core now, `False` if not.",
            lambda got, want: any(answer == "None" for _, _, answer in got),
        ),
        "no-list": (
            "`take` returns a list. A generator takes nothing out before somebody goes over it.",
            lambda got, want: any(answer == "no list" for _, _, answer in got),
        ),
        "newest-first": (
            "`take` gave the newest item. The oldest is at the front: `popleft`.",
            lambda got, want: row("drop_newest", 4, got) == "B",
        ),
        "one-more": (
            "A core of two places let three items in. It is full when `len(self._items) == self.capacity`.",
            lambda got, want: row("drop_newest", 2, got) == "True" and row("drop_newest", 4, got) == "A",
        ),
        "pushed": (
            "Under `drop_newest` an item that waited was pushed out. There, the one that comes last is turned away.",
            lambda got, want: row("drop_newest", 2, got) == "True",
        ),
        "not-as-many": (
            "`take` gave other than what was asked for: the oldest, at most `max_items`, and fewer only if there are "
            "no more.",
            lambda got, want: [row("drop_newest", step, got) for step in (4, 6)] != ["A", "BE"],
        ),
        "oldest-kept": (
            "Under `drop_oldest` the core was full, and turned the new item away. The oldest must go instead.",
            lambda got, want: row("drop_oldest", 2, got) == "False" and row("drop_oldest", 4, got) == "A",
        ),
        "accepted-denied": (
            "Under `drop_oldest` the new item came in, and `offer` said `False`. What it says is of the new item.",
            lambda got, want: row("drop_oldest", 2, got) == "False",
        ),
        "wrong-end": (
            "`drop_oldest` pushed out the newest of those that were waiting. The oldest is the one at the front.",
            lambda got, want: row("drop_oldest", 4, got) == "A",
        ),
        "error-silent": (
            "Under `error` a full core did not raise `BufferFullError`.",
            lambda got, want: row("error", 2, got) != "BufferFullError",
        ),
        "block-raises": (
            "Under `block` a full core raised. It says `False`: whoever wants to wait has asked `has_room` before.",
            lambda got, want: row("block", 2, got) == "BufferFullError",
        ),
        "error-keeps": (
            "Under `error` the item was refused and let in. Raise before you append.",
            lambda got, want: row("error", 6, got) != row("error", 6, want),
        ),
    },
)
def full(BufferCore, trial):  # noqa: N803 — the piece is a class
    for steps in trial.cases(["A", "B", "C", "D", 1, "E", 3], draw=some_steps):
        got, want = [], []
        for policy in POLICIES:
            got += [(policy, *row) for row in answers(BufferCore(2, policy), steps)]
            want += [(policy, *row) for row in by_hand(ByHand(policy), steps)]
        trial.compare("core = BufferCore(2, policy)", ("policy", "call", "answer"), got=got, want=want)


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
            lambda got, want: any(g[4] != w[4] for g, w in zip(got, want, strict=True)),
        ),
        "drops-silent": (
            "An item was pushed out by a newer one, and `dropped` does not know.",
            lambda got, want: got[0][2] < want[0][2],
        ),
        "refusals-silent": (
            "An item was turned away, and `dropped` does not know.",
            lambda got, want: got[1][2] < want[1][2] or got[3][2] < want[3][2],
        ),
        "refused-added": (
            "`added` counts items that were turned away. It counts those that came in.",
            lambda got, want: got[1][1] > want[1][1],
        ),
        "pushed-not-added": (
            "`added` left out an item that came in, because another had to go. One is added, one is dropped.",
            lambda got, want: got[0][1] < want[0][1],
        ),
        "asked-not-taken": (
            "`taken` counts what was asked for. `take(3)` may find fewer.",
            lambda got, want: got[0][3] > want[0][3],
        ),
        "taken-uncounted": (
            "`taken` does not know of all that `take` has handed out.",
            lambda got, want: got[0][3] < want[0][3],
        ),
        "no-mark": (
            "`high_water_mark` is not the most that ever were in the core at once. Look at the end of `offer`, once "
            "the new item is in and nothing is left to push out. The mark never falls.",
            lambda got, want: got[0][5] != want[0][5],
        ),
    },
)
def counts(BufferCore, trial):  # noqa: N803 — the piece is a class
    for steps in trial.cases(["A", "B", "C", "D", 1], ["A", "B", 3, "C"], ["A"], draw=some_steps):
        got, want = [], []
        for policy in POLICIES:
            core, cards = BufferCore(2, policy), ByHand(policy)
            list(answers(core, steps))
            list(by_hand(cards, steps))
            for rows, stats in ((got, core.stats), (want, cards.stats)):
                counted = stats.added, stats.dropped, stats.taken, stats.waiting, stats.high_water_mark
                rows.append((policy, *counted))
        columns = ("policy", "added", "dropped", "taken", "waiting", "high_water_mark")
        call = f"stats of BufferCore(2, policy) after {', '.join(map(str, steps))} (a letter: offer, a number: take)"
        trial.compare(call, columns, got=got, want=want)


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
            lambda got, want: not got[3][3],
        ),
        "late": (
            "The items that the reader wants are there, and it still waits.",
            lambda got, want: not got[1][3],
        ),
        "closed-ignored": (
            "The core is closed: no more can come, and its reader still waits.",
            lambda got, want: got[:4] == want[:4] and not got[4][3],
        ),
        "impatient": (
            "The reader was told to take fewer than it wants, and more could still have come.",
            lambda got, want: any(g[3] and not w[3] for g, w in zip(got, want, strict=True)),
        ),
    },
)
def ready(BufferCore, trial):  # noqa: N803 — the piece is a class
    got, want = [], []
    for inside, count, closed in [(0, 1, False), (1, 1, False), (1, 2, False), (3, 5, False), (1, 2, True)]:
        core = BufferCore(3, "block")
        for letter in "ABC"[:inside]:
            core.offer(letter)
        core.closed = closed
        state = inside, "closed" if closed else "open"
        got.append((*state, f"is_ready({count})", bool(core.is_ready(count))))
        want.append((*state, f"is_ready({count})", inside >= count or inside == 3 or closed))
    trial.compare("core = BufferCore(3, 'block')", ("items", "core", "call", "answer"), got=got, want=want)


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
            lambda got, want: got[0][2] != "ClosedError",
        ),
        "full-first": (
            "The core was full and closed, and you looked at the first of these first. Once it is closed, nothing is "
            "dropped.",
            lambda got, want: any(said != "ClosedError" for _, inside, said, *_ in got if inside == "AB"),
        ),
        "rest-lost": (
            "What was in the core when it was closed did not come out, or not in its order. It is due to the reader.",
            lambda got, want: any(g[3] != w[3] for g, w in zip(got, want, strict=True)),
        ),
        "counted": (
            "An offer to a closed core was counted. The writer was told, so nothing is lost.",
            lambda got, want: any(g[4] != w[4] for g, w in zip(got, want, strict=True)),
        ),
    },
)
def closed(BufferCore, trial):  # noqa: N803 — the piece is a class
    got, want = [], []
    for letters in ("A", "AB"):
        for policy in POLICIES:
            core = BufferCore(2, policy)
            for letter in letters:
                core.offer(letter)
            core.closed = True
            said, rest, stats = offered(core, "Z"), "".join(core.take(9)), core.stats
            got.append((policy, letters, said, rest, f"{stats.added} added, {stats.dropped} dropped"))
            want.append((policy, letters, "ClosedError", letters, f"{len(letters)} added, 0 dropped"))
    got, want = (sorted(rows, key=lambda row: (POLICIES.index(row[0]), row[1])) for rows in (got, want))
    columns = ("policy", "in it", "offer('Z')", "take(9)", "counts")
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
        "kept": (
            "You hold more when more was offered: items that have left the core are still kept somewhere.",
            lambda got, want: any(g != w for g, w in zip(got, want, strict=True)),
        ),
    },
)
def held(BufferCore, trial):  # noqa: N803 — the piece is a class
    got = []
    for policy in POLICIES:

        def most(count, policy=policy):
            gauge, core = trial.held(), BufferCore(5, policy)
            for number, item in enumerate(gauge.items(range(count))):
                offered(core, item)
                if number % 20 == 0:
                    core.take(2)
            return "8 or fewer" if gauge.most <= 8 else str(gauge.most)

        got += [(policy, *row) for row in trial.growing(most)]
    want = [(policy, count, "8 or fewer") for policy, count, _ in got]
    trial.compare("core = BufferCore(5, policy)", ("policy", "items offered", "most held"), got=got, want=want)


class Silent:
    """Forgets what has waited longest, and has books that balance."""

    def __init__(self, capacity):
        self._core = BufferCore(capacity, "drop_oldest")
        self.offer, self.take = self._core.offer, self._core.take

    def __len__(self):
        return len(self._core)

    @property
    def stats(self):
        stats = self._core.stats
        return BufferStats(stats.taken + stats.waiting, 0, stats.taken, stats.waiting, stats.waiting)


class Forgetful:
    """Counts every second item that it loses."""

    def __init__(self, capacity):
        self._core = BufferCore(capacity, "drop_oldest")
        self.offer, self.take = self._core.offer, self._core.take

    def __len__(self):
        return len(self._core)

    @property
    def stats(self):
        stats = self._core.stats
        counted = stats.dropped // 2
        added = stats.taken + stats.waiting + counted
        return BufferStats(added, counted, stats.taken, stats.waiting, stats.high_water_mark)


@graded(
    "09.3.verdicts",
    piece="examine",
    points=2,
    title="The test fails buffers that hide a loss, and no others",
    hints=(
        "All that a `SilentBuffer` says fits together. Which number do you know that it cannot make up?",
        "Offer more items than `make(capacity)` has places, and count your offers. What must be equal to that count?",
        "stats = buffer.stats; assert stats.taken + stats.waiting + stats.dropped == 5 after five offers to make(3).",
    ),
    causes={
        "spares-mutant": (
            "`SilentBuffer` passes your test. Did you fill it beyond its capacity, and compare with your own count?",
            lambda got, want: got[2][1] == "passes",
        ),
        "fails-newest": (
            "A buffer that turns new items away, and counts them, fails your test. It may drop what it likes, if it "
            "says so.",
            lambda got, want: got[0][1] == "passes" and got[1][1] == "fails",
        ),
        "fails-all": (
            "A buffer fails your test although its counts are right: what it dropped is in `stats.dropped`.",
            lambda got, want: got[0][1] == "fails",
        ),
        "spares-half": (
            "A buffer that counts every second loss passes your test. Compare its numbers with your count of offers.",
            lambda got, want: got[3][1] == "passes",
        ),
    },
)
def verdicts(examine, trial):
    def verdict(make):
        try:
            examine(make)
        except AssertionError:
            return "fails"
        return "passes"

    makes = {
        "drops the oldest": lambda capacity: BufferCore(capacity, "drop_oldest"),
        "drops the newest": lambda capacity: BufferCore(capacity, "drop_newest"),
        "SilentBuffer": Silent,
        "counts every second loss": Forgetful,
    }
    got = [(name, verdict(make)) for name, make in makes.items()]
    want = [(name, "passes" if name.startswith("drops") else "fails") for name in makes]
    trial.compare("examine(make)", ("buffer", "your test"), got=got, want=want)


def some_rows(rng):
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: rng.randint(0, 26)]


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
        "ahead": (
            "The source was read to its end before the first batch came.",
            lambda got, want: got[0][1] == want[-1][1] > want[0][1],
        ),
        "in-hand": (
            "One row too many was read: it found no place. Ask for room before you ask for a row.",
            lambda got, want: got[0][1] == want[0][1] + 1,
        ),
        "late": (
            "The core was not filled up before the batch: there was room left, and more rows were there.",
            lambda got, want: any(g[1] < w[1] for g, w in zip(got, want, strict=False)),
        ),
        "starts-over": (
            "The same rows came again. A list begins anew with each loop or `islice` over it: call `iter` once.",
            lambda got, want: len(letters := "".join(batch for batch, _ in got)) > len(set(letters)),
        ),
        "too-large": (
            "A batch has more rows than `size`.",
            lambda got, want: len(got[0][0]) > len(want[0][0]),
        ),
        "rest-lost": (
            "The last rows never came out: the source had ended, but the core was not empty.",
            lambda got, want: got == want[: len(got)],
        ),
        "lost": (
            "Rows are missing: the core had no room for them. `offer` said `False`, and nobody offered them again.",
            lambda got, want: set("".join(row[0] for row in got)) != set("".join(row[0] for row in want)),
        ),
        "empty-batch": (
            "A batch with nothing in it came out. When the core is empty and the rows have ended, end.",
            lambda got, want: not got[-1][0],
        ),
    },
)
def flow(replay, trial):
    for rows in trial.cases("ABCDEFG", "AB", draw=some_rows):
        source = trial.source(rows)
        batches = replay(source, BufferCore(3, "block"), 2)
        got = [("".join(batch), source.pulled) for batch in islice(batches, len(rows) + 2)]
        want = [(rows[start : start + 2], min(start + 3, len(rows))) for start in range(0, len(rows), 2)]
        call = f"replay({rows!r}, BufferCore(3, 'block'), 2)"
        trial.compare(call, ("batch", "rows read"), got=got, want=want)
    trial.case = "rows in a list"
    batches = islice(replay(list("ABCDE"), BufferCore(3, "block"), 2), 9)
    got = [("".join(batch), number) for number, batch in enumerate(batches, start=1)]
    call = "replay(['A', 'B', 'C', 'D', 'E'], BufferCore(3, 'block'), 2)"
    trial.compare(call, ("batch", "number"), got=got, want=[("AB", 1), ("CD", 2), ("E", 3)])
    trial.case = "rows without an end"
    source = trial.endless("ABCDEFGH")
    got = [("".join(batch), source.pulled) for batch in islice(replay(source, BufferCore(3, "block"), 1), 4)]
    want = [("A", 3), ("B", 4), ("C", 5), ("D", 6)]
    trial.compare("replay(rows without an end, BufferCore(3, 'block'), 1)", ("batch", "rows read"), got=got, want=want)


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
        "kept": (
            "More is held when there are more rows: rows are kept beside the core.",
            lambda got, want: got[0][1] != got[1][1],
        ),
        "large": (
            "The core holds 20, a batch 5, and you hold more. Is a batch larger than `size`?",
            lambda got, want: got != want,
        ),
    },
)
def held_rows(replay, trial):
    def most(count):
        gauge = trial.held()
        for _ in replay(gauge.items(range(count)), BufferCore(20, "block"), 5):
            pass
        return "28 or fewer" if gauge.most <= 28 else str(gauge.most)

    got = trial.growing(most)
    want = [(count, "28 or fewer") for count, _ in got]
    call = "for batch in replay(rows, BufferCore(20, 'block'), 5): ..."
    trial.compare(call, ("rows", "most held, with the reader's batch"), got=got, want=want)


def chosen(choice, who, policy, places, lost, trial):
    """Compare one choice; how long the last in line waits, in a core that fills up, follows from its places."""

    def rows(policy, places, lost):
        waits = f"{min(places, 89) - 1} steps"
        return [("policy", policy), ("places", places), ("longest wait", waits), ("lost, you say", lost)]

    got = rows(*choice()[who])
    trial.compare(f"choice[{who!r}]", (who, "is"), got=got, want=rows(policy, places, lost), reveal=False)


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
            lambda got, want: got[0][1] == "block",
        ),
        "stops": (
            "On the first day this desk stops with an exception, and warns of nothing from then on.",
            lambda got, want: got[0][1] == "error" and got[1][1] < 89,
        ),
        "too-long": (
            "What comes last waits for more than 12 steps: every place in front of it is a step.",
            lambda got, want: got[1][1] > 13,
        ),
        "too-few": (
            "There may be more places: what comes last would still be seen within 12 steps, and less would be lost.",
            lambda got, want: got[1][1] < 13,
        ),
        "strongest-lost": (
            "This desk never sees the 5.5: it came early, and newer ones pushed it out. Measure max(seen)[0].",
            lambda got, want: got[0][1] == "drop_oldest",
        ),
        "unmeasured": (
            "Policy and places are right. But that is not what they lose: look at core.stats.dropped after "
            "at_the_desk(core, the_week()).",
            lambda got, want: got[:3] == want[:3],
        ),
    },
)
def desk(choice, trial):
    chosen(choice, "desk", "drop_newest", 13, 76, trial)


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
            lambda got, want: got[1][1] > 1,
        ),
        "stops": (
            "On the first day two come in one step, and this screen stops with an exception.",
            lambda got, want: got[0][1] == "error",
        ),
        "first": (
            "Under this policy the screen shows the first of each step and not the newest.",
            lambda got, want: got[0][1] in ("drop_newest", "block"),
        ),
        "unmeasured": (
            "Policy and places are right. But that is not what they lose: measure it.",
            lambda got, want: got[:3] == want[:3],
        ),
    },
)
def screen(choice, trial):
    chosen(choice, "screen", "drop_oldest", 1, 242, trial)


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
            lambda got, want: got[0][1].startswith("drop"),
        ),
        "earth-waits": (
            "Where there is no place, the earth would have to wait. It does not.",
            lambda got, want: got[0][1] == "block",
        ),
        "too-few": (
            "With so few places it stops with an exception in the first day: try it.",
            lambda got, want: got[1][1] < 89,
        ),
        "too-many": (
            "It is the fewest places that are asked for: some of these are never used. Look at stats.high_water_mark.",
            lambda got, want: got[1][1] > 89,
        ),
        "unmeasured": (
            "Policy and places are right. How many does it lose?",
            lambda got, want: got[:3] == want[:3],
        ),
    },
)
def archive(choice, trial):
    chosen(choice, "archive", "error", 89, 0, trial)
