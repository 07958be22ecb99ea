"""The checks of lesson 11: turns, heartbeats, cores that tasks wait for, and what a cancelled task takes along."""

import asyncio
from contextlib import aclosing
from functools import partial
from operator import methodcaller
from string import ascii_uppercase

from maif.buffers import BufferCore
from maif.buffers.awaited import AwaitedCore
from maif.errors import ClosedError, DeadlockError
from maif_course.checks import at_most, graded, signs

ENOUGH = 2_000  # questions to a core, after which somebody asks without waiting


class UnforeseenError(Exception):
    """An error of a class that no answer can know."""


class BroadError(OSError, KeyError, IndexError, ValueError, ZeroDivisionError, TypeError, RuntimeError, AssertionError):
    """An error that is caught by whoever catches one of these."""


class Opaque:
    """An item that may be carried, and not looked into: it has neither a truth nor an `==`."""

    __hash__ = None

    def __bool__(self, *_):
        raise TypeError("an item was asked for its truth, its length or its `==`")

    __len__ = __eq__ = __bool__

    def __repr__(self):
        return "an item without a truth"


OPAQUE = Opaque()


def in_words(batch):
    """What stands for a batch in a row, where the item without a truth may be in it."""
    return [repr(item) if item is OPAQUE else item for item in batch] if isinstance(batch, list) else batch


class Asked(BaseException):
    """A core was asked far more often than anything happened to it. No `except Exception` stops this."""


def counted(question):
    def ask(self, *count):
        self.asked += 1
        if self.asked > ENOUGH:
            raise Asked
        return question(self, *count)

    return ask


class CountingCore(BufferCore):
    """A core under "block" that counts how often it is asked whether to wait."""

    def __init__(self, capacity):
        super().__init__(capacity, "block")
        self.asked = 0

    __len__, has_room, is_ready = map(counted, (BufferCore.__len__, BufferCore.has_room, BufferCore.is_ready))


def neat(second):
    return int(round(second, 3)) if round(second, 3) % 1 == 0 else round(second, 3)


