"""What the exercises of lesson 13 are graded by."""

import asyncio
import traceback
import warnings
from collections import Counter
from fractions import Fraction
from itertools import accumulate, chain, pairwise
from types import SimpleNamespace
from unittest.mock import patch

from maif.clock import VirtualClock
from maif.clock import run as run_on_virtual_time
from maif.errors import DeadlockError
from maif.parallel.call_queue import CallQueue
from maif.pipeline import RetryConfig, single_task
from maif_course.checks import at_most, graded, matching, signs
from maif_course.checks.signs import all_of, goes_on, row_of, says, wrong_at, wrong_first, wrong_only_at

COUNTS = [("tails", 5, 7, 1, 0, 0), ("seats", 7, 5, 0, 2, 3), ("total", 5, 1, 2, 0, 0), ("the run", 5, 1, 3, 2, 3)]


def in_row(label, test):
    """The sign that this row is wrong, all rows before it right, and that the test holds for it."""
    return all_of(wrong_first(label), lambda got, want: test(row_of(got, label)))


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
            lambda got, want: any(row.out == "not five numbers" for row in got),
        ),
        "given": ("The first row was given, and was right. Leave it as it is.", wrong_at("tails")),
        "skipped-is-dropped": (
            "Two of the values failed for good. That is skipped; dropped are those for which a task returned None, "
            "and a rest that makes no batch.",
            says("seats", 2, "dropped"),
        ),
        "values-skipped": (
            "Look at what the registry does not know: `N619AA` comes twice in one row, and each is an item.",
            says("seats", 1, "skipped"),
        ),
        "busy-skipped": (
            "The registry is busy the first time only. `N804JB` has a second call, which gives an answer.",
            says("seats", 3, "skipped"),
        ),
        "failures-counted": (
            "With `retry_attempts=2` a value is called twice at most, so it is retried once at most. Its last call is "
            "not made again, though it failed.",
            lambda got, want: row_of(got, "seats").retried > 3,
        ),
        "retries-missed": (
            "More calls were made again. A call that failed is, whatever the error was, and whatever comes of it, "
            "as long as a call is left.",
            lambda got, want: row_of(got, "seats").retried < 3,
        ),
        "batches-counted": (
            "You counted batches. What comes into a stage is items, also where it takes them in batches.",
            in_row("total", lambda row: row.in_ in (1, 2)),
        ),
        "rest-runs": (
            "You let the last two make a batch. With `min_size=3` a batch of two is too small.",
            in_row("total", lambda row: row.out == 2),
        ),
        "sums-counted": ("`sum` makes one number of a batch.", in_row("total", lambda row: row.out > 2)),
        "rest-lost": (
            "Say what became of the items that made no batch: they are not skipped, for no call failed on them, "
            "and each of them counts.",
            in_row("total", lambda row: (row.dropped, row.skipped) != (2, 0)),
        ),
        "summed": (
            "What comes into the run is what comes into its front stage, and what goes out is what the last one gives.",
            in_row("the run", lambda row: (row.in_, row.out) != (5, 1)),
        ),
        "not-summed": (
            "What the run dropped, skipped and retried is what its stages did, all three together.",
            in_row("the run", lambda row: (row.dropped, row.skipped, row.retried) != (3, 2, 3)),
        ),
        "stops": (
            "So far it is right. Five numbers are due for each stage, and five for the whole run.",
            signs.end_missing,
        ),
        "goes-on": ("There are rows behind that of the whole run. Three stages and the run make four.", goes_on),
    },
)
def stats(trace, trial):
    def row(name, counts):
        if isinstance(counts, tuple | list) and len(counts) == 5:
            return name, *counts
        return name, repr(counts), "not five numbers", "", "", ""

    names = [*(name for name, *_ in COUNTS), *["one more"] * 9]
    got = [row(name, counts) for name, counts in zip(names, trace(), strict=False)]
    columns = ("stage", "in", "out", "dropped", "skipped", "retried")
    trial.compare("trace", columns, got=got, want=COUNTS, reveal=False)


class OddError(Exception):
    """A failure that nobody had in mind."""


class BroadError(TimeoutError, KeyError, IndexError, ValueError, ZeroDivisionError, TypeError, RuntimeError):
    """A failure that is raised before there is anything to await, and caught by whoever catches one of these."""


FAILURES = (OddError, ConnectionError, BroadError)  # of one call after the other, the second first


class Flaky:
    """What `with_retries` is given: a call that fails so many times, and a log of all that happens."""

    def __init__(self, fails, error=None, seconds=0, answer="seats", broken=""):
        self.fails, self.error, self.seconds, self.answer, self.broken = fails, error, seconds, answer, broken
        self.log = []

    def note(self, *what):
        self.log.append((*what, asyncio.get_running_loop().time()))

    def count(self, what):
        return [row[0] for row in self.log].count(what)

    def call(self, item):
        number = self.count("call") + 1
        error = self.newest = (self.error or FAILURES[number % 3])(f"failure {number}")
        if number <= self.fails and isinstance(error, BroadError):
            self.note("call", repr(item))
            raise error
        return self.answered(item, error if number <= self.fails else None)

    async def answered(self, item, error):
        self.note("call", repr(item))
        await asyncio.sleep(self.seconds)
        if error is not None:
            raise error
        return self.answer

    async def pause(self, seconds):
        self.note("pause", f"{seconds:g}")
        if self.broken.startswith("pause"):
            raise OSError("no pause")
        await asyncio.sleep(seconds)

    async def give_up(self, item, error, calls):
        self.note("give_up", f"{item!r}, {'' if error is self.newest else 'no longer '}{error!r}, {calls}")
        if self.broken.startswith("give_up"):
            raise (OSError if "OSError" in self.broken else asyncio.CancelledError)("given up")
        return "given up"


