"""The checks of lesson 11: turns, heartbeats, cores that tasks wait for, and what a cancelled task takes along."""

import asyncio
from contextlib import aclosing
from string import ascii_uppercase

from maif.buffers import BufferCore
from maif.buffers.tasks import AwaitedCore
from maif.errors import DeadlockError
from maif_course.checks import graded

ENOUGH = 2_000  # questions to a core, after which somebody asks without waiting


class Asked(BaseException):
    """A core was asked far more often than anything happened to it. No `except Exception` stops this."""


class CountingCore(BufferCore):
    """A core under "block" that counts how often it is asked whether to wait."""

    def __init__(self, capacity):
        super().__init__(capacity, "block")
        self.asked = 0

    def __len__(self):
        self.count()
        return super().__len__()

    def has_room(self):
        self.count()
        return super().has_room()

    def is_ready(self, count):
        self.count()
        return super().is_ready(count)

    def count(self):
        self.asked += 1
        if self.asked > ENOUGH:
            raise Asked


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
ASLEEP, SAFE = "all sleep for ever", "A is never lost"


def played(trial, program):
    """Run `program(rows)`, which adds rows; what keeps it from its end becomes the last of them."""
    rows = []
    try:
        trial.run(program(rows))
    except DeadlockError:
        rows.append(("then", FOR_EVER))
    except Asked:
        rows.append(("then", TOO_OFTEN))
    return rows


def last_words(got):
    return got[-1][1] if got and got[-1][0] == "then" else ""


def waits_for_ever(got, want):
    return last_words(got) == FOR_EVER


def asks_too_often(got, want):
    return last_words(got) == TOO_OFTEN


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
    return {row[1]: row[0] for row in rows}


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
            lambda got, want: got[0][1].endswith("sits down"),
        ),
        "task-first": (
            "Ada's task is in line, but the loop has not got the thread back yet: `await ben` runs Ben at once, "
            "within `main`, up to his `sleep`.",
            lambda got, want: got[1][1] == "Ada sits down",
        ),
        "one-after-another": (
            "In your trace Ada waits until Ben is done. While he sleeps, the loop starts her; her two minutes "
            "begin at 0.",
            lambda got, want: minutes(got)["Ada gets up"] == "3" or minutes(got)["Ada sits down"] == "1",
        ),
        "await-waits-for-all": (
            "`await ben` goes on when Ben is done, in minute 1, whatever Ada does.",
            lambda got, want: minutes(got)["Ben awaited"] == "2",
        ),
        "stops": (
            "So far it is right, and there is more: seven pairs in all.",
            lambda got, want: got == want[: len(got)],
        ),
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
            await asyncio.sleep(0)
            self.state = "closed"


def heartbeats(seconds, patience):
    """The rows found slowly: from one row to the next in steps of `patience`, until the letter is there."""
    rows, now = [], 0
    for number, second in enumerate(seconds):
        while second - now > patience:
            now += patience
            rows.append((neat(now), None, number + 1))
        now = second
        rows.append((now, ascii_uppercase[number], number + 1))
    return rows


