"""What the exercises of lesson 13 are graded by."""

import asyncio
import traceback
import warnings
from collections import Counter
from fractions import Fraction
from types import SimpleNamespace
from unittest.mock import patch

from maif.clock import VirtualClock
from maif.clock import run as run_on_virtual_time
from maif.errors import DeadlockError
from maif.parallel.call_queue import CallQueue
from maif.pipeline import RetryConfig, single_task
from maif_course.checks import at_most, graded, matching

COUNTS = [("tails", 5, 7, 1, 0, 0), ("seats", 7, 5, 0, 2, 3), ("total", 5, 1, 2, 0, 0), ("the run", 5, 1, 3, 2, 3)]


@graded(
    "13.1.stats",
    piece="trace",
    points=2,
    title="Every item of a run is accounted for",
    hints=(
        "What came out of a stage went into the next. Where can each of the seven values be after `seats`?",
        "Write the seven values down, and for each the calls that it took. Then make batches of those that are left.",
        "`N619AA` comes twice: each is called twice, so each counts once as retried and once as skipped. `N804JB` "
        "counts as retried alone. Five values make one batch of three; the other two are fewer than `min_size`.",
    ),
    causes={
        "not-five": (
            "Each row is five numbers: in, out, dropped, skipped, retried.",
            lambda got, want: any(row[2] == "not five numbers" for row in got),
        ),
        "given": (
            "The first row was given, and was right. Leave it as it is.",
            lambda got, want: got[0] != want[0],
        ),
        "skipped-is-dropped": (
            "Two of the values failed for good. That is skipped; dropped are those for which a task returned None, "
            "and a rest that makes no batch.",
            lambda got, want: got[1][3] == 2,
        ),
        "values-skipped": (
            "Look at what the registry does not know: `N619AA` comes twice in one row, and each is an item.",
            lambda got, want: got[1][4] == 1,
        ),
        "busy-skipped": (
            "The registry is busy the first time only. `N804JB` has a second call, which gives an answer.",
            lambda got, want: got[1][4] == 3,
        ),
        "failures-counted": (
            "With `retry_attempts=2` a value is called twice at most, so it is retried once at most. Its last call is "
            "not made again, though it failed.",
            lambda got, want: got[1][1:5] == want[1][1:5] and got[1][5] > want[1][5],
        ),
        "retries-missed": (
            "More calls were made again. A call that failed is, whatever the error was, and whatever comes of it, "
            "as long as a call is left.",
            lambda got, want: got[1][1:5] == want[1][1:5] and got[1][5] < want[1][5],
        ),
        "batches-counted": (
            "You counted batches. What comes into a stage is items, also where it takes them in batches.",
            lambda got, want: got[1] == want[1] and got[2][1] in (1, 2),
        ),
        "rest-runs": (
            "You let the last two make a batch. With `min_size=3` a batch of two is too small.",
            lambda got, want: got[1] == want[1] and got[2][2] == 2,
        ),
        "sums-counted": (
            "`sum` makes one number of a batch.",
            lambda got, want: got[1] == want[1] and got[2][2] > 2,
        ),
        "rest-lost": (
            "Say what became of the items that made no batch: they are not skipped, for no call failed on them, "
            "and each of them counts.",
            lambda got, want: got[1] == want[1] and got[2] != want[2],
        ),
        "summed": (
            "What comes into the run is what comes into its front stage, and what goes out is what the last one gives.",
            lambda got, want: got[:3] == want[:3] and (got[3][1], got[3][2]) != (5, 1),
        ),
        "not-summed": (
            "What the run dropped, skipped and retried is what its stages did, all three together.",
            lambda got, want: got[:3] == want[:3] and len(got) == 4,
        ),
        "stops": (
            "So far it is right. Five numbers are due for each stage, and five for the whole run.",
            lambda got, want: got == want[: len(got)],
        ),
        "goes-on": (
            "There are rows behind that of the whole run. Three stages and the run make four.",
            lambda got, want: got[:4] == want,
        ),
    },
)
def stats(trace, trial):
    def row(name, counts):
        if isinstance(counts, tuple | list) and len(counts) == 5:
            return name, *counts
        return name, repr(counts), "not five numbers", "", "", ""

    names = [*(row[0] for row in COUNTS), *["one more"] * 9]
    got = [row(name, counts) for name, counts in zip(names, trace(), strict=False)]
    columns = ("stage", "in", "out", "dropped", "skipped", "retried")
    trial.compare("trace", columns, got=got, want=COUNTS, reveal=False)