def expected(item, fails, attempts, delay, answer, broken):
    """The same log, found by plain counting."""
    made, now = min(fails + 1, attempts), 0.0
    log = [("call", item, now)]
    for number in range(1, made):
        log.append(("pause", f"{delay(number):g}", now))
        if broken.startswith("pause"):
            return [*log, ("error", "no pause", now)]
        now += delay(number)
        log.append(("call", item, now))
    if fails >= attempts:
        end = "error" if broken else "result"
        return [
            *log,
            ("give_up", f"{item}, {FAILURES[made % 3](f'failure {made}')!r}, {made}", now),
            (end, "given up", now),
        ]
    return [*log, ("result", str(answer), now)]


def some_retries(rng):
    return (
        rng.randint(0, 6),
        rng.randint(1, 6),
        rng.choice((0.5, 1, 3)),
        rng.choice((2, 60)),
        rng.choice((0, "seats")),
        "",
    )


def told(log, what):
    """What a log says of the calls, of the pauses, …"""
    return [row.with_ for row in log if row.what == what]


def fewer_calls(log, other):
    return len(told(log, "call")) < len(told(other, "call"))


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
        "falsy": (
            "No call was made for the item 0. It is an item like any other.",
            lambda got, want: want[0].with_ == "0" and not told(got, "call"),
        ),
        "never-ran": (
            "`call(item)` never ran: it is async, so its result has to be awaited.",
            lambda got, want: not told(got, "call"),
        ),
        "not-awaited": (
            "`give_up` was called, and never ran: it is async, so its result has to be awaited.",
            says("result", "a coroutine", "with"),
        ),
        "outside": (
            "An error went up before all calls were made. Is the call awaited where you catch errors, and do you catch "
            "every `Exception`?",
            lambda got, want: told(got, "error") and not told(got, "give_up") and fewer_calls(got, want),
        ),
        "error-up": (
            "The error went up. When the last call has failed, it is for `give_up` to say what becomes of it.",
            lambda got, want: told(got, "error") and not told(want, "error"),
        ),
        "none-is-failure": (
            "The call gave a result, and was made again. Whatever it gives is the result: None, 0, and an error, too.",
            lambda got, want: want[1].what == "result" and len(told(got, "call")) > 1,
        ),
        "carried": (
            "`give_up` was told of more calls than were made for this item. Begin to count anew for each.",
            lambda got, want: any(
                int(said.split()[-1]) > len(told(got, "call")) + 1
                and said.split()[-1] not in str(told(want, "give_up"))
                for said in told(got, "give_up")
            ),
        ),
        "swallowed": (
            "What `pause` or `give_up` raises is no failure of a call: it goes up at once, and is the end.",
            lambda got, want: told(want, "error") and got[: len(want) - 1] == want[:-1],
        ),
        "pause-lost": (
            "There are no pauses. A busy service is asked again and again in the same moment.",
            lambda got, want: told(want, "pause") and not told(got, "pause") and got[-1].second == 0,
        ),
        "own-pause": (
            "You wait without `pause`. Whoever calls you counts the pauses, and has a clock of its own.",
            lambda got, want: told(want, "pause") and not told(got, "pause"),
        ),
        "too-few": (
            "There is a call too few. `max_attempts` calls are made before `give_up` is asked.",
            fewer_calls,
        ),
        "one-too-many": (
            "`max_attempts` counts all calls, the one that comes first included.",
            lambda got, want: fewer_calls(want, got),
        ),
        "waits-in-vain": (
            "There was a pause after the last call. Nothing comes after it, so nobody needs to wait.",
            lambda got, want: [row.what for row in got][-3:-1] == ["pause", "give_up"],
        ),
        "delays-from-zero": (
            "The pauses begin at the wrong place in the series: failed calls are counted from 1.",
            lambda got, want: told(got, "pause")[0] != told(want, "pause")[0],
        ),
        "own-delays": (
            "The first pause is right, and a later one is not. `retry.delay(n)` knows how they grow, and up to what.",
            lambda got, want: told(got, "pause") != told(want, "pause"),
        ),
        "miscounted": (
            "`give_up(item, error, calls)` was told something else: an older error, or what it says, a wrong number of "
            "calls, or all this in another order.",
            lambda got, want: len(told(got, "give_up")) == 1 and told(got, "give_up") != told(want, "give_up"),
        ),
        "result-lost": (
            "Everything was done, and its result was not given back.",
            all_of(wrong_only_at("result"), says("result", "None", "with")),
        ),
    },
)
def calls(with_retries, trial):
    telling = [
        (3, 3, 1, 60, "seats", ""),
        (3, 4, 1, 2, "seats", ""),
        (1, 1, 1, 60, "seats", ""),
        (0, 3, 1, 60, None, ""),
        (0, 3, 1, 60, 0, ""),
        (0, 3, 1, 60, KeyError("returned"), ""),
        (2, 3, 0, 60, "seats", ""),
    ]
    for what in ("pause raises OSError", "give_up raises OSError", "give_up raises CancelledError"):
        telling.append((2, 2, 0.5, 60, "seats", what))
    for fails, attempts, base, most, answer, broken in trial.cases(*telling, draw=some_retries):
        retry, flaky = RetryConfig(attempts, base, max_delay=most), Flaky(fails, answer=answer, broken=broken)
        item = 0 if answer is None else "tail"

        async def main(flaky=flaky, retry=retry, item=item):
            try:
                result = await with_retries(flaky.call, item, retry, flaky.pause, flaky.give_up)
            except (OSError, OddError, BroadError, asyncio.CancelledError) as error:
                flaky.note("error", str(error))
            else:
                flaky.note("result", settled(result))

        run_on_virtual_time(main())
        then = broken or f"then it gives {answer!r}"
        trial.compare(
            f"with_retries(call, {item!r}, RetryConfig({attempts}, {base:g}, max_delay={most:g}), pause, give_up),\n"
            f"where call fails {_times(fails)}, and {then}",
            ("what", "with", "second"),
            got=flaky.log,
            want=expected(repr(item), fails, attempts, retry.delay, answer, broken),
        )