def eruptions(rng):
    seconds = sorted(rng.sample(range(1, 30), rng.randint(1, 6)))
    return seconds, rng.choice((3.3, 4.3, 7.3))


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
            "After the first heartbeat nothing came any more: the timeout cancelled the source itself.",
            lambda got, want: got and got[-1][1] is None and got == want[: len(got)],
        ),
        "no-beat": (
            "No `None` came out, however long your caller had to wait.",
            lambda got, want: not any(row[1] is None for row in got),
        ),
        "one-beat": (
            "After a heartbeat you waited without one until the item came. `patience` begins anew.",
            lambda got, want: (
                [row for row in got if row[1]] == [row for row in want if row[1]] and len(got) < len(want)
            ),
        ),
        "ahead": (
            "The source was asked for an item that nobody wanted yet.",
            lambda got, want: any(g[:2] == w[:2] and g[2] > w[2] for g, w in zip(got, want, strict=False)),
        ),
        "late": (
            "An item came out later than it was there.",
            lambda got, want: any(g[1] == w[1] and g[0] > w[0] for g, w in zip(got, want, strict=False)),
        ),
    },
)
def beats(with_heartbeats, trial):
    async def program(seconds, patience, rows):
        line, watch = Line(seconds), Watch()
        async for item in with_heartbeats(line.letters(), patience):
            rows.append((watch(), item, line.asked))
            if len(rows) > 100:
                break

    for seconds, patience in trial.cases(([3, 5, 16], 4), draw=eruptions):
        got = played(trial, lambda rows, case=(seconds, patience): program(*case, rows))
        call = f"with_heartbeats(source, patience={patience}), items in seconds {seconds}"
        columns = ("second", "comes out", "source asked")
        trial.compare(call, columns, got=got, want=heartbeats(seconds, patience))


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
            "The source was left open on every early way out. `async for` and `anext` close nothing.",
            lambda got, want: [row[1] for row in got[:3]] == ["open"] * 3,
        ),
        "waiting": (
            "The caller left at a heartbeat, and the source could not be closed: a task of yours was still waiting "
            "in its `anext`. Cancel that task, and wait until it has ended.",
            lambda got, want: got[0] == want[0] and got[1] != want[1],
        ),
        "item": (
            "The caller left behind an item, when nobody waited for the source, and it stayed open.",
            lambda got, want: got[0] != want[0] and got[1] == want[1],
        ),
        "error-lost": (
            "What the source raised did not reach the caller.",
            lambda got, want: got[:3] == want[:3] and "OSError" not in got[3][1],
        ),
    },
)
def closed(with_heartbeats, trial):
    async def left(line, when):
        async with aclosing(with_heartbeats(line.letters(), 4)) as stream:
            async for item in stream:
                if item == when:
                    break

    async def cancelled(line):
        async def read():
            async for _ in with_heartbeats(line.letters(), 4):
                pass

        reading = asyncio.create_task(read())
        await asyncio.sleep(10)
        reading.cancel()
        await asyncio.wait([reading])

    async def failing(line):
        async for _ in with_heartbeats(line.letters(), 4):
            pass

    async def state(line, program):
        error = ""
        try:
            await program(line)
        except (OSError, RuntimeError) as caught:
            error = f", {type(caught).__name__}"
        return line.state + error

    ways = {
        "left behind the item A": (Line([3, 20]), lambda line: left(line, "A")),
        "left at the first None": (Line([3, 20]), lambda line: left(line, None)),
        "cancelled in second 10": (Line([3, 20]), cancelled),
        "the source raises OSError": (Line([3], OSError()), failing),
        "read to the end": (Line([3, 9]), failing),
    }
    got = [(name, trial.run(state(line, way))) for name, (line, way) in ways.items()]
    want = [(name, "closed, OSError" if "raises" in name else "closed") for name in ways]
    call = "with_heartbeats(source, patience=4), items in seconds 3 and 20"
    trial.compare(call, ("the loop is", "the source is"), got=got, want=want)


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
            lambda got, want: any(row[1].startswith("offer") and row[2] == "False" for row in got),
        ),
        "late": (
            "Somebody could have gone on earlier, and was not told. Who changes the core has to notify.",
            lambda got, want: (
                sorted(row[1:] for row in got) == sorted(row[1:] for row in want)
                and any(dict(second_of(got))[call] > second for call, second in second_of(want))
            ),
        ),
        "ready-takes": (
            "`ready` gave something back. It waits, and leaves everything in the core.",
            lambda got, want: any(row[1].startswith("ready") and row[2] != "None" for row in got),
        ),
        "too-soon": (
            "A reader went on before the core was ready for as many items as it wants.",
            lambda got, want: any(
                g[1:2] == w[1:2] and not g[1].startswith("offer") and g[0] < w[0]
                for g, w in zip(in_turn(got), in_turn(want), strict=False)
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

    telling = [(3, "take", 1), (0, "take", 4), (1, "ready", 1), (0, "take", 3), (0, "take", 1)]
    for capacity, pauses, asks in trial.cases((3, [0, 0, 0, 0, 3, 1, 1], telling), draw=traffic):
        got = played(trial, lambda rows, case=(capacity, pauses, asks): program(*case, rows))
        end = [row for row in got if row[0] == "then"]
        got = [*sorted(row for row in got if row not in end), *end]
        call = f'AwaitedCore(BufferCore({capacity}, "block")), one task that writes and one that reads'
        trial.compare(call, ("second", "ends", "with"), got=got, want=by_hand(capacity, pauses, asks))


def second_of(rows):
    return [(row[1:], row[0]) for row in rows]


def in_turn(rows):
    return [row for row in rows if row[1][:4] in ("take", "read")]


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
            lambda got, want: any(row[1] == FOR_EVER for row in got),
        ),
        "timeout-escapes": (
            "`TimeoutError` reached your caller. For a caller with patience, nothing has gone wrong.",
            lambda got, want: any(row[1] == "TimeoutError" for row in got),
        ),
        "not-waited": (
            "`offer` did not wait for room at all.",
            lambda got, want: got[3][2] == 0,
        ),
        "not-told": (
            "An item came in second 2, and a reader that waited for it learned of it later.",
            lambda got, want: got[6][2] > 2,
        ),
        "gave-nothing": (
            "When patience was over you gave up. What is there by then is still to be taken.",
            lambda got, want: got[1][1] != want[1][1],
        ),
        "asked-once": (
            "An item came, too few for the reader, and it gave up with patience left. Ask again after each change.",
            lambda got, want: got[7][2] == 2,
        ),
        "restarts": (
            "Each item that came began your patience anew. It bounds the whole wait.",
            lambda got, want: got[:7] == want[:7],
        ),
    },
)
def patience(make, trial):
    async def put(awaited, watch, letters):
        for second, letter in letters:
            await watch.until(second)
            await awaited.offer(letter)

    async def outcome(filled, later, ask):
        core, watch = CountingCore(3), Watch()
        awaited = make(core)
        for letter in filled:
            await awaited.offer(letter)
        meanwhile = asyncio.create_task(put(awaited, watch, later) if later else asyncio.sleep(0))
        try:
            said = await ask(awaited)
        except TimeoutError:
            said = "TimeoutError"
        ended = watch()
        meanwhile.cancel()
        await asyncio.wait([meanwhile])
        return str(said), ended

    def row(name, *case):
        try:
            return (name, *trial.run(outcome(*case)))
        except DeadlockError:
            return name, FOR_EVER, ""

    cases = [
        ("empty: take(2, patience=3)", "", (), lambda core: core.take(2, patience=3)),
        ("A inside: take(2, patience=3)", "A", (), lambda core: core.take(2, patience=3)),
        ("empty: ready(1, patience=3)", "", (), lambda core: core.ready(1, patience=3)),
        ("full: offer('D', patience=3)", "ABC", (), lambda core: core.offer("D", patience=3)),
        ("full: offer('D', patience=0)", "ABC", (), lambda core: core.offer("D", patience=0)),
        ("room: offer('C', patience=0)", "AB", (), lambda core: core.offer("C", patience=0)),
        ("A in second 2: take(1, patience=3)", "", ((2, "A"),), lambda core: core.take(1, patience=3)),
        ("A in 2, B in 4: take(3, patience=3)", "", ((2, "A"), (4, "B")), lambda core: core.take(3, patience=3)),
    ]
    try:
        got = [row(*case) for case in cases]
    except Asked:
        got = [("then", TOO_OFTEN, "")]
    ends = [("[]", 3), ("['A']", 3), ("None", 3), ("False", 3), ("False", 0), ("True", 0)]
    ends += [("['A']", 2), ("['A']", 3)]
    want = [(case[0], *end) for case, end in zip(cases, ends, strict=True)]
    call = 'AwaitedCore(BufferCore(3, "block"))'
    trial.compare(call, ("core and call", "answer", "after seconds"), got=got, want=want)


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def ended(*tasks, seconds=10):
    """Give the tasks some time, then cancel them; return how many still slept."""
    _, asleep = await asyncio.wait(tasks, timeout=seconds)
    for task in asleep:
        task.cancel()
        await asyncio.wait([task])
    for task in set(tasks) - asleep:
        if not task.cancelled() and task.exception():
            raise task.exception()
    return len(asleep)