class Flaky:
    """What `with_retries` is given: a call that fails so many times, and a log of all that happens."""

    def __init__(self, fails, error=ConnectionError, seconds=0):
        self.fails, self.error, self.seconds, self.calls, self.log = fails, error, seconds, 0, []

    def note(self, *what):
        self.log.append((*what, asyncio.get_running_loop().time()))

    async def call(self, item):
        self.calls += 1
        self.note("call", str(item))
        await asyncio.sleep(self.seconds)
        if self.calls <= self.fails:
            raise self.error(f"failure {self.calls}")
        return "answer"

    async def pause(self, seconds):
        self.note("pause", f"{seconds:g}")
        await asyncio.sleep(seconds)

    async def give_up(self, item, error, calls):
        self.note("give_up", f"{item}, {error}, {calls}")
        return "given up"


def expected(fails, attempts, delay):
    """The same log, found by plain counting."""
    made, now = min(fails + 1, attempts), 0.0
    log = [("call", "tail", now)]
    for number in range(1, made):
        log.append(("pause", f"{delay(number):g}", now))
        now += delay(number)
        log.append(("call", "tail", now))
    if fails >= attempts:
        return [*log, ("give_up", f"tail, failure {made}, {made}", now), ("result", "given up", now)]
    return [*log, ("result", "answer", now)]


def some_retries(rng):
    return rng.randint(0, 6), rng.randint(1, 6), rng.choice((0.5, 1, 3)), rng.choice((2, 60))


def kinds(log):
    return [row[0] for row in log]


def pauses(log):
    return [row[1] for row in log if row[0] == "pause"]


def settled(result):
    """What a coroutine function gave back, shown in the same words every time."""
    if asyncio.iscoroutine(result):
        result.close()
        return "a coroutine"
    return str(result)


@graded(
    "13.2.calls",
    piece="with_retries",
    points=2,
    title="Pauses lie between calls, and the last failure is told at once",
    hints=(
        "Three calls fail. How many pauses lie between them, and which number has the failed call before each?",
        "When a call has failed, what do you need to know before you pause? Count the calls that were made.",
        "`calls += 1`; if `calls >= retry.max_attempts`, return `await give_up(item, error, calls)`; "
        "else `await pause(retry.delay(calls))`.",
    ),
    causes={
        "never-ran": (
            "`call(item)` never ran: it is async, so its result has to be awaited.",
            lambda got, want: "call" not in kinds(got),
        ),
        "not-awaited": (
            "`give_up` was called, and never ran: it is async, so its result has to be awaited.",
            lambda got, want: got[-1][1] == "a coroutine",
        ),
        "outside": (
            "An error went up before all calls were made. Is the call awaited where you catch errors?",
            lambda got, want: got[-1][0] == "error" and kinds(got).count("call") < kinds(want).count("call"),
        ),
        "error-up": (
            "The error went up. When the last call has failed, it is for `give_up` to say what becomes of it.",
            lambda got, want: got[-1][0] == "error",
        ),
        "pause-lost": (
            "There are no pauses. A busy service is asked again and again in the same moment.",
            lambda got, want: pauses(want) and not pauses(got) and got[-1][2] == 0,
        ),
        "own-pause": (
            "You wait without `pause`. Whoever calls you counts the pauses, and has a clock of its own.",
            lambda got, want: pauses(want) and not pauses(got),
        ),
        "too-few": (
            "There is a call too few. `max_attempts` calls are made before `give_up` is asked.",
            lambda got, want: kinds(got).count("call") < kinds(want).count("call"),
        ),
        "one-too-many": (
            "`max_attempts` counts all calls, the one that comes first included.",
            lambda got, want: kinds(got).count("call") > kinds(want).count("call"),
        ),
        "waits-in-vain": (
            "There was a pause after the last call. Nothing comes after it, so nobody needs to wait.",
            lambda got, want: kinds(got)[-3:-1] == ["pause", "give_up"],
        ),
        "delays-from-zero": (
            "The pauses begin at the wrong place in the series: failed calls are counted from 1.",
            lambda got, want: pauses(got)[0] != pauses(want)[0],
        ),
        "own-delays": (
            "The first pause is right, and a later one is not. `retry.delay(n)` knows how they grow, and up to what.",
            lambda got, want: pauses(got) != pauses(want),
        ),
        "miscounted": (
            "`give_up(item, error, calls)` was told something else: an older error, a wrong number of calls, or all "
            "this in another order.",
            lambda got, want: kinds(got) == kinds(want) and got[-2][1] != want[-2][1],
        ),
        "result-lost": (
            "Everything was done, and its result was not given back.",
            lambda got, want: got[:-1] == want[:-1] and got[-1][1] == "None",
        ),
    },
)
def calls(with_retries, trial):
    for fails, attempts, base, most in trial.cases((3, 3, 1, 60), (3, 4, 1, 2), (0, 1, 1, 60), draw=some_retries):
        retry = RetryConfig(attempts, base, max_delay=most)
        flaky = Flaky(fails)

        async def main(flaky=flaky, retry=retry):
            try:
                result = await with_retries(flaky.call, "tail", retry, flaky.pause, flaky.give_up)
            except ConnectionError as error:
                flaky.note("error", str(error))
            else:
                flaky.note("result", settled(result))

        run_on_virtual_time(main())
        call = f"with_retries(call, 'tail', {_shown(retry)}, pause, give_up), where call fails {_times(fails)}"
        trial.compare(call, ("what", "with", "second"), got=flaky.log, want=expected(fails, attempts, retry.delay))