def _times(count):
    return "never" if not count else "once" if count == 1 else f"{count} times"


class Stop(BaseException):
    """A wish to stop."""


CALL, ONLY_CALL, PAUSE = "cancelled in the first call", "cancelled in the only call", "cancelled in the pause"
SECOND = "cancelled in the second call"
STOP, BY_ITSELF = "the call raises Stop, a BaseException", "the call raises CancelledError, once"


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
            says(CALL, 0, "calls"),
        ),
        "went-on": (
            "The task was cancelled while a call was under way, and went on. Such an error is no failure.",
            lambda got, want: (
                row_of(got, CALL).calls > 1 or row_of(got, SECOND).calls > 2 or says(CALL, "given up")(got, want)
            ),
        ),
        "last-call": (
            "The task was cancelled during its last call, and `give_up` was asked. Whoever cancels is obeyed, "
            "whichever call it is.",
            says(ONLY_CALL, "given up"),
        ),
        "no-pause": (
            "The task was cancelled in a pause, and made more calls. Is there a pause, and does what ends it go up?",
            lambda got, want: row_of(got, PAUSE).calls > 1,
        ),
        "stop-is-failure": (
            "An exception that is no `Exception` was tried again. It is a wish to stop.",
            lambda got, want: row_of(got, STOP).calls > 1,
        ),
        "own-cancellation": (
            "The function raised `CancelledError` by itself, and nobody had cancelled the task. That is a failure.",
            says(BY_ITSELF, "cancelled"),
        ),
        "given-up": (
            "The function failed once, by `CancelledError`, and `give_up` was asked, though calls were left.",
            says(BY_ITSELF, "given up"),
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
        await asyncio.wait([task])
        if task.cancelled():
            return "cancelled"
        return type(task.exception()).__name__ if task.exception() else settled(task.result())

    scenes = {
        CALL: (Flaky(9, ConnectionError, seconds=10), 5, 3, 1, "cancelled"),
        SECOND: (Flaky(9, ConnectionError, seconds=10), 15, 3, 2, "cancelled"),
        ONLY_CALL: (Flaky(9, ConnectionError, seconds=10), 5, 1, 1, "cancelled"),
        PAUSE: (Flaky(9), 0.5, 3, 1, "cancelled"),
        STOP: (Flaky(9, Stop), None, 3, 1, "Stop"),
        BY_ITSELF: (Flaky(1, asyncio.CancelledError), None, 3, 2, "seats"),
    }
    ends = {what: run_on_virtual_time(outcome(*scene[:3])) for what, scene in scenes.items()}
    trial.compare(
        "with_retries(call, 'tail', RetryConfig(3, 1), pause, give_up)",
        ("what happens", "calls", "end"),
        got=[(what, scenes[what][0].count("call"), end) for what, end in ends.items()],
        want=[(what, *scene[3:]) for what, scene in scenes.items()],
    )


class UnknownTailError(KeyError):
    """What the registry raises for a plane that it does not know."""


class Registry:
    """Knows tail numbers with an N, not those with an X; is busy as often as a number has a B; a Z is a mistake."""

    def __init__(self, seconds=0.0, mistake=ZeroDivisionError, slow=()):
        self.seconds, self.mistake, self.slow, self.asked, self.raised = seconds, mistake, dict(slow), [], []

    async def look_up(self, tail):
        self.asked.append((str(tail), asyncio.get_running_loop().time()))
        await asyncio.sleep(self.slow.get(len(self.asked), self.seconds))
        times = sum(asked == tail for asked, _ in self.asked)
        if "X" in tail or not tail[-1:].isdigit():
            self._fail(UnknownTailError)
        if "Z" in tail:
            self._fail(self.mistake)
        if times <= tail.count("B"):
            self._fail((ConnectionError, ConnectionResetError)[times % 2])
        return int(tail[-1]) * 10

    def _fail(self, error):
        self.raised.append(error())
        raise self.raised[-1]


def shown(record):
    """A record in the same words every time; a list of two is as good as a pair."""
    if isinstance(record, tuple | list):
        return tuple(settled(value) if asyncio.iscoroutine(value) else value for value in record)
    return record


class Store:
    """A database that numbers its records from `first`; or it fails."""

    def __init__(self, first=1, error=None):
        self.lists, self.last, self.error = [], first - 1, error

    async def store(self, records):
        if self.error:
            raise self.error
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
    except Exception as error:
        ours = any(error is raised for raised in (*registry.raised, store.error))
        if not ours and not (isinstance(error, TypeError) and in_library(error)):
            raise
        return numbers, type(error).__name__
    return numbers, "the end"


HANDLER = (
    "The pipeline could not use your `error_handler`. It takes an instance, not a class, and its `handle_error` "
    "returns a pair: whether to go on, and the value.",
    says("then", "TypeError"),
)
MORE_THAN_THREE = "A busy registry was asked more often than three times. `retry_attempts` counts the first call too."


def some_rows(rng):
    tails = [f"{kind}{number}" for number, kind in enumerate(rng.choices(("N", "N", "N", "X", "B", "BBB"), k=10))]
    return [f"{rng.choice(('UA', 'AA'))},{rng.choice((tail, tail, tail, ''))}" for tail in rng.sample(tails, 8)]


def asked(rows, tail):
    """How many questions were about this tail number."""
    return sum(row.observed for row in rows if row.what == f"questions about {tail!r}")


def stored(rows):
    return [row.observed for row in rows if row.what == "stored together"]


def records_of(rows):
    return list(chain(*stored(rows)))


def asks_for_no_tail(got, want):
    known = {row.what for row in want} | {"questions about ''"}
    return any(row.what.startswith("questions") and row.what not in known for row in got)


def in_another_order(got, want):
    return records_of(got) != records_of(want) and sorted(records_of(got)) == sorted(records_of(want))


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
            asks_for_no_tail,
        ),
        "not-awaited": (
            "What was stored is a coroutine, and no number of seats. `look_up` is async: await it.",
            lambda got, want: "a coroutine" in str(stored(got)),
        ),
        "loose": (
            "The database takes a list of pairs, and was given something else. A pair that goes to the next stage as "
            "a list falls apart; a tuple stays whole. It is a batch task that makes lists.",
            lambda got, want: not all(isinstance(record, tuple) and len(record) == 2 for record in records_of(got)),
        ),
        "no-tail-asked": (
            "The registry was asked for a plane without a tail number. Leave such a row out before.",
            lambda got, want: asked(got, ""),
        ),
        "handler": HANDLER,
        "unknown-is-fatal": (
            "One plane that the registry does not know ended everything. Leave that flight out.",
            says("then", "UnknownTailError"),
        ),
        "busy-once": (
            "A busy registry was not asked a second time, and the flight is lost.",
            lambda got, want: asked(got, "BB3") == 1,
        ),
        "two-is-not-three": (
            "A busy registry is asked up to three times. `retry_attempts` counts all calls, not the further ones.",
            lambda got, want: asked(got, "BBB5") == 2,
        ),
        "more-than-three": (MORE_THAN_THREE, lambda got, want: asked(got, "BBB5") > 3),
        "unknown-again": (
            "The registry was asked again for a plane that it does not know. The answer would be the same.",
            lambda got, want: asked(got, "X2") > 1,
        ),
        "busy-is-fatal": (
            "One plane, for which the registry stayed busy, ended everything. Leave that flight out.",
            lambda got, want: row_of(got, "then").observed.startswith("Connection"),
        ),
        "falsy": (
            "A plane with no seats was left out. The registry knows it: 0 is an answer, and None is none.",
            lambda got, want: records_of(got) == [record for record in records_of(want) if record[1]],
        ),
        "carrier": (
            "A row was left out that has no carrier. It has a tail number, so it is a flight.",
            lambda got, want: want[0].what == "questions about 'N3'" and not asked(got, "N3"),
        ),
        "rest-lost": (
            "The last records were not stored, because they were fewer than three.",
            lambda got, want: stored(got) == stored(want)[:-1],
        ),
        "too-many": (
            "The database was given more than three records at once.",
            lambda got, want: any(len(records) > 3 for records in stored(got)),
        ),
        "one-by-one": (
            "Your lists are not full. Each of them but the last has three records.",
            lambda got, want: any(len(records) < 3 for records in stored(got)[:-1]),
        ),
        "order": (
            "The records are not in the order of their rows: those that the registry answered sooner overtook.",
            in_another_order,
        ),
        "lists-out": (
            "You give lists of numbers. Whoever reads wants the numbers, one by one.",
            lambda got, want: all(isinstance(given, list) for given in row_of(got, "numbers").observed),
        ),
        "numbers": (
            "All is stored as it should be. What comes out are not the numbers that `store` gave.",
            wrong_only_at("numbers"),
        ),
    },
)
def records(load, trial):
    telling = ["UA,N0", "9E,", "AA,X2", "B6,BB3", "UA,N4", "DL,BBB5", "UA,B6", "US,N7"]
    for rows in trial.cases(telling, [], [",N3"], draw=some_rows):
        registry, store = Registry(), Store(first=0)
        numbers, end = trial.run(read(load, rows, registry, store))
        flights = [row.split(",") for row in rows]
        times = {tail: 1 if "X" in tail else min(tail.count("B") + 1, 3) for _, tail in flights if tail}
        known = [
            (carrier, int(tail[-1]) * 10) for carrier, tail in flights if tail and "X" not in tail and "BBB" not in tail
        ]
        lists = [known[start : start + 3] for start in range(0, len(known), 3)]
        trial.compare(
            f"load({rows}, look_up, store)\nThe registry does not know an X; it is busy as often as a number has a B.",
            ("what", "observed"),
            got=table(Counter(tail for tail, _ in registry.asked), store.lists, numbers, end),
            want=table(times, lists, list(range(len(known))), "the end"),
        )