def result(task):
    return [] if task.cancelled() else task.result()


async def reader_gives_up(make):
    awaited = make(CountingCore(1))
    reader = asyncio.create_task(awaited.take(1))
    await asyncio.sleep(1)
    reader.cancel()
    await ended(reader)
    if not reader.cancelled():
        return "the reader goes on"
    await awaited.offer("A")
    return "A is in the core" if awaited.core.take(1) == ["A"] else "A is gone"


async def writer_gives_up(make):
    awaited = make(CountingCore(1))
    await awaited.offer("A")
    writer = asyncio.create_task(awaited.offer("B"))
    await turns(3)
    writer.cancel()
    await ended(writer)
    if not writer.cancelled():
        return "the writer goes on"
    await awaited.take(1)
    return f"{len(awaited.core.take(1))} items in the core"


async def writer_told(make):
    awaited = make(CountingCore(1))
    await awaited.offer("A")
    first, second = (asyncio.create_task(awaited.offer(letter)) for letter in "BC")
    await turns(3)
    await awaited.take(1)
    first.cancel()
    asleep = await ended(first, second)
    return "C sleeps on" if asleep else f"{''.join(awaited.core.take(1)) or 'nothing'} is in the core"


async def reader_told(make):
    awaited = make(CountingCore(1))
    first, second = (asyncio.create_task(awaited.take(1)) for _ in range(2))
    await turns(3)
    await awaited.offer("A")
    first.cancel()
    asleep = await ended(first, second)
    return "the second sleeps on" if asleep else f"the second has {''.join(result(second))}"