def _shown(retry):
    return f"RetryConfig({retry.max_attempts}, {retry.base_delay:g}, max_delay={retry.max_delay:g})"


def _times(count):
    return "never" if not count else "once" if count == 1 else f"{count} times"


class Stop(BaseException):
    """A wish to stop."""


@graded(
    "13.2.stop",
    piece="with_retries",
    points=2,
    title="A failure is tried again, and a wish to stop is obeyed",
    hints=(
        "Somebody cancels the task while a call is under way. Which exception do you see, and who raised it?",
        "Which exceptions does your `except` catch? `CancelledError` is no `Exception`; nor is `KeyboardInterrupt`.",
        "`except (Exception, asyncio.CancelledError) as error:`, and in it at once: "
        "`if is_cancellation(error): raise`.",
    ),
    causes={
        "never-ran": (
            "`call(item)` never ran: it is async, so its result has to be awaited.",
            lambda got, want: got[0][1] == 0,
        ),
        "went-on": (
            "The task was cancelled while a call was under way, and went on. Such an error is no failure.",
            lambda got, want: got[0] != want[0],
        ),
        "last-call": (
            "The task was cancelled during its last call, and `give_up` was asked. Whoever cancels is obeyed, "
            "whichever call it is.",
            lambda got, want: got[1][1:] == (1, "given up"),
        ),
        "no-pause": (
            "The task was cancelled in a pause, and made more calls. Is there a pause, and does what ends it go up?",
            lambda got, want: got[2][1] > 1,
        ),
        "stop-is-failure": (
            "An exception that is no `Exception` was tried again. It is a wish to stop.",
            lambda got, want: got[3][1] > 1,
        ),
        "own-cancellation": (
            "The function raised `CancelledError` by itself, and nobody had cancelled the task. That is a failure.",
            lambda got, want: got[:4] == want[:4] and got[4] != want[4],
        ),
    },
)
def stop(with_retries, trial):
    async def outcome(flaky, cancelled_at, attempts):
        retry = RetryConfig(attempts, 1)
        task = asyncio.ensure_future(with_retries(flaky.call, "tail", retry, flaky.pause, flaky.give_up))
        if cancelled_at is not None:
            await asyncio.sleep(cancelled_at)
            task.cancel()
        (ended, _) = await asyncio.wait([task])
        (task,) = ended
        if task.cancelled():
            return "cancelled"
        return f"{type(task.exception()).__name__}" if task.exception() else settled(task.result())

    def row(what, flaky, cancelled_at=None, attempts=3):
        ended = run_on_virtual_time(outcome(flaky, cancelled_at, attempts))
        return what, flaky.calls, ended

    got = [
        row("cancelled during the first call", Flaky(9, seconds=10), 5),
        row("cancelled during the only call, max_attempts=1", Flaky(9, seconds=10), 5, attempts=1),
        row("cancelled during the pause", Flaky(9), 0.5),
        row("the call raises Stop, a BaseException", Flaky(9, Stop)),
        row("the call raises CancelledError, once", Flaky(1, asyncio.CancelledError)),
    ]
    ends = [(1, "cancelled"), (1, "cancelled"), (1, "cancelled"), (1, "Stop"), (2, "answer")]
    want = [(row[0], *end) for row, end in zip(got, ends, strict=True)]
    call = "with_retries(call, 'tail', RetryConfig(3, 1), pause, give_up)"
    trial.compare(call, ("what happens", "calls", "end"), got=got, want=want)


class Registry:
    """Knows tail numbers with an N, not those with an X; is busy as often as a number has a B; a Z makes it fail."""

    def __init__(self, seconds=0.0):
        self.seconds, self.asked = seconds, []

    async def look_up(self, tail):
        self.asked.append((str(tail), asyncio.get_running_loop().time()))
        await asyncio.sleep(self.seconds)
        if "X" in tail or not tail[-1:].isdigit():
            raise KeyError(tail)
        if "Z" in tail:
            raise ZeroDivisionError
        if sum(asked == tail for asked, _ in self.asked) <= tail.count("B"):
            raise ConnectionError
        return int(tail[-1]) * 10