def table(questions, lists, numbers, end):
    yield from ((f"questions about {tail!r}", count) for tail, count in sorted(questions.items()))
    yield from (("stored together", records) for records in lists)
    yield "numbers", numbers
    yield "then", end


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
        "more-than-three": (MORE_THAN_THREE, goes_on),
        "no-pause": (
            "The busy registry was asked again in the same moment. It will not be less busy.",
            says("again", 0.0),
        ),
        "default-delay": (
            "The pauses are too long: one second and two are what a task does if you say nothing.",
            says("again", 1.0),
        ),
        "same-pause": (
            "The second pause is as short as the one before it. It should be twice as long.",
            all_of(says("again", 0.5), says("and again", 1.0)),
        ),
        "never": (
            "The registry was never asked for this plane. Does its tail number reach the stage that asks, "
            "and is the answer awaited?",
            signs.nothing_came_out,
        ),
        "never-again": (
            "The busy registry was asked fewer than three times. `retry_attempts` counts all calls.",
            signs.end_missing,
        ),
    },
)
def again(load, trial):
    questions = ("first", "again", "and again", *["once more"] * 9)
    for tail in trial.cases("BBB1", "BB2"):
        registry = Registry()
        trial.run(read(load, [f"UA,{tail}"], registry, Store()))
        moments = [moment for asked, moment in registry.asked if asked == tail]
        trial.compare(
            f'load(["UA,{tail}"], look_up, store), where the registry is busy as often as there is a B',
            ("question", "seconds after the first"),
            got=[(name, float(moment - moments[0])) for name, moment in zip(questions, moments, strict=False)],
            want=list(zip(questions, (0.0, 0.5, 1.5), strict=False)),
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
            all_of(says("then", "the end"), lambda got, want: 5 not in row_of(got, "numbers").observed),
        ),
        "handler": HANDLER,
        "of-the-store": (
            "`store` failed, and nobody heard of it: what the registry may raise is a mistake where it comes from "
            "elsewhere.",
            lambda got, want: len(want) == 1 and got[0].observed == "the end",
        ),
        "results-lost": (
            "The error came, but not the three numbers before it: their records could have been stored by then.",
            lambda got, want: wrong_only_at("numbers")(got, want) and len(row_of(got, "numbers").observed) < 3,
        ),
    },
)
def mistake(load, trial):
    rows = ["UA,N1", "AA,N1", "UA,N3", "AA,Z4", "UA,N5"]
    for error in trial.cases(ZeroDivisionError, OSError, LookupError):
        numbers, end = trial.run(read(load, rows, Registry(mistake=error), Store()))
        trial.compare(
            f"load({rows}, look_up, store), where look_up('Z4') raises {error.__name__}",
            ("what", "observed"),
            got=[("numbers", numbers), ("then", end)],
            want=[("numbers", [1, 2, 3]), ("then", error.__name__)],
        )
    for error in (KeyError(), ConnectionError()):
        _, end = trial.run(read(load, rows[:3], Registry(), Store(error=error)))
        name = type(error).__name__
        trial.compare(
            f"load({rows[:3]}, look_up, store), where store raises {name}",
            ("what", "observed"),
            got=[("then", end)],
            want=[("then", name)],
        )