class Watch:
    """Seconds since it was made, on the clock of the loop."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()

    def __call__(self):
        return neat(self._loop.time() - self._began)

    async def until(self, second):
        await asyncio.sleep(max(0, self._began + second - self._loop.time()))


FOR_EVER, TOO_OFTEN = "every task waits for ever", f"the core was asked {ENOUGH:,} times"


def ending(trial, main):
    """Run a coroutine; return what it returns, or what keeps it from its end."""
    try:
        return trial.run(main)
    except DeadlockError:
        return FOR_EVER
    except Asked:
        return TOO_OFTEN


def found(trial, main, *blanks):
    """What a coroutine returns, a tuple; or what keeps it from its end, and blanks."""
    end = ending(trial, main)
    return end if isinstance(end, tuple) else (end, *blanks)


def played(trial, program):
    """Run `program(rows)`, which adds rows; what keeps it from its end becomes the last of them."""
    rows = []
    if end := ending(trial, program(rows)):
        rows.append(("then", end))
    return rows


def waits_for_ever(got, want):
    return any(FOR_EVER in row for row in got)


def asks_too_often(got, want):
    return any(TOO_OFTEN in row for row in got)


POLLS = (
    "Your task asks the core over and over instead of waiting: nobody else gets a turn, or time stands still. "
    "Wait until somebody tells you of a change.",
    asks_too_often,
)

TRACE = [
    (0, "both called"),
    (0, "Ben sits down"),
    (0, "Ada sits down"),
    (1, "Ben gets up"),
    (1, "Ben awaited"),
    (2, "Ada gets up"),
    (2, "Ada awaited"),
]


def minutes(rows):
    return {row.what_happens: row.minute for row in rows}


def told_before(rows, first, second):
    told = [row.what_happens for row in rows]
    return told.index(first) < told.index(second)


@graded(
    "11.1.order",
    piece="trace",
    points=2,
    title="Whoever waits hands over, and nobody else",
    hints=(
        "Calling an `async def` function makes a coroutine, `create_task` puts one in line, `await` runs one. "
        "Which of them runs a line of the visitor's body before it returns?",
        "`main` has the thread until something in it waits. That is the `sleep` of Ben, whom it runs by `await ben`.",
        '`(0, "both called")`, `(0, "Ben sits down")`; Ben sleeps, and now it is Ada\'s turn. Both sleep from 0 on.',
    ),
    causes={
        "starts-at-once": (
            "In your trace a visitor sits down before both are called. Neither a call nor `create_task` runs a "
            "coroutine: it runs when it is awaited, or when the loop gets the thread back.",
            lambda got, want: got[0].what_happens.endswith("sits down"),
        ),
        "task-first": (
            "Ada's task is in line, but the loop has not got the thread back yet: `await ben` runs Ben at once, "
            "within `main`, up to his `sleep`.",
            lambda got, want: got[1].what_happens == "Ada sits down",
        ),
        "one-after-another": (
            "Ada sits down in minute 0, and gets up in minute 2: as soon as Ben sleeps, the loop has the thread, and "
            "starts her.",
            lambda got, want: minutes(got)["Ada gets up"] == "3" or minutes(got)["Ada sits down"] == "1",
        ),
        "await-waits-for-all": (
            "`await ben` goes on when Ben is done, in minute 1, whatever Ada does.",
            lambda got, want: minutes(got)["Ben awaited"] == "2",
        ),
        "before-its-end": (
            "`await ben` is over when Ben's last line has run, and so is `await ada`: who is awaited gets up first.",
            lambda got, want: any(told_before(got, f"{who} awaited", f"{who} gets up") for who in ("Ada", "Ben")),
        ),
        "stops": ("So far it is right, and there is more: seven pairs in all.", signs.end_missing),
    },
)
def order(trace, trial):
    def row(entry):
        if isinstance(entry, tuple | list) and len(entry) == 2:
            return f"{entry[0]:g}" if isinstance(entry[0], int | float) else str(entry[0]), str(entry[1])
        return "no pair", repr(entry)

    got, want = ([row(entry) for entry in entries] for entries in (trace(), TRACE))
    trial.compare("trace", ("minute", "what happens"), got=got, want=want, reveal=False)


class Line:
    """An async generator of letters at given seconds: how often it was asked, and whether its line is open."""

    def __init__(self, seconds, error=None):
        self.seconds, self.error = seconds, error
        self.asked, self.state = 0, "never opened"

    async def letters(self):
        watch = Watch()
        self.state = "open"
        try:
            for letter, second in zip(ascii_uppercase, self.seconds, strict=False):
                self.asked += 1
                await watch.until(second)
                yield letter
            self.asked += 1
            if self.error:
                raise self.error
        finally:
            await asyncio.sleep(0.5)  # to hang up takes a while
            self.state = "closed"


def came(rows):
    return [row.comes_out for row in rows]


def same_item_other(column):
    """Pairs of what was observed and expected in this column, where the same came out."""
    return lambda got, want: [
        (getattr(row, column), getattr(due, column))
        for row, due in zip(got, want, strict=False)
        if row.comes_out == due.comes_out
    ]


def heartbeats(seconds, patience, busy):
    """The rows found slowly: the caller asks, a row is there after `patience` at most, and the caller is busy."""
    rows, now = [], 0
    for number, second in enumerate(seconds, 1):
        while second - now > patience:
            rows.append((neat(now + patience), None, number))
            now += patience + busy
        rows.append((neat(max(now, second)), ascii_uppercase[number - 1], number))
        now = max(now, second) + busy
    return rows


def eruptions(rng):
    seconds = sorted(rng.sample(range(1, 30), rng.randint(1, 6)))
    return seconds, rng.choice((3.3, 4.3, 7.3)), rng.choice((0, 0, 5))


@graded(
    "11.2.beats",
    piece="with_heartbeats",
    points=2,
    title="A heartbeat leaves its source alive",
    hints=(
        "A timeout cancels what it interrupts. What does a `CancelledError` do to a generator that waits in its "
        "`anext`?",
        "`wait_for` cancels the `anext`, and with it the source. Which function waits for a task, and leaves it "
        "alone when the time is over?",
        "Keep the task of `anext(source)`; `await asyncio.wait([task], timeout=patience)`; if it is not done, "
        "`yield None` and wait for the same task again.",
    ),
    causes={
        "killed": (
            "After the first heartbeat no item came any more: the timeout cancelled the source itself.",
            lambda got, want: None in came(got) and not any(came(got)[came(got).index(None) :]),
        ),
        "no-beat": (
            "No `None` came out, however long your caller had to wait.",
            lambda got, want: None not in came(got) and None in came(want),
        ),
        "one-beat": (
            "After a heartbeat you waited without one until the item came. `patience` begins anew.",
            lambda got, want: signs.some_missing(got, want) and None not in set(came(want)) - set(came(got)),
        ),
        "while-busy": (
            "Your caller had been busy, and found a heartbeat as soon as it asked. It waits from when it asks, not "
            "from the item before.",
            lambda got, want: None in came(got) and hasattr(got[0], "second") and None not in came(want),
        ),
        "after-the-end": ("The source had ended, and something more came: when it ends, so do you.", signs.goes_on),
        "ahead": (
            "The source was asked for an item that nobody wanted yet.",
            lambda got, want: any(asked > due for asked, due in same_item_other("source_asked")(got, want)),
        ),
        "falsy": (
            "0 and an empty text are items of the source, like any other.",
            lambda got, want: got[0].source == "0, '', 7" and got[0].comes_out != want[0].comes_out,
        ),
        "shared": (
            "Of two at a time, one got what the other waited for. A default or a global belongs to both.",
            lambda got, want: any(row.comes_out not in (None, *row.of_source) for row in got),
        ),
        "late": (
            "An item came out later than it was there, or a heartbeat after more than `patience` seconds.",
            lambda got, want: any(second > due for second, due in same_item_other("second")(got, want)),
        ),
        "too-soon": (
            "A heartbeat came before your caller had waited for `patience` seconds, which need not be whole ones.",
            lambda got, want: any(second < due for second, due in same_item_other("second")(got, want)),
        ),
    },
)
def beats(with_heartbeats, trial):
    async def program(rows, seconds, patience, busy):
        line, watch = Line(seconds), Watch()
        async for item in with_heartbeats(line.letters(), patience):
            second = watch()
            await asyncio.sleep(busy)
            rows.append((second, item, line.asked))
            if len(rows) > 100:
                break

    for case in trial.cases(
        ([3, 5, 16], 4, 0), ([10.5, 10.75], 3.25, 0), ([3, 12], 4, 6), ([20], 4, 3), draw=eruptions
    ):
        got = played(trial, lambda rows, case=case: program(rows, *case))
        call = "with_heartbeats(source, patience={1}), items in seconds {0}, the caller busy for {2} after each"
        trial.compare(call.format(*case), ("second", "comes out", "source asked"), got=got, want=heartbeats(*case))

    async def items(values):
        for value in values:
            await asyncio.sleep(1)
            yield value

    async def all_of(values, rows):
        rows += [item async for item in with_heartbeats(items(values), 4)]

    got = [(label, played(trial, lambda rows, values=values: all_of(values, rows))) for label, values in VALUES.items()]
    call = "with_heartbeats(source, patience=4), an item each second"
    trial.compare(call, ("source", "comes out"), got=got, want=VALUES.items())

    async def in_turn(rows):
        first, second = (with_heartbeats(items(letters), 0.75) for letters in ("AB", "CD"))
        rows += [(name, await anext(stream)) for stream, name in ((first, "AB"), (second, "CD")) * 2]

    want = [("AB", None), ("CD", None), ("AB", "A"), ("CD", "C")]
    call = "two of with_heartbeats(source, patience=0.75), asked in turn, an item each second"
    trial.compare(call, ("of source", "comes out"), got=played(trial, in_turn), want=want)

    async def many(rows):
        rows.append((1_200, sum([1 async for _ in with_heartbeats(items([*range(1_199), OPAQUE]), 4)])))

    call = "with_heartbeats(source, patience=4), the last item has no truth"
    trial.compare(call, ("items", "come out"), got=played(trial, many), want=[(1_200, 1_200)])


VALUES = {"0, '', 7": [0, "", 7], "one item": ["A"], "no item": []}
AT_ITEM, AT_NONE, CANCELLED = "left behind the item A", "left at the first None", "cancelled in second 10"
ERRORS = (UnforeseenError(), BroadError(), asyncio.CancelledError(), TimeoutError())
RAISED = {f"the source raises {type(error).__name__}": error for error in ERRORS}
*_, TIMES_OUT = RAISED
ENDS = "read to the end"


@graded(
    "11.2.closed",
    piece="with_heartbeats",
    points=2,
    title="The source is closed, however the loop is left",
    hints=(
        "Your caller closes you while you wait for an item. Who still waits in the `anext` of the source?",
        "Two things are to be done on every way out, in this order: end the task that waits, close the source. "
        "Which statements run on every way out?",
        "`async with aclosing(source):`, and in it `try: …` with `finally: task.cancel()` and "
        "`await asyncio.wait([task])`, if there is one.",
    ),
    causes={
        "never": (
            "The source was left open when the caller closed you. `async for` and `anext` close nothing.",
            lambda got, want: all(
                signs.row_of(got, way).the_source_is.startswith("open") for way in (AT_ITEM, AT_NONE)
            ),
        ),
        "waiting": (
            "The caller left at a heartbeat, and the source could not be closed: a task of yours was still waiting "
            "in its `anext`. Cancel that task, and wait until it has ended.",
            signs.wrong_first(AT_NONE),
        ),
        "item": (
            "The caller left behind an item, when nobody waited for the source, and it stayed open.",
            lambda got, want: signs.wrong_at(AT_ITEM)(got, want) and not signs.wrong_at(AT_NONE)(got, want),
        ),
        "killed": (
            "By second 10 your loop was over, though an item was to come in second 20. What ended it?",
            lambda got, want: "was over" in signs.row_of(got, CANCELLED).the_source_is,
        ),
        "swallowed": (
            "Your caller was cancelled, and went on: a `CancelledError` has to pass.",
            lambda got, want: "went on" in signs.row_of(got, CANCELLED).the_source_is,
        ),
        "waited": (
            "The caller had left, and the source was closed only when its next item had come: nobody wants that item.",
            signs.too_late("in second"),
        ),
        "own-timeout": (
            "The source raised a `TimeoutError` of its own, and you took it for your patience.",
            signs.wrong_only_at(TIMES_OUT),
        ),
        "error-lost": (
            "What the source raised did not reach the caller.",
            lambda got, want: any(
                type(error).__name__ not in signs.row_of(got, way).the_source_is for way, error in RAISED.items()
            ),
        ),
    },
)
def closed(with_heartbeats, trial):
    async def left(line, when):
        async with aclosing(with_heartbeats(line.letters(), 4)) as stream:
            for _ in range(20):
                if await anext(stream, "the end") in (when, "the end"):
                    return
        line.state += ", no end"

    async def cancelled(line):
        reading = asyncio.create_task(left(line, "the end"))
        await asyncio.sleep(10)
        over = reading.done()
        reading.cancel()
        await asyncio.wait([reading])
        if not reading.cancelled():
            line.state += ", the loop was over" if over else ", the caller went on"

    async def state(line, program):
        error, watch = "", Watch()
        try:
            await program(line)
        except (UnforeseenError, OSError, RuntimeError, asyncio.CancelledError) as caught:
            error = f", {type(caught).__name__}"
        return line.state + error, watch()

    ways = {
        AT_ITEM: (Line([3, 20]), lambda line: left(line, "A"), "closed", 3.5),
        AT_NONE: (Line([3, 20]), lambda line: left(line, None), "closed", 7.5),
        CANCELLED: (Line([3, 20]), cancelled, "closed", 10.5),
        **{
            way: (Line([3], error), lambda line: left(line, "the end"), f"closed, {type(error).__name__}", 3.5)
            for way, error in RAISED.items()
        },
        ENDS: (Line([3, 9]), lambda line: left(line, "the end"), "closed", 9.5),
    }
    got = [(name, *trial.run(state(line, way))) for name, (line, way, *_) in ways.items()]
    want = [(name, *end) for name, (_, _, *end) in ways.items()]
    call = "with_heartbeats(source, patience=4), items in seconds 3 and 20"
    trial.compare(call, ("the loop is", "the source is", "in second"), got=got, want=want)


def by_hand(capacity, pauses, asks):
    """The rows found second by second: in each, whoever can go on does so, until nobody can."""
    rows, held, letters, closed = [], [], list(zip(ascii_uppercase, pauses, strict=False)), False
    write_at, asks = pauses[0], list(asks)
    read_at = asks[0][0]
    for second in range(200):
        moved = True
        while moved:
            moved = False
            if second >= write_at and not closed and (len(held) < capacity or not letters):
                moved, closed = True, not letters
                if letters:
                    held.append(letters.pop(0)[0])
                    rows.append((second, f"offer({held[-1]!r})", "True"))
                    write_at = second + (letters[0][1] if letters else 1)
                else:
                    rows.append((second, "close()", "None"))
            if asks and second >= read_at and (closed or len(held) >= min(asks[0][2], capacity)):
                moved, (_, name, count) = True, asks.pop(0)
                batch, rest = (held[:count], held[count:]) if name == "take" else (None, held)
                held = rest
                rows.append((second, f"{name}({count})", str(batch)))
                read_at = second + (asks[0][0] if asks else 0)
    return sorted(rows)


def traffic(rng):
    pauses = [rng.choice((0, 0, 1, 3)) for _ in range(rng.randint(2, 7))]
    asks = [(rng.choice((0, 1, 2)), rng.choice(("take", "take", "ready")), rng.randint(1, 4)) for _ in pauses]
    return rng.randint(1, 3), pauses, [*asks, (0, "take", 9), (0, "take", 9), (0, "take", 9)]


@graded(
    "11.3.waits",
    piece="AwaitedCore",
    points=2,
    title="Each goes on when the core says so",
    hints=(
        "A task sleeps until the core has room. Who changes that, and how does the sleeper learn of it?",
        "Each of `offer` and `take` has three steps: wait until the core agrees, tell all who wait, do it. All three "
        "belong inside `async with self.changed`.",
        "`async with self.changed:`, then `await self.changed.wait_for(self.core.has_room)`, "
        "`self.changed.notify_all()`, `return self.core.offer(item)`.",
    ),
    causes={
        "polls": POLLS,
        "for-ever": (
            "At some moment every task waits, and nobody will wake one. Whoever changes the core has to notify; "
            "`core.is_ready` says whether there is enough to take; and nobody may wait for `changed` who holds it.",
            waits_for_ever,
        ),
        "not-waited": (
            "The core refused an item: `offer` did not wait for room.",
            lambda got, want: any(row.ends.startswith("offer") and row.with_ == "False" for row in got),
        ),
        "late": (
            "Somebody could have gone on earlier, and was not told. Who changes the core has to notify.",
            lambda got, want: (
                seconds_of(got).keys() == seconds_of(want).keys()
                and any(seconds_of(got)[call] > second for call, second in seconds_of(want).items())
            ),
        ),
        "ready-takes": (
            "`ready` gave something back, or what was in the core stands in another order behind it. It waits, and "
            "leaves everything as it is.",
            lambda got, want: any(
                (row.ends.startswith("ready") and row.with_ != "None") or row.with_ == "['B']" for row in got
            ),
        ),
        "too-much": (
            "`take(1)` gave more than one item. Others may want what is behind it.",
            lambda got, want: any(row.ends == "take(1)" and len(row.with_) > len("['A']") for row in got),
        ),
        "too-soon": (
            "A reader went on before the core was ready for as many items as it wants.",
            lambda got, want: any(
                row.ends == due.ends and row.second < due.second
                for row, due in zip(reads(got), reads(want), strict=False)
            ),
        ),
    },
)
def waits(make, trial):
    async def program(capacity, pauses, asks, rows):
        awaited, watch = make(CountingCore(capacity)), Watch()

        async def write():
            for letter, pause in zip(ascii_uppercase, pauses, strict=False):
                await asyncio.sleep(pause)
                said = await awaited.offer(letter)
                rows.append((watch(), f"offer({letter!r})", str(said)))
            await asyncio.sleep(1)
            await awaited.close()
            rows.append((watch(), "close()", "None"))

        async def read():
            for pause, name, count in asks:
                await asyncio.sleep(pause)
                said = await (awaited.take(count) if name == "take" else awaited.ready(count))
                rows.append((watch(), f"{name}({count})", str(said)))

        await asyncio.gather(write(), read())

    telling = [(3, "ready", 1), (0, "take", 1), (0, "take", 4), (1, "ready", 2), (0, "take", 3), (0, "ready", 1)]
    for capacity, pauses, asks in trial.cases((3, [0, 0, 0, 0, 3, 1, 1], [*telling, (0, "take", 1)]), draw=traffic):
        got = played(trial, lambda rows, case=(capacity, pauses, asks): program(*case, rows))
        end = [row for row in got if row[0] == "then"]
        got = [*sorted(row for row in got if row not in end), *end]
        call = f'AwaitedCore(BufferCore({capacity}, "block")), one task that writes and one that reads'
        trial.compare(call, ("second", "ends", "with"), got=got, want=by_hand(capacity, pauses, asks))


def seconds_of(rows):
    return {(row.ends, row.with_): row.second for row in rows}


def reads(rows):
    return [row for row in rows if row.ends.startswith(("take", "ready"))]


READY, ZERO = "ready(1, 2.5), nothing is inside", "offer(0, 0), nothing is inside"
FULL, TOO_FEW, COMES = "offer('D', 3), ABC is inside", "take(2, 3), A is inside", "take(1, 3), A comes in 2"
BOTH_COME, ODD = "take(3, 3), A comes in 2, B in 4", "take(3, 0), 0, '' and None are inside"
PATIENT_CALLS = {  # what is inside, what comes when; call, argument, patience; answer, seconds, turned away
    "take(2, 3), nothing is inside": ("", (), "take", 2, 3, "[]", 3, 0),
    TOO_FEW: ("A", (), "take", 2, 3, "['A']", 3, 0),
    READY: ("", (), "ready", 1, 2.5, "None", 2.5, 0),
    FULL: ("ABC", (), "offer", "D", 3, "False", 3, 1),
    "offer('D', 0), ABC is inside": ("ABC", (), "offer", "D", 0, "False", 0, 1),
    "offer('C', 0), AB is inside": ("AB", (), "offer", "C", 0, "True", 0, 0),
    ZERO: ("", (), "offer", 0, 0, "True", 0, 0),
    COMES: ("", ((2, "A"),), "take", 1, 3, "['A']", 2, 0),
    BOTH_COME: ("", ((2, "A"), (4, "B")), "take", 3, 3, "['A']", 3, 0),
    ODD: ((0, "", None), (), "take", 3, 0, "[0, '', None]", 0, 0),
}


@graded(
    "11.3.patience",
    piece="AwaitedCore",
    points=1,
    title="A wait ends when patience is over",
    hints=(
        "`asyncio.timeout(patience)` raises `TimeoutError` where the block ends. What should become of that error?",
        "The block with the timeout holds the wait and nothing else: what follows the wait is done in any case.",
        "`with suppress(TimeoutError):`, in it `async with asyncio.timeout(patience):`, in it "
        "`await self.changed.wait_for(…)`; then go on as if the wait had succeeded.",
    ),
    causes={
        "polls": POLLS,
        "ignored": (
            "A wait with `patience` did not end by itself.",
            waits_for_ever,
        ),
        "timeout-escapes": (
            "`TimeoutError` reached your caller. For a caller with patience, nothing has gone wrong.",
            lambda got, want: any("TimeoutError" in row for row in got),
        ),
        "not-waited": (
            "`offer` did not wait for room at all.",
            signs.says(FULL, 0, "seconds"),
        ),
        "falsy": (
            "An item that is 0, empty or None did not pass as others do. Neither offering nor taking looks at items.",
            lambda got, want: {row.call for row, due in zip(got, want, strict=True) if row != due} <= {ZERO, ODD},
        ),
        "whole-seconds": (
            "Half a second of patience was left, and the wait had ended: patience need not be whole seconds.",
            lambda got, want: signs.row_of(got, READY).seconds < 2.5,
        ),
        "not-told": (
            "An item came in second 2, and a reader that waited for it learned of it later.",
            lambda got, want: signs.row_of(got, COMES).seconds > 2,
        ),
        "gave-nothing": (
            "When patience was over you gave up. What is there by then is still to be taken.",
            signs.wrong_at(TOO_FEW),
        ),
        "asked-once": (
            "An item came, too few for the reader, and it gave up with patience left. Ask again after each change.",
            signs.says(BOTH_COME, 2, "seconds"),
        ),
        "restarts": (
            "Each item that came began your patience anew. It bounds the whole wait.",
            lambda got, want: signs.row_of(got, BOTH_COME).seconds > 3,
        ),
        "not-asked": (
            "`offer` said no by itself. When patience is over, the core is offered the item all the same: it says no, "
            "and counts that it did.",
            lambda got, want: signs.row_of(got, FULL).turned_away == 0,
        ),
        "other-answer": (
            "The answer is wrong: `offer` returns what the core says, `take` what it took, `ready` nothing.",
            signs.wrong_only_in("answer"),
        ),
    },
)
def patience(make, trial):
    async def put(awaited, watch, letters):
        for second, letter in letters:
            await watch.until(second)
            await awaited.offer(letter)

    async def outcome(inside, later, name, argument, seconds):
        awaited, watch = make(CountingCore(3)), Watch()
        for letter in inside:
            await awaited.offer(letter)
        meanwhile = asyncio.create_task(put(awaited, watch, later))
        try:
            said = await getattr(awaited, name)(argument, patience=seconds)
        except TimeoutError:
            said = "TimeoutError"
        ended = watch()
        meanwhile.cancel()
        await asyncio.wait([meanwhile])
        return str(said), ended, awaited.core.stats.dropped

    got, want = [], []
    for call, (inside, later, name, argument, seconds, *end) in PATIENT_CALLS.items():
        got.append((call, *found(trial, outcome(inside, later, name, argument, seconds), "", "")))
        want.append((call, *end))
    columns = ("call", "answer", "seconds", "turned away")
    trial.compare('AwaitedCore(BufferCore(3, "block"))', columns, got=got, want=want)


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


def could_go_on(core, word):
    stats = core.stats
    return core.closed or (stats.waiting > 0 if word in "rp" else stats.waiting < core.capacity)


async def scene(make, script, pauses, capacity=1):
    """Play a script, word by word, and say how it ends.

    "r" is a reader that comes, "p" one with a second of patience, "A" a writer with this letter; "-0" cancels who came
    first, "t" lets a second pass, "x" closes the core. After each word so many turns pass as `pauses` says.
    """
    core, tasks, could = CountingCore(capacity), {}, {}
    awaited = make(core)

    def come(word):
        return awaited.take(1, patience=1 if word == "p" else None) if word in "rp" else awaited.offer(word)

    def cancel(task):
        could[task] = task.done() or tasks[task] == "p" or could_go_on(core, tasks[task])
        task.cancel()

    for word, pause in zip(script.split(), pauses, strict=True):
        if word == "x":
            await awaited.close()
        elif word == "t":
            await asyncio.sleep(1)
        elif word.startswith("-"):
            cancel(list(tasks)[int(word[1:])])
        else:
            tasks[asyncio.create_task(come(word))] = word
        await turns(pause)
    await asyncio.sleep(10)
    asleep = [word for task, word in tasks.items() if not task.done() and could_go_on(core, word)]
    for task in tasks:
        if not task.done():
            cancel(task)
    await asyncio.wait(tasks, timeout=10)
    return how_it_ended(core, asleep, tasks, could)


def how_it_ended(core, asleep, tasks, could):
    ends, read = [f"{'a reader' if word in 'rp' else word} sleeps on" for word in asleep], []
    for task, word in tasks.items():
        call = "take(1)" if word in "rp" else f"offer({word!r})"
        if not task.done() or (not task.cancelled() and not could.get(task, True)):
            ends.append(f"{call} was cancelled and goes on")
        elif not task.cancelled() and not isinstance(task.exception(), ClosedError if core.closed else TimeoutError):
            said = task.result()
            read += said if word in "rp" else []
            if not said and word != "p" and (word != "r" or not core.closed):
                ends.append(f"{call} gave {said}" + (", no ClosedError" if core.closed else ""))
    if core.stats.taken > len(read):
        ends.append("an item is lost")
    there = [*read, *core.take(9)]
    ends += [
        f"offer({word!r}) was cancelled, and offered"
        for task, word in tasks.items()
        if task.cancelled() and word in there
    ]
    return ends[0] if ends else WELL


WELL = "none lost, none forgotten"
SCENES = {  # on a core with one place
    "two readers wait, A comes": "r r A",
    "B and C wait, room comes": "A B C r",
    "B waits, two readers come": "A B r r",
    "a reader waits, A and B come": "r A B",
    "B waits, the core is closed": "A B x",
    "a reader waits and is cancelled; then A comes": "r -0 A",
    "a writer waits and is cancelled; then room comes": "A B -1 r",
    "B and C wait, room comes, B is cancelled": "A B C r -1",
    "two readers wait, A comes, the first is cancelled": "r r A -0",
    "A is there, a reader comes and is cancelled": "A r -1",
    "a reader waits, A comes, the reader is cancelled": "r A -0",
    "the patience of two ends, the second is cancelled": "p p t -1",
}


async def at_any_turn(make, script):
    """Play a script so that its last word comes 0, 1, 2, … turns after the one before it."""
    words = len(script.split())
    for count in range(6):
        for pauses in ([3] * (words - 2) + [count, 0], [count] * words):
            if (end := await scene(make, script, pauses)) != WELL:
                return f"{end} ({count} {'turn' if count == 1 else 'turns'} later)"
    return WELL


async def two_readers(make):
    awaited = make(CountingCore(2))
    of_two, of_one = (asyncio.create_task(awaited.take(count)) for count in (2, 1))
    await turns(3)
    await awaited.offer("A")
    await asyncio.sleep(10)
    end = WELL if of_one.done() or of_two.done() else "a reader sleeps on"
    for task in (of_two, of_one):
        task.cancel()
    await asyncio.wait([of_two, of_one], timeout=10)
    return end


async def core_raises(make):
    """Let each function of a core raise an error once; say where that does not come out, or stops who comes next."""
    functions = {"has_room": ("offer", "A"), "offer": ("offer", "A"), "take": ("take", 1)}
    for name, (called, argument) in functions.items():
        core = BufferCore(1, "block")

        def fail(*_, core=core, name=name):
            delattr(core, name)
            raise BroadError

        awaited = make(core)
        if called == "take":
            await awaited.offer("A")
        setattr(core, name, fail)
        try:
            said = await getattr(awaited, called)(argument)
        except BroadError:
            await getattr(awaited, called)(argument)
        else:
            return f"{called}({argument!r}) returned {said}, not the core's error"
    return WELL


def crowd(rng):
    cancels = [f"-{number}" for number in rng.sample(range(16), 8)]
    script = [*rng.sample([*"rrrrppppABCDEFGH"], 16), *cancels[:4], "t", *cancels[4:]]
    return " ".join(script), rng.choices(range(4), k=25), rng.randint(1, 3)


def ends_with(words):
    """The sign that something ends in this way."""
    return lambda got, want: any(words in row.how_it_ends for row in got)


@graded(
    "11.3.cancelled",
    piece="AwaitedCore",
    points=2,
    title="A cancelled task loses nothing and stops nobody",
    hints=(
        "A cancellation arrives at an `await` that waits. Between which two of your lines must there be none?",
        "Look at what follows `core.take` or `core.offer`: is there an `await` before the `return`? Look at whom you "
        "notify: what if that one is cancelled before it runs?",
        "Notify with `notify_all()`, before you change the core, and let `return self.core.take(count)` be the last "
        "line inside `async with self.changed`.",
    ),
    causes={
        "polls": POLLS,
        "not-told": (
            "A task sleeps on although nobody was cancelled. Who changes the core has to notify, and nobody may keep "
            "`changed` who leaves, by an error either.",
            lambda got, want: any(
                row.how_it_ends == FOR_EVER or "sleeps on" in row.how_it_ends
                for row in got
                if "-" not in SCENES.get(row.what_happens, "-")
            ),
        ),
        "lost": (
            "A reader was cancelled after it had taken an item, and before it could return it. Between taking and "
            "returning there must be no `await`.",
            ends_with("is lost"),
        ),
        "went-on": (
            "A task that had been cancelled went on. `CancelledError` has to pass.",
            ends_with("goes on"),
        ),
        "offered": (
            "A writer was cancelled, and its item went in all the same. Who is cancelled has offered nothing.",
            ends_with("and offered"),
        ),
        "did-not-ask": (
            "A task went on while the core would have had it wait. Ask the core, and act on its answer without an "
            "`await` in between: another task may be faster.",
            lambda got, want: any(" gave " in row.how_it_ends and "Closed" not in row.how_it_ends for row in got),
        ),
        "error-lost": (
            "What the core raises goes to the caller: who offers to a closed core gets `ClosedError`.",
            signs.any_of(ends_with("ClosedError"), ends_with("not the core's error")),
        ),
        "sleeps-on": (
            "One task was told, and could not go on, or was cancelled before it did. Nobody told the next. "
            "Notify all, or pass the word on.",
            ends_with("sleeps on"),
        ),
    },
)
def cancelled(make, trial):
    columns = ("what happens", "how it ends")
    call = 'AwaitedCore(BufferCore(1, "block")), the last of each row at once, or some turns later'
    got = [(name, ending(trial, at_any_turn(make, script))) for name, script in SCENES.items()]
    got.append(("two places; readers of 2 and of 1 wait, A comes", ending(trial, two_readers(make))))
    got.append(("the core raises, and is called again", ending(trial, core_raises(make))))
    trial.compare(call, columns, got=got, want=[(name, WELL) for name, _ in got])
    for script, pauses, capacity in trial.cases(draw=crowd):
        call = f'AwaitedCore(BufferCore({capacity}, "block")), 8 readers (r, p) and 8 writers, 8 of them cancelled (-)'
        got = [(script, ending(trial, scene(make, script, pauses, capacity)))]
        trial.compare(call, columns, got=got, want=[(script, WELL)])


@graded(
    "11.3.asks",
    piece="AwaitedCore",
    points=1,
    title="A task that waits does nothing",
    hints=(
        "A year passes, and three items come. How often does a reader that waits for three have a reason to look?",
        "Is there a `sleep` in your class? Who sleeps for a fixed time looks when nothing has happened.",
        "`await self.changed.wait_for(lambda: self.core.is_ready(count))` looks once, and again at each notification.",
    ),
    causes={
        "for-ever": (
            "A task waits for ever, and the check with it. See to `11.3.waits` first.",
            waits_for_ever,
        ),
        "polls": (
            "You looked at the core every so often, whether something had happened or not.",
            signs.all_of(
                signs.wrong("the core is asked"),
                lambda got, want: any(row.the_core_is_asked == TOO_OFTEN or row.the_core_is_asked > 30 for row in got),
            ),
        ),
        "not-done": (
            "The task did not end with what it was to wait for; `11.3.waits` says more.",
            signs.wrong("in the end"),
        ),
    },
)
def asks(make, trial):
    async def asked(capacity, inside, waits, then, pause):
        core = CountingCore(capacity)
        awaited = make(core)
        for letter in inside:
            await awaited.offer(letter)
        waiting = asyncio.create_task(waits(awaited))
        for happens in then:
            await asyncio.sleep(pause)
            await happens(awaited)
        answer = await waiting
        return core.asked, answer

    offers, takes = partial(methodcaller, "offer"), partial(methodcaller, "take")
    cases = {
        "a reader of 3 waits a year": (["A", "B", "C"], 9, "", takes(3), [*map(offers, "ABC")], 10_000_000),
        "a writer waits three years": (True, 1, "A", offers("B"), [takes(1)], 100_000_000),
    }
    got = [(name, *found(trial, asked(*case), "")) for name, (_, *case) in cases.items()]
    want = [(name, at_most(30), answer) for name, (answer, *_) in cases.items()]
    trial.compare("AwaitedCore(core)", ("what happens", "the core is asked", "in the end"), got=got, want=want)


class CarelessCore:
    """Waits a turn after it has taken."""

    before, after = 0, 1

    def __init__(self, core):
        self.core = core
        self.changed = asyncio.Condition()

    async def offer(self, item):
        async with self.changed:
            await self.changed.wait_for(self.core.has_room)
            self.changed.notify_all()
            return self.core.offer(item)

    async def take(self, count):
        await turns(self.before)
        async with self.changed:
            await self.changed.wait_for(lambda: self.core.is_ready(count))
            self.changed.notify_all()
            batch = self.core.take(count)
        await turns(self.after)
        return batch


class EarlyCore(CarelessCore):
    """Waits a turn before it takes."""

    before, after = 1, 0


class LookingCore:
    """Looks every second."""

    def __init__(self, core):
        self.core = core

    async def offer(self, item):
        while not self.core.has_room():  # noqa: ASYNC110 — a core that looks is what this is
            await asyncio.sleep(1)
        return self.core.offer(item)

    async def take(self, count):
        while not self.core.is_ready(count):  # noqa: ASYNC110
            await asyncio.sleep(1)
        return self.core.take(count)


CARELESS = "CarelessCore"


@graded(
    "11.4.verdicts",
    piece="examine",
    points=2,
    title="The test fails the careless core, and no other",
    hints=(
        "A reader can be cancelled before it takes, while it holds an item, or when it is done. Which of the three "
        "must your test bring about?",
        "Put an item in, start `take` as a task, give it a turn with `asyncio.sleep(0)`, cancel it, wait until it has "
        "ended. In which two places may the item be now?",
        "A reader that was cancelled has left its item in the core: `assert not reader.cancelled() or len(core)`.",
    ),
    causes={
        "no-end": (
            "With one of the cores your test does not end. Do not wait for items that nobody will offer.",
            waits_for_ever,
        ),
        "escapes": (
            "`CancelledError` left your test. Who awaits a cancelled task gets it, and so does who asks for its "
            "`result()`. Ask whether it is `cancelled()` first.",
            lambda got, want: any(row.your_test == "is cancelled" for row in got),
        ),
        "fails-all": (
            "Your test fails a core that loses nothing. A reader that was done before it was cancelled has its item; "
            "one that had not begun has left it in the core. Both are right.",
            lambda got, want: any(row.your_test == "fails" for row in got if not row.core.startswith(CARELESS)),
        ),
        "spares-mutant": (
            "`CarelessCore` passes your test. Is the reader cancelled when it has taken the item and not yet returned "
            "it, and does your test look where the item is?",
            signs.says(CARELESS, "passes"),
        ),
        "once": (
            "`CarelessCore` fails your test once, and passes when it comes again. What does it keep from call to call?",
            signs.wrong_only_at(f"{CARELESS}, once more"),
        ),
    },
)
def verdicts(examine, trial):
    async def within_an_hour(make):
        async with asyncio.timeout(3600):
            await examine(make)

    def verdict(make):
        try:
            return FOR_EVER if ending(trial, within_an_hour(make)) else "passes"
        except AssertionError:
            return "fails"
        except TimeoutError:
            return FOR_EVER
        except asyncio.CancelledError:
            return "is cancelled"

    cores = {
        "the library's": AwaitedCore,
        "right, waits a turn before it takes": EarlyCore,
        "right, looks every second": LookingCore,
        CARELESS: CarelessCore,
        f"{CARELESS}, once more": CarelessCore,
    }
    got = [(name, verdict(make)) for name, make in cores.items()]
    want = [(name, "fails" if name.startswith(CARELESS) else "passes") for name in cores]
    trial.compare("await examine(core)", ("core", "your test"), got=got, want=want)


def grouped(seconds, size, patience):
    """The batches found slowly: the first item opens one, and the sooner of size and patience closes it."""
    rows, now, end = [], 0.0, seconds[-1] + 1
    items = list(zip(seconds, ascii_uppercase, strict=False))
    while items:
        limit = max(now, items[0][0]) + patience
        batch = [item for item in items if item[0] <= limit][:size]
        del items[: len(batch)]
        full = batch[-1][0] if len(batch) == size else limit
        now = max(now, min(full, limit, end))
        rows.append((neat(now), "".join(letter for _, letter in batch)))
    return rows


def items_in(rows):
    return "".join(row.batch for row in rows)


def largest(want):
    """The size of batches in a telling case: 1 where all come in one second, else 2, or what is due."""
    return 1 if len(want) > 2 and want[0].second == want[-1].second else max(2, *(len(due.batch) for due in want))


def arrivals(rng):
    seconds = sorted(rng.choices(range(1, 40), k=rng.randint(2, 12)))
    return seconds, rng.randint(2, 4), rng.choice((1.3, 3.3, 6.3))


@graded(
    "11.5.batches",
    piece="batches_from",
    points=2,
    title="A batch comes out when it is full or patience is over",
    hints=(
        "Two waits make a batch. Which has no bound, and which may end with fewer items than asked for?",
        "First wait until there is one item, and leave it in the core. Then take up to `size` at once. When is an "
        "empty answer the end?",
        "`await awaited.ready(1)`; `if batch := await awaited.take(size, patience): yield batch`; "
        "`elif awaited.core.closed: return`.",
    ),
    causes={
        "no-end": (
            "The core is closed and empty, and you go on asking it.",
            lambda got, want: asks_too_often(got, want) and got[: len(want)] == want,
        ),
        "polls": POLLS,
        "empty": (
            "An empty batch came out. The wait for its first item had a bound, or another reader was faster, or the "
            "core was closed: nothing is no batch.",
            lambda got, want: any(row.batch == "" for row in got),
        ),
        "falsy": (
            "An item that is 0, empty or None is an item. A batch is empty when nothing is in it.",
            lambda got, want: want[0].batch == [None, 0] and signs.some_missing(got, want),
        ),
        "same-list": (
            "One and the same list came out again and again: the batches that a reader had kept were changed.",
            lambda got, want: want[0].batch == [None, 0] and signs.all_alike(got, want),
        ),
        "writer-sleeps": (
            "A writer waits for room, and nobody tells it that there is some. Take with `awaited.take`, which does.",
            waits_for_ever,
        ),
        "ended": (
            "You ended while items were to come, or were in the core. The end is a core that is closed and empty.",
            lambda got, want: len(items_in(got)) < len(items_in(want)),
        ),
        "in-hand": (
            "While you waited for more, another reader came, and could not have the item that was in your hands.",
            lambda got, want: want == [(21, "BC")] and got[0].batch == "A",
        ),
        "too-big": (
            "A batch has more items than `size`.",
            lambda got, want: any(len(row.batch) > largest(want) for row in got),
        ),
        "impatient": (
            "A batch came out small although there was time left for the next item.",
            lambda got, want: any(
                row.second < due.second and len(row.batch) < len(due.batch) for row, due in zip(got, want, strict=False)
            ),
        ),
        "restarts": (
            "A batch came out later than `patience` after its first item. Did each item begin the wait anew, or was "
            "there no end to it?",
            lambda got, want: any(row.second > due.second for row, due in zip(got, want, strict=False)),
        ),
    },
)
def in_batches(batches_from, trial):
    async def program(rows, seconds, size, patience, capacity=20, other=False, busy=0):
        awaited, watch = AwaitedCore(CountingCore(capacity)), Watch()
        around = [write(awaited, watch, seconds), *([steal(awaited, watch)] if other else [])]
        around = [asyncio.create_task(task) for task in around]
        async for batch in batches_from(awaited, size, patience):
            rows.append((watch(), "".join(batch)))
            if len(rows) > 100:
                break
            await asyncio.sleep(busy)
        await asyncio.gather(*around)

    telling = [
        (([2, 4, 6, 20, 21, 22, 22], 3, 3), {}),
        (([1, 20, 40], 2, None), {}),
        (([1, 20, 21], 2, 5), {"other": True}),
        (([1] * 7, 2, 3), {"capacity": 3, "busy": 5}),
        (([1, 3, 6], 2, 0), {}),
        (([1, 20, 21], 2, None), {"other": True}),
        (([1, 1, 1], 1, 3), {}),
    ]
    by_hand = {
        1: [(20, "AB"), (41, "C")],
        2: [(21, "BC")],
        5: [(21, "BC")],
        3: [(1, "AB"), (6, "CD"), (11, "EF"), (16, "G")],
    }
    for number, (case, more) in enumerate(trial.cases(*telling, draw=lambda rng: (arrivals(rng), {}))):
        trial.case, (seconds, size, patience) = case, case
        call = f"batches_from(awaited, {size}, patience={patience}), items in seconds {seconds}"
        got = played(trial, lambda rows, case=case, more=more: program(rows, *case, **more))
        call += "".join(f", {WITH[name]}" for name in more)
        trial.compare(call, ("second", "batch"), got=got, want=by_hand.get(number) or grouped(*case))

    async def from_a_closed_core(rows):
        awaited = AwaitedCore(BufferCore(9, "block"))
        for item in [None, 0, "", OPAQUE]:
            await awaited.offer(item)
        await awaited.close()
        rows += [(0, batch) async for batch in batches_from(awaited, 2, 3)]

    got = [(second, in_words(batch)) for second, batch in played(trial, from_a_closed_core)]
    call = "batches_from(awaited, 2, patience=3), a closed core with None, 0, '' and an item without a truth"
    trial.compare(call, ("second", "batch"), got=got, want=[(0, [None, 0]), (0, ["", repr(OPAQUE)])])


WITH = {
    "other": "another reader takes the first",
    "capacity": "a core with 3 places",
    "busy": "5 seconds between the batches",
}


async def steal(awaited, watch):
    await watch.until(3)
    await awaited.take(1)


async def write(awaited, watch, seconds):
    for letter, second in zip(ascii_uppercase, seconds, strict=False):
        await watch.until(second)
        await awaited.offer(letter)
    await asyncio.sleep(1)
    await awaited.close()


WENT_ON = "nothing, and it went on"


@graded(
    "11.5.held",
    piece="batches_from",
    points=2,
    title="Nothing is held while it waits",
    hints=(
        "You are cancelled at an `await`. Which of your variables hold items at that moment?",
        "Only `take` takes items out of the core. How many `take` does a batch need, and what follows directly?",
        "Let the items wait in the core: `await awaited.ready(1)`, then one `await awaited.take(size, patience)`, then "
        "`yield`.",
    ),
    causes={
        "polls": POLLS,
        "in-hand": (
            "The loop was broken off, and you had items in hand. Let them wait in the core until they are wanted.",
            lambda got, want: any(row.is_lost.isupper() for row in got),
        ),
        "swallowed": (
            "You were cancelled, and your caller went on: a `CancelledError` has to pass.",
            lambda got, want: any(row.is_lost == WENT_ON for row in got),
        ),
        "other-batches": (
            "By then the reader has not had what was due; `11.5.batches` says more.",
            signs.wrong("read"),
        ),
    },
)
def held(batches_from, trial):
    async def broken_off(second, busy=0):
        core, watch, read = CountingCore(20), Watch(), []
        awaited = AwaitedCore(core)

        async def reading():
            async for batch in batches_from(awaited, 3, 2.3):
                read.extend(batch)
                await asyncio.sleep(busy)

        writer = asyncio.create_task(write(awaited, watch, [1, 2, 3, 5, 6, 9]))
        reader = asyncio.create_task(reading())
        await watch.until(second)
        reader.cancel()
        await asyncio.wait([reader])
        if not reader.cancelled() and reader.exception():
            raise reader.exception()
        writer.cancel()
        await asyncio.wait([writer])
        offered = ascii_uppercase[: core.stats.added]
        kept = [*read, *core.take(20)]
        lost = "".join(letter for letter in offered if letter not in kept)
        return lost or ("nothing" if reader.cancelled() else WENT_ON), "".join(read)

    seconds = [0.5 + number for number in range(9)]
    got = [(second, *found(trial, broken_off(second), "")) for second in seconds]
    got.append(("8.5, busy from 3 on", *found(trial, broken_off(8.5, busy=6), "")))
    want = [(second, "nothing", "" if second < 3 else "ABC" if second < 7.3 else "ABCDE") for second in seconds]
    want.append(("8.5, busy from 3 on", "nothing", "ABC"))
    call = "batches_from(awaited, 3, patience=2.3), items in seconds [1, 2, 3, 5, 6, 9]"
    trial.compare(call, ("cancelled in second", "is lost", "read"), got=got, want=want)


# 11.6: attempts that take their time, and what becomes of each


class Attempt:
    """One attempt: it ends after so many seconds, with an answer or an error, and takes its time to be cancelled."""

    def __init__(self, watch, seconds, outcome, lingers=0):
        self.watch, self.seconds, self.outcome, self.lingers = watch, seconds, outcome, lingers
        self.begun, self.end, self.fate = "never", "", "never began"

    async def __call__(self):
        self.begun, self.fate = self.watch(), "under way"
        try:
            await asyncio.sleep(self.seconds)
            self.fate = "answered" if self.outcome is ANSWER or not isinstance(self.outcome, Exception) else "failed"
        except asyncio.CancelledError:
            await asyncio.sleep(self.lingers)
            self.fate = "cancelled"
            if self.lingers and isinstance(self.outcome, Exception):
                raise self.outcome from None
            raise
        finally:
            self.end = self.watch()
        if self.fate == "failed":
            raise self.outcome
        return self.outcome


def raced(race, trial, attempts, cancel_at=None):
    """Race them with a patience of 2.5 seconds; return a row for each, as it is when the race has ended, and it."""

    async def main():
        watch = Watch()
        calls = [Attempt(watch, *attempt) for attempt in attempts]
        task = asyncio.ensure_future(race(list(calls), 2.5))
        if cancel_at is not None:
            await watch.until(cancel_at)
            task.cancel()
        await asyncio.wait([task], timeout=100)
        if not task.done():
            end = "has no end"
        elif task.cancelled():
            end = "cancelled"
        elif (error := task.exception()) is not None:
            end = type(error).__name__
            if all(error is not attempt[1] for attempt in attempts):
                raise error
        else:
            end = f"returned {task.result()!r}"
        rows = [(name, call.begun, call.end, call.fate) for name, call in zip(ascii_uppercase, calls, strict=False)]
        return [*rows, ("the race", 0, watch(), end)]

    return trial.run(main())


NEVER = ("never", "", "never began")
ANSWER = LookupError("an answer")
RACES = (
    (
        [(5, "a", 1), (1, "b"), (1, "c")],
        None,
        [(0, 4.5, "cancelled"), (2.5, 3.5, "answered"), NEVER, (0, 4.5, "returned 'b'")],
    ),
    *(
        ([(1, answer), (1, "b")], None, [(0, 1, "answered"), NEVER, (0, 1, f"returned {answer!r}")])
        for answer in (None, 0, OPAQUE, ANSWER)
    ),
    (
        [(1, UnforeseenError()), (6, "b"), (1, OSError()), (9, UnforeseenError(), 1)],
        None,
        [(0, 1, "failed"), (1, 7, "answered"), (3.5, 4.5, "failed"), (4.5, 8, "cancelled"), (0, 8, "returned 'b'")],
    ),
    ([(7, UnforeseenError())], None, [(0, 7, "failed"), (0, 7, "UnforeseenError")]),
    ([(7, "a")], None, [(0, 7, "answered"), (0, 7, "returned 'a'")]),
    (
        [(3, OSError()), (1, ConnectionError()), (1, TimeoutError())],
        None,
        [(0, 3, "failed"), (2.5, 3.5, "failed"), (3, 4, "failed"), (0, 4, "TimeoutError")],
    ),
    (
        [(1, TimeoutError()), (9, OSError()), (1, ConnectionError())],
        None,
        [(0, 1, "failed"), (1, 10, "failed"), (3.5, 4.5, "failed"), (0, 10, "OSError")],
    ),
    ([(9, "a", 1), (9, "b"), (9, "c")], 3, [(0, 4, "cancelled"), (2.5, 3, "cancelled"), NEVER, (0, 4, "cancelled")]),
)


def at_row(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


@graded(
    "11.6.race",
    piece="race",
    points=0,
    title="The first answer wins, and nobody is left under way",
    hints=(),
    causes={
        "under-way": (
            "The race is over, and an attempt is under way: cancel it, and wait until it has ended.",
            at_row(lambda row, due: row.became == "under way" and due.became == "cancelled"),
        ),
        "all-at-once": (
            "All begin at once. The next one begins when there was silence for `patience` seconds.",
            lambda got, want: len(got) > 2 and all(row.begins == 0 for row in got),
        ),
        "given-up": (
            "An attempt was cancelled when its patience was over. It goes on, and may still be the first to answer.",
            lambda got, want: got[0].became == "cancelled" and got[1].begins == got[0].ends,
        ),
        "waits-on": (
            "An attempt has failed, and the next one waits until the patience is over.",
            at_row(lambda row, due: row.begins == 2.5 and due.begins == 1),
        ),
        "falsy": (
            "An answer was taken for none: whatever an attempt returns is its answer, None, 0 and an error, too.",
            lambda got, want: (
                len(want) == 3 and want[1].begins == "never" != got[1].begins and got[-1].became != want[-1].became
            ),
        ),
        "fails-at-once": (
            "One attempt has failed, and the race ends with its error, though others were left.",
            lambda got, want: (
                got[-1].became.endswith("Error")
                and not {row.became for row in got[:-1]} & {"answered"}
                and {row.became for row in got[:-1]} != {"failed"}
            ),
        ),
        "loser-heard": (
            "An attempt has answered, and the race raised an error: with the first answer it is won.",
            lambda got, want: got[-1].became.endswith("Error") and "answered" in {row.became for row in got},
        ),
        "another-error": (
            "All have failed, and the error is not the one that came last.",
            lambda got, want: got[-1].became.endswith("Error") and got[-1].became != want[-1].became,
        ),
        "swallowed": (
            "The race was cancelled, and returned all the same: a `CancelledError` has to pass.",
            lambda got, want: got[-1].became.startswith("returned") and want[-1].became == "cancelled",
        ),
        "too-soon": (
            "An attempt began earlier than it may. After each beginning you wait anew, for `patience` or a failure.",
            signs.too_early("begins"),
        ),
        "too-late": ("An attempt began later than it may.", signs.too_late("begins")),
        "alone": (
            "Nobody had answered, and an attempt never began. It begins beside the others, and does not replace one.",
            at_row(lambda row, due: row.begins == "never" != due.begins),
        ),
        "not-cancelled": (
            "An attempt was under way when the race was over, and it went on to its end.",
            at_row(lambda row, due: row.became in ("answered", "failed") and due.became == "cancelled"),
        ),
    },
)
def race(race, trial):
    dues = iter(RACES)
    for attempts, cancel_at in trial.cases(*((attempts, cancel_at) for attempts, cancel_at, _ in RACES)):
        *_, due = next(dues)
        shown = [
            (seconds, type(outcome).__name__ if isinstance(outcome, Exception) else outcome)
            for seconds, outcome, *_ in attempts
        ]
        call = f"race(calls, 2.5), which take and give {shown}" + (f", cancelled at {cancel_at}" if cancel_at else "")
        names = [*ascii_uppercase[: len(attempts)], "the race"]
        want = [(name, *row) for name, row in zip(names, due, strict=True)]
        trial.compare(call, ("who", "begins", "ends", "became"), got=raced(race, trial, attempts, cancel_at), want=want)