async def anywhere(make, coming):
    """Cancel a reader after 0, 1, 2, … turns; return after how many the item was lost."""
    lost = []
    for count in range(6):
        awaited = make(CountingCore(1))
        if not coming:
            await awaited.offer("A")
        reader = asyncio.create_task(awaited.take(1))
        if coming:
            await turns(3)
            await awaited.offer("A")
        await turns(count)
        reader.cancel()
        await ended(reader)
        if result(reader) + awaited.core.take(1) != ["A"]:
            lost.append(count)
    return f"A is lost if that is {lost[0]} {'turn' if lost[0] == 1 else 'turns'} later" if lost else SAFE


async def crowd(make, rng, name, rows):
    """Many readers and writers, half of them cancelled: a row of what is lost, and how many sleep on."""
    core = CountingCore(rng.randint(1, 3))
    awaited, read = make(core), []

    async def offer(number):
        await asyncio.sleep(rng.choice((0, 0, 1)))
        await awaited.offer(number)

    async def take():
        read.extend(await awaited.take(1))

    writers = [asyncio.create_task(offer(number)) for number in range(8)]
    readers = [asyncio.create_task(take()) for _ in range(8)]
    for task in rng.sample(writers + readers, 8):
        await turns(rng.randrange(4))
        task.cancel()
    await asyncio.sleep(10)
    waiting = [reader for reader in readers if core.stats.waiting and not reader.done()]
    waiting += [writer for writer in writers if core.stats.waiting < core.capacity and not writer.done()]
    await ended(*writers, *readers, seconds=0)
    rows.append((name, f"{core.stats.taken - len(set(read))} items lost, {len(waiting)} tasks sleep on"))


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
        "lost": (
            "A reader was cancelled after it had taken an item, and before it could return it. Between taking and "
            "returning there must be no `await`.",
            lambda got, want: any(row[1].startswith("A is lost") for row in got),
        ),
        "went-on": (
            "A task that had been cancelled went on. `CancelledError` has to pass.",
            lambda got, want: got[0][1].endswith("goes on") or got[1][1].endswith("goes on"),
        ),
        "for-ever": (
            "A task sleeps for ever although nobody was cancelled yet. See to `11.3.waits` first.",
            lambda got, want: any(row[1] == ASLEEP for row in got),
        ),
        "sleeps-on": (
            "One task was told that it could go on, and was cancelled before it did. Nobody told the next. "
            "Notify all, or pass the word on.",
            lambda got, want: any("sleep" in g[1] and g != w for g, w in zip(got, want, strict=True)),
        ),
    },
)
def cancelled(make, trial):
    scenes = {
        "a reader waits and is cancelled; then A comes": lambda: reader_gives_up(make),
        "a writer waits and is cancelled; then room comes": lambda: writer_gives_up(make),
        "B and C wait, room comes, B is cancelled": lambda: writer_told(make),
        "two readers wait, A comes, the first is cancelled": lambda: reader_told(make),
        "A is there, a reader comes and is cancelled": lambda: anywhere(make, coming=False),
        "a reader waits, A comes, the reader is cancelled": lambda: anywhere(make, coming=True),
    }
    ends = ("A is in the core", "0 items in the core", "C is in the core", "the second has A")
    want = list(zip(scenes, (*ends, SAFE, SAFE), strict=True))

    def end(scene):
        try:
            return trial.run(scene())
        except DeadlockError:
            return ASLEEP

    try:
        got = [(name, end(scene)) for name, scene in scenes.items()]
    except Asked:
        got = [("then", TOO_OFTEN)]
    trial.compare("AwaitedCore(core)", ("what happens", "how it ends"), got=got, want=want)
    for number in trial.cases(draw=lambda rng: rng.randrange(1000)):
        name = f"crowd {number}: 16 tasks, 8 cancelled"
        got = played(trial, lambda rows, name=name: crowd(make, trial.rng, name, rows))
        want = [(name, "0 items lost, 0 tasks sleep on")]
        trial.compare("AwaitedCore(core)", ("what happens", "how it ends"), got=got, want=want)