UNDER_WAY, BEYOND = "questions under way at a time", "rows read beyond those of the sixth number"
LEFT, CLOSED = "questions under way after the reader left", "rows, after the reader left"
SOON = "questions begun by second 1.5"


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
            lambda got, want: row_of(got, UNDER_WAY).observed < 4,
        ),
        "too-many": (
            "More than four questions were under way.",
            lambda got, want: row_of(got, UNDER_WAY).observed > 4,
        ),
        "reads-ahead": (
            "Four questions are under way, but far more rows were read. Each stage has a limit of its own.",
            wrong_first(BEYOND),
        ),
        "left-running": (
            "The reader has left, and questions were still under way: nobody cancelled them. A generator around a "
            "stream closes it with `async with`.",
            wrong_first(LEFT),
        ),
        "left-open": ("The reader has left, and the rows were not closed.", signs.left_open(CLOSED)),
        "in-step": (
            "Three questions had their answers in second 1, and no other began until the fourth had its own. A "
            "question that has ended makes room for the next.",
            says(SOON, 4),
        ),
    },
)
def held(load, trial):
    rows = trial.endless([row for n in range(999) for row in (f"UA,N{n}", "9E,", f"AA,NA{n}")], most=2000)
    registry, gauge = Registry(seconds=1, slow={4: 9}), trial.in_flight()

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
    end, soon = "closed" if rows.closed else "open", sum(moment <= 1.5 for _, moment in registry.asked)
    trial.compare(
        'load(rows, look_up, store) on "UA,N0", "9E,", "AA,NA0", "UA,N1", ..., left at number 6; question 4 takes 9 s',
        ("what", "observed"),
        got=[(UNDER_WAY, gauge.most), (BEYOND, ahead), (LEFT, left), (CLOSED, end), (SOON, soon)],
        want=[(UNDER_WAY, 4), (BEYOND, at_most(60)), (LEFT, 0), (CLOSED, "closed"), (SOON, 7)],
    )


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