def shown(record):
    """A record in the same words every time; a list of two is as good as a pair."""
    if isinstance(record, tuple | list):
        return tuple(settled(value) if asyncio.iscoroutine(value) else value for value in record)
    return record


class Store:
    """A database that numbers its records from 1."""

    def __init__(self):
        self.lists, self.last = [], 0

    async def store(self, records):
        self.lists.append([shown(record) for record in records])
        self.last += len(records)
        return list(range(self.last - len(records) + 1, self.last + 1))


def in_library(error):
    """Say whether the library raised an error, as it does with what it cannot use."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return frame.f_globals.get("__name__", "").startswith("maif.")


async def read(load, rows, registry, store):
    """Read all that `load` gives; return it, and the name of the error that ended it."""
    numbers, stream = [], load(rows, registry.look_up, store.store)
    if asyncio.iscoroutine(stream):
        stream.close()
    stream = aiter(stream)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what a batch drops: the check sees it anyway
            async for number in stream:
                numbers.append(number)
    except (ConnectionError, KeyError, ZeroDivisionError) as error:
        return numbers, type(error).__name__
    except TypeError as error:
        if not in_library(error):
            raise
        return numbers, "TypeError"
    return numbers, "the end"


HANDLER = (
    "The pipeline could not use your `error_handler`. It takes an instance, not a class, and its `handle_error` "
    "returns a pair: whether to go on, and the value."
)


def some_rows(rng):
    tails = [f"{kind}{number}" for number, kind in enumerate(rng.choices(("N", "N", "N", "X", "B", "BBB"), k=10))]
    return [f"{rng.choice(('UA', 'AA'))},{rng.choice((tail, tail, tail, ''))}" for tail in rng.sample(tails, 8)]


def compare_load(load, rows, trial):
    registry, store = Registry(), Store()
    numbers, end = trial.run(read(load, rows, registry, store))
    flights = [row.split(",") for row in rows]
    asked = Counter(tail for tail, _ in registry.asked)
    times = {tail: 1 if "X" in tail else min(tail.count("B") + 1, 3) for _, tail in flights if tail}
    known = [
        (carrier, int(tail[-1]) * 10) for carrier, tail in flights if tail and "X" not in tail and "BBB" not in tail
    ]
    lists = [known[start : start + 3] for start in range(0, len(known), 3)]

    def table(counts, stored, ids, ended):
        yield from (("questions", tail or "''", count) for tail, count in sorted(counts.items()))
        yield from (("store", str(records), "") for records in stored)
        yield "numbers", str(ids), ended

    trial.compare(
        f"load({rows}, look_up, store)\nThe registry does not know an X; it is busy as often as a number has a B.",
        ("what", "", ""),
        got=table(asked, store.lists, numbers, end),
        want=table(times, lists, list(range(1, len(known) + 1)), "the end"),
    )


@graded(
    "13.3.records",
    piece="load",
    points=2,
    title="Each flight is stored once, in order, or left out for a reason",
    hints=(
        "A row may have no tail, its plane may be unknown, or it is stored. Which of your tasks decides that?",
        "What does each of your tasks return where there is nothing to pass on? Which batch may be smaller than three?",
        "`single_task` with `retry_attempts=3`, and inside it `except KeyError: return None`; then "
        "`batch_task(store, max_size=3)`.",
    ),
    causes={
        "fell-apart": (
            "You ask for pieces of text that are no tail numbers. What a stage returns as a list falls apart into "
            "items; a tuple stays whole.",
            lambda got, want: any(row[0] == "questions" and row[1] in tuple("ABELS") for row in got),
        ),
        "not-awaited": (
            "What was stored is a coroutine, and no number of seats. `look_up` is async: await it.",
            lambda got, want: any(row[0] == "store" and "a coroutine" in row[1] for row in got),
        ),
        "loose": (
            "The database takes a list of pairs, and was given something else. A pair that goes to the next stage as "
            "a list falls apart; a tuple stays whole. It is a batch task that makes lists.",
            lambda got, want: any(row[0] == "store" and not row[1].startswith("[(") for row in got),
        ),
        "no-tail-asked": (
            "The registry was asked for a plane without a tail number. Leave such a row out before.",
            lambda got, want: any(row[:2] == ("questions", "''") and row[2] for row in got),
        ),
        "handler": (HANDLER, lambda got, want: got[-1][2] == "TypeError"),
        "unknown-is-fatal": (
            "One plane that the registry does not know ended everything. Leave that flight out.",
            lambda got, want: got[-1][2] == "KeyError",
        ),
        "busy-once": (
            "A busy registry was not asked a second time, and the flight is lost.",
            lambda got, want: any(row[0] == "questions" and row[1].startswith("B") and row[2] == 1 for row in got),
        ),
        "two-is-not-three": (
            "A busy registry is asked up to three times. `retry_attempts` counts all calls, not the further ones.",
            lambda got, want: any(row[0] == "questions" and row[1].startswith("BBB") and row[2] == 2 for row in got),
        ),
        "more-than-three": (
            "A busy registry was asked more often than three times. `retry_attempts` counts the first call too.",
            lambda got, want: any(row[0] == "questions" and row[1].startswith("BBB") and row[2] > 3 for row in got),
        ),
        "unknown-again": (
            "The registry was asked again for a plane that it does not know. The answer would be the same.",
            lambda got, want: any(row[0] == "questions" and "X" in row[1] and row[2] > 1 for row in got),
        ),
        "busy-is-fatal": (
            "One plane, for which the registry stayed busy, ended everything. Leave that flight out.",
            lambda got, want: got[-1][2] == "ConnectionError",
        ),
        "rest-lost": (
            "The last records were not stored, because they were fewer than three.",
            lambda got, want: len(got) == len(want) - 1 and got[:-1] == want[:-2],
        ),
        "one-by-one": (
            "Your lists are not full. Each of them but the last has three records.",
            lambda got, want: sum(row[0] == "store" for row in got) > sum(row[0] == "store" for row in want),
        ),
        "lists-out": (
            "You give lists of numbers. Whoever reads wants the numbers, one by one.",
            lambda got, want: got[-1][1].startswith("[["),
        ),
        "order": (
            "The records are not in the order of their rows: those that the registry answered sooner overtook.",
            lambda got, want: got[-1] == want[-1],
        ),
    },
)
def records(load, trial):
    telling = ["UA,N1", "9E,", "AA,X2", "B6,BB3", "UA,N4", "DL,BBB5", "UA,B6", "US,N7"]
    for rows in trial.cases(telling, draw=some_rows):
        compare_load(load, rows, trial)


@graded(
    "13.3.again",
    piece="load",
    points=1,
    title="A busy registry gets half a second of peace, then a second",
    hints=(
        "Who counts the seconds between two calls of a task: your function, or the task's settings?",
        "Which settings of `single_task` say how often a call is made, and how long the pauses are?",
        "`retry_attempts=3, retry_delay=0.5`: the pauses double by themselves.",
    ),
    causes={
        "more-than-three": (
            "A busy registry was asked more often than three times. `retry_attempts` counts the first call too.",
            lambda got, want: got[0][1].startswith(want[0][1] + ","),
        ),
        "no-pause": (
            "The busy registry was asked again in the same moment. It will not be less busy.",
            lambda got, want: got[0][1].startswith("0.0, 0.0"),
        ),
        "default-delay": (
            "The pauses are too long: one second and two are what a task does if you say nothing.",
            lambda got, want: got[0][1].startswith("0.0, 1.0"),
        ),
        "same-pause": (
            "The second pause is as short as the one before it. It should be twice as long.",
            lambda got, want: got[0][1].startswith("0.0, 0.5, 1.0"),
        ),
        "never": (
            "The registry was never asked for this plane. Does its tail number reach the stage that asks, "
            "and is the answer awaited?",
            lambda got, want: got[0][1] == "never",
        ),
        "never-again": (
            "The busy registry was asked once, and no more.",
            lambda got, want: got[0][1] == "0.0",
        ),
    },
)
def again(load, trial):
    for tail in trial.cases("BBB1", "BB2"):
        registry = Registry()
        trial.run(read(load, [f"UA,{tail}"], registry, Store()))
        moments = [moment for asked, moment in registry.asked if asked == tail]
        got = ", ".join(str(float(moment - moments[0])) for moment in moments) or "never"
        trial.compare(
            f'load(["UA,{tail}"], look_up, store), where the registry is busy as often as there is a B',
            ("tail", "asked at second"),
            got=[(tail, got)],
            want=[(tail, "0.0, 0.5, 1.5")],
        )


@graded(
    "13.3.mistake",
    piece="load",
    points=1,
    title="A mistake in the program is heard of",
    hints=(
        '`on_error="skip_item"` leaves out whatever fails. Which failures did you mean, and which others are there?',
        "Who decides what becomes of an error, and does it look at the error's type?",
        "`handle_error` returns `isinstance(error, ConnectionError), None`: go on without the item, or raise.",
    ),
    causes={
        "swallowed": (
            "The mistake was swallowed: your stream came to its end, and the flight was missing.",
            lambda got, want: got[0][2] == "the end" and "5" not in got[0][1],
        ),
        "handler": (HANDLER, lambda got, want: got[0][2] == "TypeError"),
        "results-lost": (
            "The error came, but records that were stored before it did not.",
            lambda got, want: got[0][2] == want[0][2] and len(got[0][1]) < len(want[0][1]),
        ),
    },
)
def mistake(load, trial):
    rows = ["UA,N1", "UA,N2", "UA,N3", "AA,Z4", "UA,N5"]
    numbers, end = trial.run(read(load, rows, Registry(), Store()))
    trial.compare(
        f"load({rows}, look_up, store), where look_up('Z4') raises ZeroDivisionError",
        ("rows", "numbers", "then"),
        got=[("five", str(numbers), end)],
        want=[("five", "[1, 2, 3]", "ZeroDivisionError")],
    )


AHEAD = 60


@graded(
    "13.3.held",
    piece="load",
    points=2,
    title="Four questions are under way, and few rows are held, on endless rows too",
    hints=(
        "How many calls does a stage make at a time if nobody says anything, and how far does it read ahead?",
        "Which of your stages have a limit? The one that cuts rows up reads ahead as well.",
        "`(flight | record | ...).with_context(max_parallelism=4)(rows)` sets it for every stage.",
    ),
    causes={
        "too-few": (
            "Fewer questions were under way at a time than the four that may be.",
            lambda got, want: got[0][1] < 4,
        ),
        "too-many": (
            "More than four questions were under way.",
            lambda got, want: got[0][1] > 4,
        ),
        "reads-ahead": (
            "Four questions are under way, but far more rows were read. Each stage has a limit of its own.",
            lambda got, want: got[0] == want[0] and got[1] != want[1],
        ),
        "left-running": (
            "The reader has left, and questions were still under way: nobody cancelled them. A generator around a "
            "stream closes it with `async with`.",
            lambda got, want: got[:2] == want[:2] and got[2] != want[2],
        ),
        "left-open": (
            "The reader has left, and the rows were not closed.",
            lambda got, want: got[:3] == want[:3] and not got[3][1],
        ),
    },
)
def held(load, trial):
    rows = trial.endless(["UA,N1", "9E,", "AA,N2"], most=2000)
    registry, gauge = Registry(seconds=1), trial.in_flight()

    async def main():
        stream = load(rows, gauge.counting(registry.look_up), Store().store)
        async for number in stream:
            if number == 6:
                break
        read_by_then = rows.pulled
        await stream.aclose()
        await asyncio.sleep(0)
        return read_by_then - 9, gauge.now  # six records take nine rows

    ahead, left = trial.run(main())
    within = f"at most {AHEAD}"
    got = [
        ("questions under way at a time", gauge.most),
        ("rows read beyond those of the sixth number", within if ahead <= AHEAD else ahead),
        ("questions under way after the reader left", left),
        ("rows closed", rows.closed),
    ]
    want = [(got[0][0], 4), (got[1][0], within), (got[2][0], 0), (got[3][0], True)]
    call = 'load(rows, look_up, store) on "UA,N1", "9E,", "AA,N2" over and over, left at number 6'
    trial.compare(call, ("what", ""), got=got, want=want)


def share(stages):
    """The estimate found slowly, from the end to the front, in fractions."""
    if not stages:
        return Fraction(0)
    *before, (finished, _) = stages
    if not before:
        return Fraction(finished)
    made = before[-1][1]
    return share(before) * (Fraction(finished, made) if made else 1)


def some_counts(rng):
    """Counts of stages of which each has made something, at a few moments."""
    moments = []
    for _ in range(6):
        made, counts = 9, []
        for factor in rng.choices((0.5, 1, 2, 3), k=rng.randint(1, 4)):
            finished = rng.randint(1, made)
            made = max(1, int(finished * factor))
            counts.append((finished, made))
        moments.append(counts)
    return moments


def compare_done(items_done, moments, trial):
    def stages(counts):
        return [SimpleNamespace(finished=finished, out=out) for finished, out in counts]

    def rows(done):
        return [(", ".join(map(str, counts)) or "none", round(float(done(counts)), 6)) for counts in moments]

    call = "items_done(stages), with (finished, out) of each stage"
    got = rows(lambda counts: items_done(stages(counts)))
    trial.compare(call, ("stages", "done"), got=got, want=rows(share))


def done(rows):
    return [row[1] for row in rows]


@graded(
    "13.4.share",
    piece="items_done",
    points=2,
    title="Each stage lets through a share of what the one in front has made",
    hints=(
        "Six items made 12 values, and 3 of these are through. Which part of the 6 is that?",
        "Which two numbers do you divide? They belong to two neighbours, not to one stage.",
        "Begin with the `finished` of the stage in front. For each stage behind it, multiply by its `finished` "
        "divided by the `out` of the one before.",
    ),
    causes={
        "front-only": (
            "You count what the stage in front is done with. Its values may still be on their way.",
            lambda got, want: done(got)[:4] == [6, 6, 8, 7],
        ),
        "results": (
            "You count what comes out at the end. The bar is about items of the source.",
            lambda got, want: done(got)[:4] == [3, 1, 2, 3],
        ),
        "last-finished": (
            "You count what the last stage has finished. These are values that other stages made, not items.",
            lambda got, want: done(got)[:4] == [3, 2, 4, 7],
        ),
        "own-out": (
            "You divide by what the stage itself has made. How much there was to do is what the one in front has made.",
            lambda got, want: done(got)[0] == 6,
        ),
        "share-alone": (
            "That is a share. Of how many items of the source?",
            lambda got, want: done(got)[0] == 0.25,
        ),
        "upside-down": (
            "You say that more is done than the stage in front has finished. A share is at most 1: which of the two "
            "numbers stands below the line?",
            lambda got, want: done(got)[0] > 6,
        ),
        "whole-items": (
            "The estimate may be a fraction. Yours was cut off.",
            lambda got, want: done(got) == [number // 1 for number in done(want)],
        ),
        "not-neighbours": (
            "With two stages you are right, and with three you are not. Each stage is measured by its neighbour.",
            lambda got, want: done(got)[::3] == done(want)[::3] and done(got)[1] != done(want)[1],
        ),
    },
)
def share_of_each(items_done, trial):
    telling = [[(6, 12), (3, 3)], [(6, 12), (8, 4), (2, 1)], [(8, 8), (8, 4), (4, 2)], [(7, 3)]]
    for moments in trial.cases(telling, draw=some_counts):
        compare_done(items_done, moments, trial)


@graded(
    "13.4.nothing",
    piece="items_done",
    points=1,
    title="Where a stage has made nothing, nothing is on its way",
    hints=(
        "The stage in front is done with 6 items and has dropped them all. Is there anything left to do for these 6?",
        "Where do you divide? What stands below the line before the stage has made its first value?",
        "Multiply only `if made:`, where `made` is the `out` of the stage in front.",
    ),
    causes={
        "none-done": (
            "All were dropped, and you say that none is done. What is dropped is done with.",
            lambda got, want: 0 in done(got)[1:3],
        ),
        "begins-at-one": (
            "Before anything happened, something was done. Which number do you begin with?",
            lambda got, want: done(got)[0] != 0 or done(got)[-1] != 0,
        ),
        "all-done": (
            "The last stage has finished none of the 6 values that were made, so nothing is done.",
            lambda got, want: done(got)[3] != 0,
        ),
    },
)
def nothing(items_done, trial):
    for moments in trial.cases([[(0, 0), (0, 0)], [(6, 0), (0, 0)], [(9, 9), (9, 0), (0, 0)], [(6, 6), (0, 0)], []]):
        compare_done(items_done, moments, trial)


class Recording(CallQueue):
    """A queue that writes down how many results wait, whenever that may have changed."""

    def __init__(self, *settings):
        super().__init__(*settings)
        self.waiting = [0]

    def finish(self, call):
        super().finish(call)
        self.waiting.append(self.ahead - self.in_flight)

    @property
    def most_waiting(self):
        return max(self.waiting)


def asking(durations, mode, limit, store=0.25):
    """The pipeline of task 13.5, for items that are numbers of `durations`."""

    @single_task(concurrency_limit=limit)
    async def ask(number):
        await asyncio.sleep(durations[number])
        return number

    @single_task(concurrency_limit=1, task_name="store")
    async def keep(number):
        await asyncio.sleep(store)
        return number

    return (ask | keep).with_execution_mode(mode)


def timed(queue, pipeline, items):
    """Run a pipeline on queues that `queue` makes; return the results, the seconds, and the queues in order."""
    queues, results, clock = [], [], VirtualClock()

    def make(*settings):
        queues.insert(0, queue(*settings))
        return queues[0]

    with patch("maif.parallel.async_maps.CallQueue", make):
        try:
            run_on_virtual_time(pipeline(items).on_result(results.append).collect(), clock=clock)
        except DeadlockError:
            pass  # the pipeline stands still: some results are missing
        except (AttributeError, TypeError) as error:
            if not in_library(error):
                raise
    return results, clock.time(), queues


def waited(rows):
    """The most that waited, in each stage and mode."""
    return [int(number) for row in rows for number in row[3].split(" and ")]


def some_durations(rng):
    return [rng.choice((1, 1, 2, 3, 9)) for _ in range(10)]


@graded(
    "13.5.watched",
    piece="Watched",
    points=2,
    title="Pipelines run on your queue, and it knows how many results waited",
    hints=(
        "A call that has begun and not finished is in flight. What is one that has finished and was not taken?",
        "At which of the queue's methods do more results wait than before? At which fewer?",
        "In `finish`, after `super().finish(call)`: `max(self.most_waiting, self.ahead - self.in_flight)`.",
    ),
    causes={
        "stuck": (
            "Not all results come out of the pipeline. Does your method still do what the queue did, and return what "
            "that returned?",
            lambda got, want: any(len(g[1]) < len(w[1]) for g, w in zip(got, want, strict=True)),
        ),
        "results": (
            "The results themselves are not what they are on the library's queue.",
            lambda got, want: [row[1] for row in got] != [row[1] for row in want],
        ),
        "no-number": (
            "`most_waiting` is an attribute that holds a number, or a property; a method would have to be called.",
            lambda got, want: any("?" in row[3] for row in got),
        ),
        "never": (
            "Nothing ever waited, you say. At which moment does a result begin to wait? Look then, and keep the "
            "number.",
            lambda got, want: not any(waited(got)),
        ),
        "ahead": (
            "You say that more waited than there were. A call in flight has no result yet, one that was taken waits "
            "no longer, and each queue counts its own.",
            lambda got, want: any(g > w for g, w in zip(waited(got), waited(want), strict=True)),
        ),
        "before": (
            "One result is always missing: the one that comes in this moment, or is taken in it. Look when its call "
            "has finished, and it is not taken yet.",
            lambda got, want: all(g == w - 1 for g, w in zip(waited(got), waited(want), strict=True)),
        ),
        "newest": (
            "Fewer waited, you say, than there were at one moment. Keep the largest number, not the newest.",
            lambda got, want: any(g < w for g, w in zip(waited(got), waited(want), strict=True)),
        ),
    },
)
def watched(Watched, trial):  # noqa: N803 — a class
    def rows(queue, durations):
        for mode in ("ordered", "as_completed"):
            results, seconds, queues = timed(queue, asking(durations, mode, 4), range(len(durations)))
            most = " and ".join(str(most) if isinstance(most := made.most_waiting, int) else "?" for made in queues)
            yield mode, " ".join(map(str, results)), seconds, most

    for durations in trial.cases([9, 1, 1, 1, 2, 1, 1, 1, 3, 1], [], draw=some_durations):
        call = f"timed(Watched, pipeline, range(10)), where 4 questions at a time take {durations} seconds"
        columns = ("mode", "results", "seconds", "most waiting, stage by stage")
        trial.compare(call, columns, got=rows(Watched, durations), want=rows(Recording, durations))
    queue, first = Watched(2, 5, True), SimpleNamespace(done=False)
    got = [("none", queue.has_room())]
    queue.begin(first)
    queue.begin(SimpleNamespace(done=False))
    got.append(("two", queue.has_room()))
    queue.finish(first)
    got.append(("two, and one of them has finished", queue.has_room()))
    want = [("none", True), ("two", False), ("two, and one of them has finished", True)]
    trial.compare("Watched(2, 5, True)", ("begun", "has_room()"), got=got, want=want)


@graded(
    "13.5.limits",
    piece="limits",
    points=2,
    title="Each mode has as many questions under way as it needs, and no more",
    hints=(
        "A question takes 1.7 seconds on average, and the database takes four rows a second. How many are under way?",
        "Try one limit after the other: `timed(CallQueue, asking(mode, limit), range(100))[1]` is the time it takes.",
        "In each mode, take the first `limit` of `range(1, 65)` for which that time is at most 32.",
    ),
    causes={
        "one-for-both": (
            "The law is right as completed. In order, a question of 8 seconds keeps the database waiting, while the "
            "answers behind it pile up; it takes more questions under way to have enough of them.",
            lambda got, want: got[1] == want[1] and got[0].seconds_with_it > 32,
        ),
        "too-few": (
            "With such a limit the database waits for answers, and 32 seconds are not enough.",
            lambda got, want: any(row.seconds_with_it > 32 for row in got),
        ),
        "too-many": (
            "One question fewer under way would do. Whatever is more waits in the pipeline, not in the registry.",
            lambda got, want: any(row.with_one_fewer <= 32 for row in got),
        ),
    },
)
def limits(limits, trial):
    durations = [8 if number % 10 == 9 else 1 for number in range(100)]

    def seconds(mode, limit):
        return timed(CallQueue, asking(durations, mode, limit), range(100))[1]

    chosen = limits()
    got = []
    for mode in ("ordered", "as_completed"):
        limit = int(chosen[mode])
        got.append((mode, seconds(mode, limit), seconds(mode, limit - 1) if limit > 1 else 99.0))
    too_long = matching("more than 32", lambda time: time > 32)
    want = [("ordered", at_most(32), too_long), ("as_completed", at_most(32), too_long)]
    trial.compare(
        "limits",
        ("mode", "seconds with it", "with one fewer"),
        got=got,
        want=want,
        reveal=False,
    )