@graded(
    "11.3.asks",
    piece="AwaitedCore",
    points=1,
    title="A task that waits does nothing",
    hints=(
        "An hour passes, and three items come. How often does a reader that waits for three have a reason to look?",
        "Is there a `sleep` in your class? Who sleeps for a fixed time looks when nothing has happened.",
        "`await self.changed.wait_for(lambda: self.core.is_ready(count))` looks once, and again at each notification.",
    ),
    causes={
        "for-ever": (
            "A task waits for ever, and the check with it. See to `11.3.waits` first.",
            lambda got, want: any(row[1] == FOR_EVER for row in got),
        ),
        "polls": (
            "You looked at the core every so often, whether something had happened or not.",
            lambda got, want: any(row[1] not in ("30 or fewer", FOR_EVER) for row in got),
        ),
    },
)
def asks(make, trial):
    async def hour(rows):
        core = CountingCore(9)
        awaited = make(core)
        reader = asyncio.create_task(awaited.take(3))
        for letter in "ABC":
            await asyncio.sleep(1200)
            await awaited.offer(letter)
        await reader
        rows.append(("a reader of 3 waits an hour", "30 or fewer" if core.asked <= 30 else str(core.asked)))

    async def night(rows):
        core = CountingCore(1)
        awaited = make(core)
        await awaited.offer("A")
        writer = asyncio.create_task(awaited.offer("B"))
        await asyncio.sleep(28_800)
        await awaited.take(1)
        await writer
        rows.append(("a writer waits eight hours", "30 or fewer" if core.asked <= 30 else str(core.asked)))

    got = [*played(trial, hour), *played(trial, night)]
    want = [("a reader of 3 waits an hour", "30 or fewer"), ("a writer waits eight hours", "30 or fewer")]
    trial.compare("AwaitedCore(core)", ("what happens", "the core is asked"), got=got, want=want)


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
        '`read = [] if reader.cancelled() else reader.result()`, then `assert read + core.take(1) == ["A"]`.',
    ),
    causes={
        "no-end": (
            "With one of the cores your test does not end. Do not wait for items that nobody will offer.",
            lambda got, want: any(row[1] == "waits for ever" for row in got),
        ),
        "fails-all": (
            "Your test fails a core that loses nothing. A reader that was done before it was cancelled has its item; "
            "one that had not begun has left it in the core. Both are right.",
            lambda got, want: any(row[1] == "fails" for row in got[:3]),
        ),
        "spares-mutant": (
            "`CarelessCore` passes your test. Is the reader cancelled when it has taken the item and not yet returned "
            "it, and does your test look where the item is?",
            lambda got, want: got[3][1] == "passes",
        ),
    },
)
def verdicts(examine, trial):
    async def within_a_minute(make):
        async with asyncio.timeout(60):
            await examine(make)

    def verdict(make):
        try:
            trial.run(within_a_minute(make))
        except AssertionError:
            return "fails"
        except (DeadlockError, TimeoutError):
            return "waits for ever"
        except asyncio.CancelledError:
            return "is cancelled"
        return "passes"

    cores = {
        "the library's": AwaitedCore,
        "right, waits a turn before it takes": EarlyCore,
        "right, looks every second": LookingCore,
        "CarelessCore": CarelessCore,
    }
    got = [(name, verdict(make)) for name, make in cores.items()]
    want = [(name, "fails" if name == "CarelessCore" else "passes") for name in cores]
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