def stages_of(counts):
    return [SimpleNamespace(finished=finished, out=out) for finished, out in counts]


def compare_done(items_done, moments, trial):
    def rows(done):
        return [(", ".join(map(str, counts)) or "none", round(float(done(counts)), 6)) for counts in moments]

    def asked(counts):
        return items_done(stages_of(counts))

    call = "items_done(stages), with (finished, out) of each stage"
    trial.compare(call, ("stages", "done"), got=rows(asked), want=rows(share))


def all_say(*numbers):
    """The sign that so much is done, row by row."""
    return lambda got, want: [row.done for row in got] == list(numbers)


TWO, THREE, FEWER = "(6, 12), (3, 3)", "(6, 12), (8, 4), (2, 1)", "(5, 12), (1, 1)"
FOUR = "(8, 8), (8, 4), (4, 2), (1, 1)"


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
            all_say(6, 6, 8, 7, 5),
        ),
        "results": (
            "You count what comes out at the end. The bar is about items of the source.",
            all_say(3, 1, 1, 3, 1),
        ),
        "last-finished": (
            "You count what the last stage has finished. These are values that other stages made, not items.",
            all_say(3, 2, 1, 7, 1),
        ),
        "own-out": (
            "You divide by what the stage itself has made. How much there was to do is what the one in front has made.",
            says(TWO, 6.0),
        ),
        "share-alone": ("That is a share. Of how many items of the source?", says(TWO, 0.25)),
        "upside-down": (
            "You say that more is done than the stage in front has finished. A share is at most 1: which of the two "
            "numbers stands below the line?",
            lambda got, want: row_of(got, TWO).done > 6,
        ),
        "whole-shares": (
            "A share is a fraction. `//` makes 0 of it, until all is through.",
            all_say(0, 0, 0, 7, 0),
        ),
        "whole-items": (
            "The estimate may be a fraction. Yours was cut off, or rounded.",
            signs.any_of(
                all_say(1, 2, 4, 7, 0),
                all_say(2, 2, 4, 7, 0),
                lambda got, want: all(abs(row.done - due.done) < 0.1 for row, due in zip(got, want, strict=True)),
            ),
        ),
        "used-up": (
            "Asked again about the same stages, you say something else: you changed the list that you were given.",
            lambda got, want: hasattr(got[0], "asked"),
        ),
        "remembers": (
            "Of some counts less is done than of others that you were asked about before. Say what they say alone.",
            signs.any_of(
                wrong_only_at(FEWER),
                lambda got, want: [row.done for row in got] == list(accumulate((due.done for due in want), max)),
            ),
        ),
        "not-neighbours": (
            "With two stages you are right, and with three you are not. Each stage is measured by its neighbour.",
            all_of(wrong_first(THREE), lambda got, want: got[-1] == want[-1]),
        ),
        "three-alone": (
            "With three stages you are right, and with four you are not. There may be as many as you like.",
            wrong_only_at(FOUR),
        ),
    },
)
def share_of_each(items_done, trial):
    telling = [[(6, 12), (3, 3)], [(6, 12), (8, 4), (2, 1)], [(8, 8), (8, 4), (4, 2), (1, 1)], [(7, 3)]]
    telling.append([(5, 12), (1, 1)])
    for moments in trial.cases(telling, draw=some_counts):
        compare_done(items_done, moments, trial)
    stages = stages_of(telling[1])
    got = [(when, float(items_done(stages))) for when in ("once", "again")]
    trial.compare(f"items_done(stages), with {THREE}", ("asked", "done"), got=got, want=[("once", 2), ("again", 2)])


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
            signs.any_of(says("(6, 0), (0, 0)", 0.0), says("(9, 9), (9, 0), (0, 0)", 0.0)),
        ),
        "begins-at-one": (
            "Before anything happened, something was done. Which number do you begin with?",
            signs.any_of(wrong_at("(0, 0), (0, 0)"), wrong_at("none")),
        ),
        "all-done": (
            "The last stage has finished none of the values that were made, so nothing is done.",
            signs.any_of(wrong_at("(6, 6), (0, 0)"), wrong_at("(6, 1), (0, 0)")),
        ),
    },
)
def nothing(items_done, trial):
    telling = [[(0, 0), (0, 0)], [(6, 0), (0, 0)], [(9, 9), (9, 0), (0, 0)], [(6, 6), (0, 0)], [(6, 1), (0, 0)], []]
    for moments in trial.cases(telling):
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


def asking(durations, mode, limit):
    """The pipeline of task 13.5, for items that are numbers of `durations`."""

    @single_task(concurrency_limit=limit)
    async def ask(number):
        await asyncio.sleep(durations[number])
        return number

    @single_task(concurrency_limit=1)
    async def store(number):
        await asyncio.sleep(0.25)
        return number

    return (ask | store).with_execution_mode(mode)


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
    """The most that waited, in each mode and stage."""
    return [most for row in rows for most in (row.most_waiting_to_store, row.most_waiting_at_the_end)]


def waited_and_due(got, want):
    return zip(waited(got), waited(want), strict=True)


MIDST = "two, and one of them has finished"


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
            lambda got, want: any(len(row.results) < len(due.results) for row, due in zip(got, want, strict=True)),
        ),
        "results": (
            "The results themselves are not what they are on the library's queue.",
            signs.wrong("results"),
        ),
        "no-number": (
            "`most_waiting` is an attribute that holds a number, or a property; a method would have to be called.",
            lambda got, want: not all(isinstance(most, int) for most in waited(got)),
        ),
        "never": (
            "Nothing ever waited, you say. At which moment does a result begin to wait? Look then, and keep the "
            "number.",
            lambda got, want: not any(waited(got)),
        ),
        "ahead": (
            "You say that more waited than there were. A call in flight has no result yet, one that was taken waits "
            "no longer, and each queue counts its own.",
            lambda got, want: any(most > due for most, due in waited_and_due(got, want)),
        ),
        "before": (
            "One result is always missing: the one that comes in this moment, or is taken in it. Look when its call "
            "has finished, and it is not taken yet.",
            lambda got, want: all(most == due - 1 for most, due in waited_and_due(got, want)),
        ),
        "newest": (
            "Fewer waited, you say, than there were at one moment. Keep the largest number, not the newest.",
            lambda got, want: any(most < due for most, due in waited_and_due(got, want)),
        ),
        "when-taken": (
            "A call has finished, nobody has taken its result, and you have not noticed yet that it waits.",
            says(MIDST, 0),
        ),
    },
)
def watched(Watched, trial):  # noqa: N803 — a class
    def rows(queue, durations):
        for mode in ("ordered", "as_completed"):
            results, seconds, queues = timed(queue, asking(durations, mode, 4), range(len(durations)))
            yield mode, results, seconds, *(made.most_waiting for made in queues)

    columns = ("mode", "results", "seconds", "most waiting to store", "most waiting at the end")
    for durations in trial.cases([9, 1, 1, 1, 2, 1, 1, 1, 3, 1], [], draw=some_durations):
        call = (
            f"timed(Watched, pipeline, range({len(durations)})), where 4 questions at a time take {durations} seconds"
        )
        trial.compare(call, columns, got=rows(Watched, durations), want=rows(Recording, durations))
    queue, first, got = Watched(2, 5, True), SimpleNamespace(done=False), []
    got.append(("none", queue.has_room(), queue.most_waiting))
    queue.begin(first)
    queue.begin(SimpleNamespace(done=False))
    got.append(("two", queue.has_room(), queue.most_waiting))
    queue.finish(first)
    got.append((MIDST, queue.has_room(), queue.most_waiting))
    want = [("none", True, 0), ("two", False, 0), (MIDST, True, 1)]
    trial.compare("Watched(2, 5, True)", ("begun", "has_room()", "most waiting"), got=got, want=want)


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
            lambda got, want: wrong_only_at("ordered")(got, want) and row_of(got, "ordered").seconds_with_it > 32,
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

    def row(mode, limit):
        return mode, seconds(mode, limit), seconds(mode, limit - 1) if limit > 1 else 99.0

    chosen = limits()
    too_long = matching("more than 32", lambda time: time > 32)
    trial.compare(
        "limits",
        ("mode", "seconds with it", "with one fewer"),
        got=[row(mode, int(chosen[mode])) for mode in ("ordered", "as_completed")],
        want=[("ordered", at_most(32), too_long), ("as_completed", at_most(32), too_long)],
        reveal=False,
    )


# 13.6: steps of items that become many values or none


def some_steps(rng):
    """The steps of a few items, each until nothing is left of it, or not; in any order among the items."""
    left, steps = [1] * rng.randint(1, 5), []
    while any(left) and rng.random() < 0.97:
        item = rng.choice([number for number, count in enumerate(left) if count])
        made = rng.choice((0, 0, 1, 2))
        left[item] += made - 1
        steps.append((item, made))
    return steps