def arrivals(rng):
    seconds = sorted(rng.choices(range(1, 40), k=rng.randint(2, 12)))
    return seconds, rng.randint(2, 4), rng.choice((1.3, 3.3, 6.3))


@graded(
    "11.5.batches",
    piece="batches",
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
            lambda got, want: asks_too_often(got, want) and got[:-1][: len(want)] == want,
        ),
        "polls": POLLS,
        "empty": (
            "An empty batch came out. For the first item, wait as long as it takes.",
            lambda got, want: any(row[1] == "" for row in got),
        ),
        "ended": (
            "You ended while items were to come, or were in the core. The end is a core that is closed and empty.",
            lambda got, want: len("".join(row[1] for row in got)) < len("".join(row[1] for row in want)),
        ),
        "in-hand": (
            "While you waited for more, another reader came, and could not have the item that was in your hands.",
            lambda got, want: want == [(21, "BC")] and got[0][1] == "A",
        ),
        "impatient": (
            "A batch came out small although there was time left for the next item.",
            lambda got, want: got[0][0] < want[0][0],
        ),
        "restarts": (
            "A batch came out later than `patience` after its first item. Did each item begin the wait anew, or was "
            "there no end to it?",
            lambda got, want: any(g[0] > w[0] for g, w in zip(got, want, strict=False)),
        ),
    },
)
def in_batches(batches, trial):
    async def program(seconds, size, patience, rows):
        awaited, watch = AwaitedCore(CountingCore(20)), Watch()
        writing = asyncio.create_task(write(awaited, watch, seconds))
        async for batch in batches(awaited, size, patience):
            rows.append((watch(), "".join(batch)))
            if len(rows) > 100:
                break
        await writing

    async def shared(rows):
        """Another reader takes the first item while this one waits for the second."""
        awaited, watch = AwaitedCore(CountingCore(20)), Watch()
        other = asyncio.create_task(steal(awaited, watch))
        writing = asyncio.create_task(write(awaited, watch, [1, 20, 21]))
        async for batch in batches(awaited, 2, 5):
            rows.append((watch(), "".join(batch)))
            if len(rows) > 100:
                break
        await asyncio.gather(other, writing)

    columns = ("second", "batch")
    for seconds, size, patience in trial.cases(([2, 4, 6, 20, 21, 22, 22], 3, 3), draw=arrivals):
        got = played(trial, lambda rows, case=(seconds, size, patience): program(*case, rows))
        call = f"batches(awaited, {size}, patience={patience}), items in seconds {seconds}"
        trial.compare(call, columns, got=got, want=grouped(seconds, size, patience))
        call = "batches(awaited, 2, patience=5), items in seconds [1, 20, 21]; another reader takes the first"
        trial.compare(call, columns, got=played(trial, shared), want=[(21, "BC")])


async def steal(awaited, watch):
    await watch.until(3)
    await awaited.take(1)


async def write(awaited, watch, seconds):
    for letter, second in zip(ascii_uppercase, seconds, strict=False):
        await watch.until(second)
        await awaited.offer(letter)
    await asyncio.sleep(1)
    await awaited.close()


@graded(
    "11.5.held",
    piece="batches",
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
            "You were cancelled while you waited for more, with items in hand. Let them wait in the core.",
            lambda got, want: any(row[1] != "nothing" for row in got),
        ),
    },
)
def held(batches, trial):
    async def broken_off(second):
        core, watch, read = CountingCore(20), Watch(), []
        awaited = AwaitedCore(core)

        async def reading():
            async for batch in batches(awaited, 3, 2.3):
                read.extend(batch)

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
        return "".join(letter for letter in offered if letter not in kept) or "nothing"

    seconds = [0.5 + number for number in range(9)]
    try:
        got = [(second, trial.run(broken_off(second))) for second in seconds]
    except Asked:
        got = [("then", TOO_OFTEN)]
    want = [(second, "nothing") for second in seconds]
    call = "batches(awaited, 3, patience=2.3), items in seconds [1, 2, 3, 5, 6, 9]"
    trial.compare(call, ("cancelled in second", "is lost"), got=got, want=want)