def points_slowly(steps):
    """The point with each step that moves it, counted anew from all steps before; "" with the others."""
    points = [0]
    for number in range(1, len(steps) + 1):
        ended = 0
        while (of_it := [made for item, made in steps[:number] if item == ended]) and 1 + sum(of_it) == len(of_it):
            ended += 1
        points.append(ended)
    return [[point] if point > before else [] for before, point in pairwise(points)]


def yielded(rows):
    return [point for row in rows for point in row.yields]


ORDERLY = [(0, 1), (0, 0), (1, 0), (2, 1)]
FANNED = [(0, 2), (1, 0), (0, 0), (0, 0), (2, 3)]
BEHIND = [(2, 0), (1, 0), (3, 1), (0, 0), (3, 0), (4, 2)]
GROWN = [(0, 3), (0, 0), (0, 2), (0, 0), (0, 0), (1, 0), (0, 0), (2, 1)]


@graded(
    "13.6.points",
    piece="resume_points",
    points=0,
    title="The point is where the first item stands that is not done",
    hints=(),
    causes={
        "shared": (
            "Two runs know of each other: what the steps of one say is taken for the other's.",
            lambda got, want: hasattr(got[0], "use"),
        ),
        "nothing": ("No point came out.", lambda got, want: not yielded(got)),
        "all-read": (
            "The points came when all steps had been read: each comes with the step that moves it.",
            lambda got, want: yielded(got) == got[-1].yields and not want[-1].yields,
        ),
        "unmoved": (
            "A point came again, though it had not moved.",
            lambda got, want: any(point == later for point, later in pairwise(yielded(got))),
        ),
        "each-step-of-it": (
            "The point moved by several items, and those in between came out, too.",
            lambda got, want: any(len(row.yields) > len(due.yields) == 1 for row, due in zip(got, want, strict=True)),
        ),
        "first-value": (
            "An item was taken for done when the first of its values was: others were left.",
            lambda got, want: got[2].yields == [2] and want[3].yields == [2],
        ),
        "counted": (
            "The point counts items that are done, also those behind one that is not. Whoever begins there loses that "
            "one.",
            lambda got, want: (got[1].step, got[1].yields) == ("(1, 0)", [1]),
        ),
        "past-it": (
            "The point moved past an item of which values were left.",
            lambda got, want: any(
                row.yields and max(row.yields) > max([0, *yielded(want[: number + 1])])
                for number, row in enumerate(got)
            ),
        ),
        "late": (
            "A point came a step too late: no step is read before it has been yielded.",
            lambda got, want: yielded(got) == yielded(want),
        ),
        "one-at-a-time": (
            "The point moved by one item. Those behind it had been done already.",
            lambda got, want: any(
                row.yields and due.yields and row.yields[-1] == max([0, *yielded(want[:number])]) + 1 < due.yields[-1]
                for number, (row, due) in enumerate(zip(got, want, strict=True))
            ),
        ),
        "numbers": (
            "What came is the number of the last item that is done. The point is how many are: one more.",
            lambda got, want: yielded(got) == [point - 1 for point in yielded(want)],
        ),
    },
)
def resumed(resume_points, trial):
    for steps in trial.cases(ORDERLY, FANNED, BEHIND, GROWN, [], [(0, 0)], draw=some_steps):
        source, came = trial.source(steps), [[] for _ in steps]
        answer = iter(resume_points(source))
        for _ in range(2 * len(steps) + 1):
            for point in trial.take(1, answer):
                came[source.pulled - 1].append(point)
        got = list(zip(map(str, steps), came, strict=True))
        want = list(zip(map(str, steps), points_slowly(steps), strict=True))
        trial.compare("resume_points(steps)", ("step", "yields"), got=got, want=want)
    behind = [*((item, 0) for item in range(1, 3_000)), (0, 0)]
    got = [(point,) for point in trial.take(2, iter(resume_points(behind)))]
    trial.compare("resume_points: items 1 to 2999 are done, then item 0", ("yields",), got=got, want=[(3_000,)])
    runs = ([(2, 0), (0, 0), (1, 0)], [(0, 1), (0, 0), (1, 0)])
    trial.independent("resume_points(steps)", resume_points, items=runs, want=([1, 3], [1, 2]))


@graded(
    "13.6.held",
    piece="resume_points",
    points=0,
    title="Of items before the point nothing is held",
    hints=(),
    causes={
        "wrong": (
            "Not every point came out; `13.6.points` says more.",
            signs.wrong("points"),
        ),
        "kept": (
            "Items are held that lie before the point: ten times the items take ten times the memory.",
            signs.grows("held at most"),
        ),
    },
)
def items_held(resume_points, trial):
    def most_held(count):
        gauge = trial.held()
        steps = (
            (gauge.item(item), made)
            for number in range(0, count, 2)
            for item in (number + 1, number)
            for made in (1, 0)
        )
        return sum(1 for _ in resume_points(steps)), gauge.most

    got = [(count, *seen) for count, seen in trial.growing(most_held)]
    want = [(count, count // 2, at_most(8)) for count in (100, 1_000)]
    trial.compare("resume_points(steps of items in pairs)", ("items", "points", "held at most"), got=got, want=want)
