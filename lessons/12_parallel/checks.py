"""The checks of lesson 12: who begins when, who comes out when, and what is left behind."""

import asyncio
from contextlib import aclosing, suppress
from heapq import heappop, heappush
from itertools import pairwise
from string import ascii_uppercase
from types import SimpleNamespace
from unittest.mock import ANY

from maif.clock import VirtualClock
from maif.errors import DeadlockError
from maif.parallel.call_queue import CallQueue
from maif_course.checks import at_most, graded, matching, signs

NAMES = {True: "in order", False: "as completed"}
FOR_EVER, IN_CIRCLES = "it waits for ever", "it goes in circles"
ENOUGH = 2_000  # looks at the clock at one moment, after which time will not pass any more


class LostSignalError(Exception):
    """What a call raises that is meant to fail."""


class BroadSignalError(
    LostSignalError, TimeoutError, KeyError, IndexError, ValueError, ZeroDivisionError, RuntimeError
):
    """One that is caught by whoever catches any of these."""


ERRORS = (LostSignalError, BroadSignalError, asyncio.CancelledError)


class Opaque:
    """What may be carried, and not looked into: it has neither a hash nor a truth, a length or an `==`."""

    __hash__ = None

    def __bool__(self, *_):
        raise TypeError("an object was asked for its truth, its length or its `==`")

    __len__ = __eq__ = __bool__


ODD = {"an object without a truth": Opaque(), "an error that is returned": LookupError("a result")}


def in_words(results):
    """Yield results as they stand in a row: of the odd ones, which it is."""
    for result in results:
        yield next((name for name, odd in ODD.items() if result is odd), result)


def timetable(seconds, max_in_flight, max_ahead, ordered):
    """When each call begins and comes out, found slowly: by the ends of those before it, sorted anew each time."""
    begins, ends, outs = [], [], []
    for number, takes in enumerate(seconds):
        begin = begins[-1] if begins else 0
        if number >= max_in_flight:  # so many must have ended that one fewer than the bound is in flight
            begin = max(begin, sorted(ends)[number - max_in_flight])
        if number >= max_ahead:
            begin = max(begin, sorted(outs)[number - max_ahead])
        begins.append(begin)
        ends.append(begin + takes)
        outs.append(max(ends) if ordered else ends[-1])
    return list(zip(begins, outs, strict=True))


def as_it_comes(seconds, bounds, ordered):
    """The rows that a right map makes: call, when it begins, when it comes out; in the order of coming out."""
    rows = [
        (name, f"{begin:.4g}", out)
        for name, (begin, out) in zip(ascii_uppercase, timetable(seconds, *bounds, ordered), strict=False)
    ]
    if not ordered:
        rows.sort(key=lambda row: row[2])
    return [(name, begin, f"{out:.4g}") for name, begin, out in rows]


def some_calls(rng):
    """Durations that never end at one moment, with bounds on those in flight and those ahead."""
    in_flight = rng.randint(1, 4)
    ahead = in_flight + rng.randint(0, 4)
    return [rng.choice((1, 1, 1, 9)) + rng.random() for _ in range(rng.randint(0, 14))], (in_flight, ahead)


TRACE_SECONDS = [4, 1, 2, 5, 1, 2]
TRACE = {NAMES[ordered]: timetable(TRACE_SECONDS, 2, 3, ordered) for ordered in (True, False)}


def column(trace, which):
    """The rows of one column of both tables; a call that has no pair is left out."""
    return [
        (mode, name, f"{pair[which]:g}" if isinstance(pair, tuple | list) and len(pair) == 2 else repr(pair))
        for mode in NAMES.values()
        for name, pair in zip("ABCDEF", dict(trace).get(mode, ()), strict=False)
    ]


def moment(rows, mode, name):
    return next((second for row_mode, row_name, second in rows if (row_mode, row_name) == (mode, name)), "")


def first_wrong(got, want):
    """The seconds of the first row that differs, in both, as far as all calls are there."""
    row, other = next(pair for pair in zip(got, want, strict=False) if pair[0] != pair[1])
    return (row[2], other[2]) if row[:2] == other[:2] else (row[2], row[2])


STOPS = (
    "What is there is right so far, and calls are missing: each list has a pair for every call, A to F.",
    signs.some_missing,
)
BY_COMING_OUT = (
    "As completed, the right seconds stand beside the wrong calls. Each list keeps the order of the calls, from A to "
    "F, whichever comes out first.",
    lambda got, want: got[:6] == want[:6] and sorted(row[2] for row in got) == sorted(row[2] for row in want),
)


@graded(
    "12.1.begin",
    piece="trace",
    points=1,
    title="A call begins when there is room in flight, and room ahead",
    hints=(
        "There are two bounds, and a call needs room under both. When does a call leave the first, and when the other?",
        "In order, look at second 3: C ends. Who is in flight then, and whose results has the reader not got yet?",
        "In order: B 0, C 1 (B has ended), D and E 4 (A, B and C are taken together), F 5. As completed, C's result "
        "leaves at 3, so D begins then.",
    ),
    causes={
        "stops": STOPS,
        "by-coming-out": BY_COMING_OUT,
        "all-at-once": (
            "C begins at 0 in your table: then three calls are in flight, and two are allowed.",
            lambda got, want: moment(got, "in order", "C") == "0",
        ),
        "slot-kept": (
            "B ends at 1, and from then on only A is in flight. That B's result still waits does not keep C from "
            "beginning: three may be ahead.",
            lambda got, want: moment(got, "in order", "C") == "4",
        ),
        "no-bound-ahead": (
            "D begins at 3 in order. By then A is in flight, and B and C wait: three are ahead already.",
            lambda got, want: moment(got, "in order", "D") == "3",
        ),
        "order-everywhere": (
            "As completed, the reader has taken B and C by second 3. Nothing keeps D from beginning.",
            lambda got, want: moment(got, "as completed", "D") == "4",
        ),
        "early": (
            "A call begins too early in your table. Count in that second who is in flight, and who is ahead.",
            lambda got, want: float(first_wrong(got, want)[0]) < float(first_wrong(got, want)[1]),
        ),
        "late": (
            "A call could have begun earlier. Who was in flight before that second, and who was ahead?",
            lambda got, want: float(first_wrong(got, want)[0]) > float(first_wrong(got, want)[1]),
        ),
    },
)
def begin(trace, trial):
    columns = ("results", "call", "begins")
    trial.compare("trace", columns, got=column(trace(), 0), want=column(TRACE, 0), reveal=False)


@graded(
    "12.1.out",
    piece="trace",
    points=2,
    title="In order a result waits for those before it, as completed for none",
    hints=(
        "Every call ends at its beginning plus its seconds. What else has to happen, in each mode, before its result "
        "comes out?",
        "In order, the second in which a result comes out is never before that of the call above it.",
        "In order, B and C come out with A at 4; E and F with D, which begins at 4 and takes 5. As completed, the "
        "result comes out in the second in which the call ends.",
    ),
    causes={
        "stops": STOPS,
        "by-coming-out": BY_COMING_OUT,
        "not-in-order": (
            "In order, a result comes out before one above it in your table. It waits until that is out.",
            lambda got, want: any(
                float(later.comes_out) < float(row.comes_out)
                for row, later in pairwise(got)
                if later.results == row.results == "in order"
            ),
        ),
        "order-everywhere": (
            "As completed nobody waits for A. B ends at 1, and comes out at 1.",
            lambda got, want: moment(got, "as completed", "B") == "4",
        ),
        "from-the-wrong-start": (
            "A, B and C are right. A later one ends at its beginning plus its seconds: have another look at both.",
            lambda got, want: got[:3] == want[:3] and got[6:9] == want[6:9],
        ),
    },
)
def out(trace, trial):
    columns = ("results", "call", "comes out")
    trial.compare("trace", columns, got=column(trace(), 1), want=column(TRACE, 1), reveal=False)


class Letter(str):
    """A call with a name."""

    done = False


class OddLetter(Opaque, Letter):
    """A call of which `done` alone may be asked."""


class Slow:
    """The queue as one would play it with cards."""

    def __init__(self, ordered):
        self.ordered, self.begun, self.finished, self.taken = ordered, [], [], []

    def waiting(self):
        """Those that could be taken now, one after the other."""
        if not self.ordered:
            return [call for call in self.finished if call not in self.taken]
        rest = self.begun[len(self.taken) :]
        return rest[: next((number for number, call in enumerate(rest) if call not in self.finished), len(rest))]


def some_moves(rng):
    """A valid course of a queue, as texts: "begin A", "finish A", "take"."""
    names, flying, moves = list(ascii_uppercase[: rng.randint(1, 9)]), [], []
    while names or flying:
        kind = rng.choice(["begin"] * bool(names) + ["finish"] * bool(flying) + ["take"])
        if kind == "begin":
            flying.append(names.pop(0))
            moves.append(f"begin {flying[-1]}")
        elif kind == "finish":
            moves.append(f"finish {flying.pop(rng.randrange(len(flying)))}")
        else:
            moves.append("take")
    return rng.random() < 0.5, [*moves, "take"]


def first_taken(rows):
    return signs.row_of(rows, "take").taken


MOVES = [*(f"begin {name}" for name in "ABCD"), "finish C", "finish B", "finish D", "take", "finish A", "take"]


@graded(
    "12.2.order",
    piece="CallQueue",
    points=2,
    title="In order as they began, as completed as they finished",
    hints=(
        "In which of the two modes do you know the place of a call in the line when it begins, and in which only when "
        "it finishes?",
        "`line` can hold the calls in the order in which they will be taken. When does a call join it, in each mode? "
        "And when may the first of the line be taken?",
        "In order: `self.line.append(call)` in `begin`. As completed: in `finish`. `has_result` is "
        "`bool(self.line) and self.line[0].done`, and `take` is `self.line.popleft()`.",
    ),
    causes={
        "shared": (
            "Z came out, which another queue was told of. Each queue has a line of its own.",
            lambda got, want: any("Z" in row.taken for row in got),
        ),
        "not-done": (
            "A call came out that had not finished. Being the first in the line is not enough.",
            lambda got, want: any(
                set(row.taken) - {*row.done, "?"} for row, due in zip(got, want, strict=True) if row.done == due.done
            ),
        ),
        "done-unset": (
            "`finish(call)` has to set `call.done` to True: the maps look at it.",
            lambda got, want: all(not row.done for row in got),
        ),
        "always-in-order": (
            "As completed, B, C and D have finished, and you hold them back behind A.",
            lambda got, want: first_taken(want) == "CBD" and first_taken(got) == "",
        ),
        "never-in-order": (
            "In order, B, C and D came out before A, which is still in flight.",
            lambda got, want: first_taken(want) == "" and set(first_taken(got)) == {"B", "C", "D"},
        ),
        "as-begun": (
            "As completed, you take the oldest of those that have finished. Next is the one that finished first.",
            lambda got, want: first_taken(want) == "CBD" and first_taken(got) == "BCD",
        ),
        "newest-first": (
            "The right calls came out, the wrong way round. A line is left at the end at which nobody joins.",
            lambda got, want: any(
                len(row.taken) > 1 and row.taken == due.taken[::-1] for row, due in zip(got, want, strict=True)
            ),
        ),
        "no-call": (
            "What `take()` gives back is no call. It returns the one that was begun.",
            lambda got, want: any("?" in row.taken for row in got),
        ),
        "still-there": (
            "A call that was taken has not left the line: it can be had once more.",
            lambda got, want: any(
                row.taken and (row.has_result, due.has_result) == ("yes", "no")
                for row, due in zip(got, want, strict=True)
            ),
        ),
        "lost": (
            "A result was there and did not come out.",
            lambda got, want: sum(len(row.taken) for row in got) < sum(len(row.taken) for row in want),
        ),
    },
)
def order(CallQueue, trial):  # noqa: N803
    for ordered, moves in trial.cases((True, MOVES), (False, MOVES), draw=some_moves):
        other, queue = (CallQueue(max_in_flight=99, max_ahead=99, ordered=ordered) for _ in range(2))
        other.begin(of_another := OddLetter("Z"))
        other.finish(of_another)
        slow, calls, got, want = Slow(ordered), {}, [], []
        for number, move in enumerate(moves):
            kind, _, name = move.partition(" ")
            coming, came = slow.waiting() if kind == "take" else [], []
            if kind == "begin":
                calls[name] = Letter(name)
                queue.begin(calls[name])
                slow.begun.append(name)
            elif kind == "finish":
                queue.finish(calls[name])
                slow.finished.append(name)
            else:
                while len(came) < len(calls) and queue.has_result():
                    came.append(queue.take())
                slow.taken += coming
            shown = f"{move}, {NAMES[ordered]}" if number == 0 else move
            done = "".join(sorted(name for name, call in calls.items() if call.done))
            taken = "".join(call if isinstance(call, Letter) else "?" for call in came)
            got.append((shown, done, "yes" if queue.has_result() else "no", taken))
            there = "yes" if slow.waiting() else "no"
            want.append((shown, "".join(sorted(slow.finished)), there, "".join(coming)))
        call = f"calls = CallQueue(99, 99, ordered={ordered})"
        trial.compare(call, ("move", "done", "has_result()", "taken"), got=got, want=want)
        got = [("yes" if other.has_result() else "no", "Z" if other.take() is of_another else "?")]
        trial.compare(
            "a queue of one call, without hash, truth or ==", ("result", "call"), got=got, want=[("yes", "Z")]
        )


def some_bounded_moves(rng):
    """Bounds, a mode, and a course that keeps to them; every "take" finds a result."""
    in_flight = rng.randint(1, 3)
    ahead = in_flight + rng.randint(0, 3)
    ordered, names, moves = rng.random() < 0.5, list(ascii_uppercase[:9]), []
    slow = Slow(ordered)
    while names or len(slow.taken) < len(slow.begun):
        flying = [call for call in slow.begun if call not in slow.finished]
        room = names and len(flying) < in_flight and len(slow.begun) - len(slow.taken) < ahead
        kind = rng.choice(["begin"] * bool(room) + ["finish"] * bool(flying) + ["take"] * bool(slow.waiting()))
        if kind == "begin":
            slow.begun.append(names.pop(0))
            moves.append(f"begin {slow.begun[-1]}")
        elif kind == "finish":
            slow.finished.append(rng.choice(flying))
            moves.append(f"finish {slow.finished[-1]}")
        else:
            slow.taken.append(slow.waiting()[0])
            moves.append("take")
    return (in_flight, ahead), ordered, moves


BOUNDED = ["begin A", "begin B", "finish B", "begin C", "finish C", "finish A", "take"]


@graded(
    "12.2.room",
    piece="CallQueue",
    points=2,
    title="Room is there while both bounds allow another call",
    hints=(
        "B has finished behind A, and waits. Is it in flight? Is it ahead?",
        "Each of the three moments changes one of the counts, or both. Which method takes one off `in_flight`, and "
        "which one off `ahead`?",
        "`begin` adds one to both, `finish` takes one off `in_flight`, `take` one off `ahead`. There is room while "
        "`in_flight < max_in_flight and ahead < max_ahead`.",
    ),
    causes={
        "freed-late": (
            "B has finished, and you still count it as in flight.",
            lambda got, want: signs.row_of(got, "finish B").in_flight > signs.row_of(want, "finish B").in_flight,
        ),
        "ahead-too-early": (
            "B has finished, and nobody has taken its result: it is ahead of the reader still.",
            lambda got, want: signs.row_of(got, "finish B").ahead < 2,
        ),
        "one-too-many": (
            "You said yes with 2 in flight, and again with 3 ahead. A bound that is reached leaves no room.",
            signs.all_of(signs.says("begin B", "yes"), signs.says("finish C", "yes")),
        ),
        "running-unbounded": (
            "Two calls are in flight, and you let a third begin: `max_in_flight` is 2.",
            signs.all_of(signs.wrong_at("begin B"), signs.says("begin B", "yes")),
        ),
        "waiting-unbounded": (
            "Three calls are ahead, and you let another begin. `max_ahead` bounds those in flight and those that "
            "wait, together.",
            signs.says("finish C", "yes"),
        ),
        "line-unbounded": (
            "Two calls are in flight and two wait: four are ahead, and you let a fifth begin.",
            lambda got, want: len(got) > 4 and got[4].move == "begin D" and got[5].has_room == "yes",
        ),
        "take-miscounts": (
            "All is right until `take()`. It takes one off `ahead`, and leaves `in_flight` alone.",
            signs.wrong_first("take"),
        ),
    },
)
def room(CallQueue, trial):  # noqa: N803
    completed = ["begin A", "begin B", "begin C", "finish A", "begin D", "finish B", "take"]
    telling = ((2, 3), True, BOUNDED), ((3, 4), False, completed)
    for bounds, ordered, moves in trial.cases(*telling, draw=some_bounded_moves):
        queue, calls, got, want = CallQueue(*bounds, ordered), {}, [], []
        flying = ahead = 0
        for move in moves:
            kind, _, name = move.partition(" ")
            if kind == "begin":
                calls[name] = Letter(name)
                queue.begin(calls[name])
                flying, ahead = flying + 1, ahead + 1
            elif kind == "finish":
                queue.finish(calls[name])
                flying -= 1
            else:
                queue.take()
                ahead -= 1
            got.append((move, queue.in_flight, queue.ahead, "yes" if queue.has_room() else "no"))
            free = flying < bounds[0] and ahead < bounds[1]
            want.append((move, flying, ahead, "yes" if free else "no"))
        columns = ("move", "in_flight", "ahead", "has_room()")
        trial.compare(f"calls = CallQueue{(*bounds, ordered)}", columns, got=got, want=want)


class NumberedCall(int):
    """A call that a gauge can count."""

    done = False


@graded(
    "12.2.held",
    piece="CallQueue",
    points=1,
    title="A call that was taken is forgotten",
    hints=(
        "A call has been taken. Will anybody ever ask the queue about it again?",
        "Which of your lists, sets or dicts do `take` and `finish` add to, and which do they take away from?",
        "Let `take` remove the call from everything that holds it. With one `deque`, `popleft` does that.",
    ),
    causes={
        "not-taken": (
            "`take` did not give the call that had finished; `12.2.order` says more.",
            signs.wrong("taken"),
        ),
        "kept": (
            "The queue holds calls that have been taken: ten times the calls take ten times the memory.",
            signs.grows("held at most"),
        ),
        "last-kept": (
            "All calls were taken, and the queue still holds one. Nobody asks for it again.",
            signs.wrong("held at the end"),
        ),
    },
)
def held(CallQueue, trial):  # noqa: N803
    def most_held(count):
        gauge, taken, kept = trial.held(), 0, 0
        for ordered in (True, False):
            another = CallQueue(max_in_flight=1, max_ahead=1, ordered=True)
            another.begin(NumberedCall(count))  # which is no affair of this queue's
            queue = CallQueue(max_in_flight=1, max_ahead=1, ordered=ordered)
            for number in range(count):
                queue.begin(call := gauge.item(NumberedCall(number)))
                queue.finish(call)
                taken += queue.take() is call
            del call
            kept += gauge.now
        return taken, gauge.most, kept

    got = [(count, *seen) for count, seen in trial.growing(most_held)]
    want = [(count, 2 * count, at_most(4), 0) for count in (100, 1_000)]
    columns = ("calls", "taken", "held at most", "held at the end")
    trial.compare("begin, finish and take a call, over and over, in both modes", columns, got=got, want=want)


class NothingInFlightError(Exception):
    """Somebody waits for a call to end, and none is in flight."""


class Crew:
    """Stands for `Threads`, on virtual time: a call ends when its seconds are over, and a wait takes none of ours."""

    def __init__(self):
        self.now, self.began, self._flying = 0, {}, []

    def __repr__(self):
        return "threads"

    def start(self, item):
        name, seconds, *fails = item
        self.began[name] = self.now
        call = CrewCall(self, name, self.now + seconds, fails)
        heappush(self._flying, (call.end, len(self.began), call))
        return call

    def next_ended(self):
        if not self._flying:
            raise NothingInFlightError
        call = heappop(self._flying)[-1]
        self.now = max(self.now, call.end)
        return call


class CrewCall:
    def __init__(self, crew, name, end, fails):
        self.done, self.end, self._crew, self._name, self._fails = False, end, crew, name, fails

    def result(self):
        self._crew.now = max(self._crew.now, self.end)
        for error in self._fails:
            raise error
        return self._name


NO_NAME = "no result"


def named(result):
    """What a call of ours gave, or a word for what none of them did."""
    return result if isinstance(result, str) else NO_NAME


def watched(results_of, items, bounds, ordered):
    """The rows: each result, when its call began, and when it came out; then what ended it early."""
    crew, rows = Crew(), []
    try:
        for result in results_of(crew, items, CallQueue(*bounds, ordered)):
            name = named(result)
            rows.append((name, f"{crew.began[name]:.4g}" if name in crew.began else "", f"{crew.now:.4g}"))
            if len(rows) > 30:
                break
    except NothingInFlightError:
        rows.append((FOR_EVER, "", ""))
    except ERRORS as error:
        if not any(type(error) in item for item in items):
            raise
        rows.append(("an error", "", f"{crew.now:.4g}"))
    return rows


def names(rows):
    return {row.call for row in rows}


def came_in_order(rows):
    calls = [row.call for row in rows if len(row.call) == 1]
    return calls == sorted(calls)


def first_begun(got, want):
    """What began when in both, by name."""
    return [(row.begins, due.begins) for row in got for due in want if row.call == due.call and row.begins]


STUCK = (
    "Your map waits for a call to end, and none is in flight. Is nothing ahead of the reader? Then it is done. "
    "Has a call ended that nobody told `finish` of?",
    lambda got, want: FOR_EVER in names(got),
)
CIRCLES = (
    "Your map goes in circles while calls run, and no time passes: `sleep(0)` waits for nothing. Await what comes "
    "when a call ends.",
    lambda got, want: any(IN_CIRCLES in row for row in got),
)
NO_RESULT = (
    "What came out is no result of a call. `take()` gives a call: what is in it, `result()` says.",
    lambda got, want: NO_NAME in names(got),
)
LOST = (
    "Results are missing. An item that was read has to become a call, and the map ends when nothing is ahead any more.",
    lambda got, want: not names(got) >= names(want),
)
DRAINED = (
    "Calls began at 0 for which there was no room. Begin the next when `has_room()` says so.",
    lambda got, want: any(mine == "0" != theirs for mine, theirs in first_begun(got, want)),
)
ORDER_ALWAYS = (
    "As completed, results came in the order of the items.",
    lambda got, want: names(got) == names(want) and came_in_order(got) and not came_in_order(want),
)
ORDER_NEVER = (
    "In order, a result overtook another.",
    lambda got, want: names(got) == names(want) and came_in_order(want) and not came_in_order(got),
)
ONE_BY_ONE = (
    "B begins when A is out: one call runs at a time. Begin calls until there is no room, and only then wait.",
    lambda got, want: signs.row_of(got, "B").begins == signs.row_of(got, "A").comes_out,
)
BEGIN_LATE = (
    "There was room, and nobody began. Fill up after every call that ends and every result that leaves, "
    "not when all are done.",
    lambda got, want: any(float(mine) > float(theirs) for mine, theirs in first_begun(got, want)),
)
OUT_LATE = (
    "A result was there and came out later. Hand over what there is before you wait.",
    lambda got, want: any(
        float(row.comes_out) > float(due.comes_out)
        for row in got
        for due in want
        if row.call == due.call and row.comes_out.replace(".", "").isdigit()
    ),
)


class Echo:
    """Stands for `Threads` whose calls return their item, and end in the order in which they began."""

    def __init__(self):
        self._flying = []

    def __repr__(self):
        return "threads"

    def start(self, item):
        self._flying.append(SimpleNamespace(done=False, result=lambda: item))
        return self._flying[-1]

    def next_ended(self):
        if not self._flying:
            raise NothingInFlightError
        return self._flying.pop(0)


FALSY = [0, "", None, 7]
ECHOED = ("items", "results")
ECHOES = [(kind, FALSY) for kind in ("a list", "a generator", "something to loop over")]
ECHOES += [("no item", []), ("one item", [0]), ("one equal to all", [ANY])]
FALSY_END = (
    "0, an empty text and None are items, and results, like any other.",
    lambda got, want: got[0].items == "a list" and len(got[0].results) < len(FALSY),
)
EQUAL_END = (
    "An item that says that it is equal to everything was taken for the end. What is `END` itself, `is` knows.",
    signs.says("one equal to all", []),
)


def sources(trial):
    yield from trial.kinds(FALSY)
    yield from ((kind, iter(items)) for kind, items in ECHOES[3:])


# C is slow: in order, F has to wait for room ahead until it is out
TELLING = [2, 1, 9, 1.5, 2.25, 3]


@graded(
    "12.3.out",
    piece="results_of",
    points=2,
    title="Calls begin as there is room, results come out as they can",
    hints=(
        "The queue knows three things: whether a call may begin, whether a result can be had, and whether any call is "
        "ahead. In which order do you have to ask?",
        "Write one loop. At its top, begin calls while there is room and an item. Then do one of three things, and go "
        "round again.",
        "`if calls.has_result(): yield calls.take().result()`, `elif calls.ahead: calls.finish(threads.next_ended())`, "
        "`else: return`.",
    ),
    causes={
        "stuck": STUCK,
        "no-result": NO_RESULT,
        "drained": DRAINED,
        "lost": LOST,
        "order-always": ORDER_ALWAYS,
        "one-by-one": ONE_BY_ONE,
        "begin-late": BEGIN_LATE,
        "out-late": OUT_LATE,
        "falsy": FALSY_END,
        "equal": EQUAL_END,
    },
)
def results_out(results_of, trial):
    for seconds, bounds in trial.cases((TELLING, (2, 3)), draw=some_calls):
        for ordered in (True, False):
            items = list(zip(ascii_uppercase, seconds, strict=False))
            got = watched(results_of, items, bounds, ordered)
            call = f"results_of(threads, calls of {[round(s, 2) for s in seconds]} s, CallQueue{(*bounds, ordered)})"
            columns = ("call", "begins", "comes out")
            trial.compare(call, columns, got=got, want=as_it_comes(seconds, bounds, ordered))
    got = [(kind, list(results_of(Echo(), items, CallQueue(2, 3, True)))) for kind, items in sources(trial)]
    trial.compare(
        "results_of(threads that return their item, items, CallQueue(2, 3, True))", ECHOED, got=got, want=ECHOES
    )
    trial.independent(
        "results_of(threads, [1, an object, an error, 4], ...), beside results_of(threads, [11, 12], ...)",
        lambda items: in_words(results_of(Echo(), items, CallQueue(2, 3, True))),
        items=([1, *ODD.values(), 4], [11, 12]),
        want=([1, *ODD, 4], [11, 12]),
    )
    came = sum(1 for _ in results_of(Echo(), range(1_200), CallQueue(2, 3, True)))
    trial.compare(
        "results_of(threads, range(1_200), ...)", ("items", "results"), got=[(1_200, came)], want=[(1_200,) * 2]
    )


@graded(
    "12.3.lead",
    piece="results_of",
    points=1,
    title="No item is read without room for its call",
    hints=(
        "Reading an item and beginning its call are two steps. Which question belongs before the first?",
        "A `for` loop over the items reads one before its body asks anything. Where can you ask first?",
        "`while calls.has_room() and (item := next(items, END)) is not END:`, with `items = iter(items)` above.",
    ),
    causes={
        "lost": (
            "Not every item gave its result; `12.3.out` says more.",
            signs.wrong_only_at("results"),
        ),
        "room-without-end": (
            "There was room for every item, and you were far ahead of the results. Does each item become a call before "
            "the next is read? Is the queue told of it? Is every result yielded when it is there?",
            signs.wrong_first("read ahead of the results"),
        ),
        "drained": (
            "Items were read far ahead of the results, and the queue had no room for their calls.",
            signs.wrong_at("read ahead of the results"),
        ),
        "one-in-hand": (
            "You read an item, then wait until there is room for it. A lead by one item is a lead.",
            signs.wrong_at("items read while has_room() was False"),
        ),
    },
)
def lead(results_of, trial):
    for seconds, bounds in trial.cases((TELLING, (2, 3)), draw=some_calls):
        crew, calls, out = Crew(), CallQueue(*bounds, True), []
        early = read = most = 0

        def items(seconds=seconds, calls=calls, out=out):
            nonlocal early, read, most
            for item in zip(ascii_uppercase, seconds, strict=False):
                early += not calls.has_room()
                read += 1
                most = max(most, read - len(out))
                yield item

        with suppress(NothingInFlightError):
            for result in results_of(crew, items(), calls):
                out.append(result)
        ahead = "within the bounds" if most <= bounds[1] + 1 else f"{most} items"
        rows = ("items read while has_room() was False", "read ahead of the results", "results")
        got, want = (early, ahead, len(out)), (0, "within the bounds", len(seconds))
        got, want = (list(zip(rows, found, strict=True)) for found in (got, want))
        call = f"results_of(threads, source, CallQueue{(*bounds, True)})"
        trial.compare(call, ("observed", "how many"), got=got, want=want)


SWALLOWED = (
    "The call of C failed, and no error came out.",
    lambda got, want: "an error" not in names(got),
)
TOO_EARLY = (
    "The error came out before a result whose turn was earlier.",
    lambda got, want: len(got) < len(want),
)
TOO_LATE = (
    "The results before it are right, and the error comes later than its turn. What did it have to wait for?",
    lambda got, want: got[:-1] == want[:-1] and float(got[-1].comes_out) > float(want[-1].comes_out),
)

ERROR_IN_ORDER = [("A", "0", "4"), ("B", "0", "4"), ("an error", "", "4")]
ERROR_COMPLETED = [("B", "0", "1"), ("an error", "", "3.5")]
FAILING = [  # what C raises, the mode, and what comes of it
    (error, *way) for error in ERRORS for way in ((True, ERROR_IN_ORDER), (False, ERROR_COMPLETED))
]


def with_one_that_fails(error):
    return [("A", 4), ("B", 1), ("C", 2.5, error), ("D", 5)]


@graded(
    "12.3.error",
    piece="results_of",
    points=1,
    title="An error comes out in its call's turn, and ends the map",
    hints=(
        "C begins at 1 and fails at 3.5. Which results may come before its error, in order and as completed?",
        "Who raises the error: the call while it runs, or `result()` when its turn has come?",
        "Let `calls.take().result()` raise, and catch nothing.",
    ),
    causes={
        "stuck": STUCK,
        "no-result": NO_RESULT,
        "swallowed": SWALLOWED,
        "too-early": TOO_EARLY,
        "too-late": TOO_LATE,
        "other-order": (
            "The error is there. What came before it, or when, is not what the order asks for.",
            lambda got, want: got[-1].call == "an error",
        ),
    },
)
def error(results_of, trial):
    for failure, ordered, want in FAILING:
        got = watched(results_of, with_one_that_fails(failure), (2, 4), ordered)
        call = f"results_of(threads, calls of 4, 1, 2.5 ({failure.__name__}), 5 s, CallQueue(2, 4, {ordered}))"
        trial.compare(call, ("call", "begins", "comes out"), got=got, want=want)


def clock():
    return asyncio.get_running_loop().time()


class Stopwatch:
    """Seconds on the clock of the loop, since it was made."""

    def __init__(self):
        self._began = clock()

    def __call__(self):
        return f"{clock() - self._began:.4g}"


class Circling(BaseException):
    """A loop has gone round far too often at one moment. No `except Exception` stops this."""


class CountingClock(VirtualClock):
    """A clock that counts how often it is looked at before time passes; a loop looks whenever it goes round."""

    def __init__(self):
        super().__init__()
        self._moment, self._looks = 0, 0

    def monotonic(self):
        now = super().monotonic()
        self._looks = self._looks + 1 if now == self._moment else 0
        self._moment = now
        if self._looks > ENOUGH:
            self._looks = 0
            raise Circling
        return now


def stopped(trial, program):
    """Run a program; say what kept it from its end, "" if nothing did."""
    trial.clock = CountingClock()
    try:
        trial.run(program)
    except DeadlockError:
        return FOR_EVER
    except Circling:
        return IN_CIRCLES
    return ""


async def read(amap, items, bounds, ordered, rows, leads):
    """Add the rows of an async map, as `watched` has them; and whenever an item is read, by how many it is ahead."""
    now, began, (in_flight, ahead) = Stopwatch(), {}, bounds

    async def call(item):
        name, seconds, *fails = item
        began[name] = now()
        await asyncio.sleep(seconds)
        for error in fails:
            raise error
        return name

    def source():
        for count, item in enumerate(items, 1):
            leads.append(count - len(rows))
            yield item

    try:
        async for result in amap(call, source(), in_flight, ahead - in_flight, ordered):
            rows.append((named(result), began.get(named(result), ""), now()))
    except ERRORS as error:
        if isinstance(items, list) and not any(type(error) in item for item in items):
            raise
        rows.append(("an error", "", now()))


def played(trial, amap, items, bounds, ordered):
    """The rows of an async map, and how far the source was ahead at most; what keeps it from its end is a row."""
    rows, leads = [], [0]
    if why := stopped(trial, read(amap, items, bounds, ordered, rows, leads)):
        rows.append((why, "", ""))
    return rows, max(leads)


async def echoed(amap, items, results):
    seconds = iter([1.25])  # the first is slow

    async def call(item):
        await asyncio.sleep(next(seconds, 0.5))
        return item

    async for result in amap(call, items, 2, 1):
        results.append(result)


@graded(
    "12.4.out",
    piece="amap",
    points=2,
    title="Tasks begin as there is room, results come out as they can",
    hints=(
        "Your `results_of` waits at one place. Which line is that, and what do you await there instead?",
        "`Call(task, ended.put_nowait)` puts itself into a queue when its task has ended. Who gets it from there, and "
        "tells the `CallQueue`?",
        "`calls.begin(Call(asyncio.create_task(fn(item)), ended.put_nowait))` while there is room and an item; "
        "`calls.finish(await ended.get())` where nothing can be handed over.",
    ),
    causes={
        "circles": CIRCLES,
        "stuck": STUCK,
        "no-result": NO_RESULT,
        "drained": DRAINED,
        "order-always": ORDER_ALWAYS,
        "order-never": ORDER_NEVER,
        "lost": LOST,
        "waiting-unbounded": (
            "A call began although `max_in_flight + max_waiting` were ahead: results wait behind a slow one without "
            "a bound.",
            lambda got, want: any(float(mine) < float(theirs) for mine, theirs in first_begun(got, want)),
        ),
        "one-by-one": (
            "B begins when A is out: one call runs at a time. Do you begin calls until there is no room? And does "
            "your queue know that `max_in_flight + max_waiting` may be ahead?",
            ONE_BY_ONE[1],
        ),
        "begin-late": BEGIN_LATE,
        "out-late": OUT_LATE,
        "read-ahead": (
            "Calls and results are right, and the source is read too far ahead: read an item when it can begin.",
            lambda got, want: signs.wrong_only_at("read ahead")(got, want),
        ),
        "by-default": (
            "Nobody said `ordered`, and a result overtook another: then they come in order.",
            lambda got, want: got[0].results != FALSY and sorted(map(str, got[0].results)) == sorted(map(str, FALSY)),
        ),
        "falsy": FALSY_END,
        "equal": EQUAL_END,
    },
)
def tasks_out(amap, trial):
    for seconds, bounds in trial.cases(
        (TELLING, (2, 3)), ([2, 1, 3], (2, 2)), ([1, 2], (1, 2)), draw=some_calls, count=4
    ):
        for ordered in (True, False):
            items = list(zip(ascii_uppercase, seconds, strict=False))
            got, most = played(trial, amap, items, bounds, ordered)
            ahead = "within the bounds" if most <= bounds[1] else f"{most} items"
            call = (
                f"amap(nap, {[round(s, 2) for s in seconds]}, max_in_flight={bounds[0]}, "
                f"max_waiting={bounds[1] - bounds[0]}, ordered={ordered})"
            )
            want = as_it_comes(seconds, bounds, ordered)
            trial.compare(
                call,
                ("call", "begins", "comes out"),
                got=[*got, ("read ahead", "", ahead)],
                want=[*want, ("read ahead", "", "within the bounds")],
            )
    got = []
    for kind, items in sources(trial):
        results = []
        if why := stopped(trial, echoed(amap, items, results)):
            results.append(why)
        got.append((kind, results))
    trial.compare("amap(return the item, items, max_in_flight=2, max_waiting=1)", ECHOED, got=got, want=ECHOES)
    if why := stopped(trial, echoed(amap, ODD.values(), odd := [])):
        odd.append(why)
    call = f"amap(return the item, [{', '.join(ODD)}], 2, 1)"
    trial.compare(call, ECHOED, got=[("these", list(in_words(odd)))], want=[("these", list(ODD))])


@graded(
    "12.4.error",
    piece="amap",
    points=1,
    title="An error comes out in its task's turn, and ends the map",
    hints=(
        "A task that fails has ended too. What does `result()` of a task do when the task has failed?",
        "Look for an `except`, or a `gather`, that keeps an error from the reader, or hands it out as a result.",
        "`yield calls.take().result()` raises the error in its turn. Catch nothing around it.",
    ),
    causes={
        "circles": CIRCLES,
        "stuck": STUCK,
        "no-result": NO_RESULT,
        "swallowed": SWALLOWED,
        "too-early": TOO_EARLY,
        "too-late": TOO_LATE,
        "of-the-source": (
            "What the source raised did not reach the reader: it was taken for the end.",
            lambda got, want: want[0] == ("an error",),
        ),
        "other-order": (
            "The error is there. What came before it, or when, is not what `ordered` asks for.",
            lambda got, want: got[-1].call == "an error",
        ),
    },
)
def tasks_error(amap, trial):
    for failure, ordered, want in FAILING:
        got, _ = played(trial, amap, with_one_that_fails(failure), (2, 4), ordered)
        call = f"amap(nap, [4, 1, 2.5 ({failure.__name__}), 5], max_in_flight=2, max_waiting=2, ordered={ordered})"
        trial.compare(call, ("call", "begins", "comes out"), got=got, want=want)

    def source():
        yield "A", 4
        raise LostSignalError

    got, _ = played(trial, amap, source(), (2, 4), True)
    call = "amap(nap, source, ...), whose source raises an error where the second item should be"
    trial.compare(call, ("at last",), got=[(row[0],) for row in got[-1:]], want=[("an error",)])


async def way_out(amap, trial, how, rows):
    """Leave a map of naps in one way; add what is left of it at once, and how many naps nobody cut short."""
    gauge, source = trial.in_flight(), trial.source(range(1, 5 if how == "read to its end" else 99))
    left, uncut = False, 0

    @gauge.counting
    async def call(number):
        nonlocal left, uncut
        try:
            await asyncio.sleep(number)
            uncut += left
            if number == 2 and how == "a call failed":
                left = True
                raise LostSignalError
            return number
        except asyncio.CancelledError:
            if number == 3:
                raise LostSignalError from None
            raise
        finally:
            await asyncio.sleep(0.1)  # cleaning up takes a while

    async def read_some(count):
        nonlocal left
        async with aclosing(amap(call, source, 3, 3, ordered=True)) as results:
            async for _ in results:
                count -= 1
                if count == 0:
                    left = True
                    return

    reader = asyncio.create_task(read_some(1 if how == "left after one" else 99))
    over, _ = await asyncio.wait([reader], timeout=1.5 if how == CANCELLED else 1_000)
    left = True
    reader.cancel()
    await asyncio.wait([reader])
    error = None if reader.cancelled() else reader.exception()
    if error is None and how == "a call failed":
        uncut = 0  # nobody was told to leave
    elif error is not None and not isinstance(error, LostSignalError):
        raise error
    end = "was done" if over else "is cancelled" if reader.cancelled() else "goes on"
    if error and how != "a call failed":
        end = "gets an error"
    rows.append((how, gauge.now, uncut, "closed" if source.closed else "open", end))


CANCELLED = "reader cancelled"
NO_ERROR = matching("no error", lambda end: end != "gets an error")
WAYS = ("read to its end", "left after one", CANCELLED, "a call failed")


async def beside(amap, ends):
    """Leave a map while another is read; note whether that was cancelled."""

    async def call(number):
        await asyncio.sleep(number)

    async def read_all(results):
        return [result async for result in results]

    reading = asyncio.create_task(read_all(amap(call, [5, 6], 2, 1)))
    async with aclosing(amap(call, [1, 2, 3], 2, 1)) as one:
        await anext(one, None)
    await asyncio.wait([reading])
    ends.append("is cancelled" if reading.cancelled() else "goes on")


@graded(
    "12.4.left",
    piece="amap",
    points=2,
    title="However the map is left, nothing runs on or stays open",
    hints=(
        "Who cancels the tasks that run when your reader has seen enough? And is a cancelled task over at once?",
        "Put the loop into `try`, and in its `finally` look after every task that has not ended. The source needs a "
        "block around all that.",
        "`for task in running: task.cancel()`, then `await asyncio.gather(*running, return_exceptions=True)`. All of "
        "it inside `with closing_source(iter(items)) as source:`.",
    ),
    causes={
        "circles": CIRCLES,
        "no-way-out": (
            "Somebody left the map, and it never came to its end: what it waits for there comes no more.",
            lambda got, want: any(row.tasks_running == FOR_EVER for row in got),
        ),
        "run-on": (
            "Tasks were still running when the map had been left. Cancel them, and wait for their end: a task that "
            "is cancelled may have to clean up.",
            lambda got, want: any(row.tasks_running for row in got),
        ),
        "not-cancelled": (
            "The map had been left, and it waited until its tasks were done. Nobody wants their results: cancel "
            "them first.",
            lambda got, want: any(row.not_cancelled for row in got),
        ),
        "never-closed": (
            "The source was not closed at all.",
            lambda got, want: all(row.source == "open" for row in got),
        ),
        "not-always-closed": (
            "The source was closed on some ways out, and stayed open on others.",
            lambda got, want: any(row.source == "open" for row in got),
        ),
        "swallowed": (
            "The reader was cancelled, and went on as if the map had come to its end: a `CancelledError` has to pass.",
            signs.all_of(signs.wrong_only_at(CANCELLED), signs.says(CANCELLED, "goes on")),
        ),
        "late-error": (
            "A task raised an error when it was cancelled, and the reader got it, who had left.",
            lambda got, want: any(row.its_reader == "gets an error" for row in got),
        ),
        "shared": (
            "Two maps have their tasks in one place: when one map was left, those of the other were cancelled.",
            signs.says("the other", "is cancelled"),
        ),
    },
)
def left(amap, trial):
    got = []
    for trial.case in WAYS:
        if why := stopped(trial, way_out(amap, trial, trial.case, got)):
            got.append((trial.case, why, "", "", ""))
    trial.compare(
        "amap(fn, source, max_in_flight=3, max_waiting=3)",
        ("the map is", "tasks running", "not cancelled", "source", "its reader"),
        got=got,
        want=[(how, 0, 0, "closed", "is cancelled" if how == CANCELLED else NO_ERROR) for how in WAYS],
    )
    stopped(trial, beside(amap, ends := []))
    end = ends[0] if ends else "goes on"  # what keeps it from its end, the rows above have told
    trial.compare(
        "two maps, of which one is left", ("map", "then"), got=[("the other", end)], want=[("the other", "goes on")]
    )


@graded(
    "12.4.held",
    piece="amap",
    points=1,
    title="More items do not mean more in memory",
    hints=(
        "A task keeps its result for as long as anybody keeps the task. Who keeps yours?",
        "Which set, list or dict gets every task, and which of them ever lets one go?",
        "`task.add_done_callback(running.discard)` forgets a task that has ended; the queue forgets it when it is "
        "taken.",
    ),
    causes={
        "circles": CIRCLES,
        "no-end": (
            "The map never comes to its end; `12.4.out` says more.",
            lambda got, want: got[0].results == FOR_EVER,
        ),
        "lost": (
            "Not every item gave its result; `12.4.out` says more.",
            signs.wrong("results"),
        ),
        "kept": (
            "Results are held that the reader has had: something keeps every task, or every call.",
            signs.grows("held at most"),
        ),
    },
)
def tasks_held(amap, trial):
    def most_held(count):
        gauge, came = trial.held(), 0

        async def call(number):
            await asyncio.sleep(0.001 * (number % 7))
            return gauge.item(number)

        async def main():
            nonlocal came
            async for _ in amap(call, range(count), 4, 4, ordered=False):
                came += 1

        return stopped(trial, main()) or came, gauge.most

    got = [(count, *seen) for count, seen in trial.growing(most_held, sizes=(40, 400))]
    want = [(count, count, at_most(16)) for count in (40, 400)]
    trial.compare("amap(fn, items, 4, 4, ordered=False)", ("items", "results", "held at most"), got=got, want=want)


def some_questions(rng):
    in_flight = rng.randint(1, 3)
    seconds = [rng.randint(1, 99) for _ in range(rng.randint(2, 9))]
    return seconds, (in_flight, in_flight + rng.randint(0, 3))


@graded(
    "12.5.measure",
    piece="measure",
    points=2,
    title="Seconds in all, and questions in flight on average",
    hints=(
        "Which clock knows how long the calls took: yours, or that of the event loop on which they ran?",
        "Inside the coroutine that reads the map, `asyncio.get_running_loop().time()` at its end is the first number. "
        "The second needs the sum of the seconds of all calls.",
        "`async for _ in amap(timed, questions, max_in_flight, max_waiting): pass`, where `timed` awaits `ask` and "
        "adds up `question[1]`. Return `seconds, busy / seconds`.",
    ),
    causes={
        "real-clock": (
            "That is the time that your computer needed. On virtual time the loop says how late it is.",
            lambda got, want: got[0].seconds < 1 < 99 < got[0].in_flight,
        ),
        "none-asked": (
            "No second passed: when the map came to the questions, they had been read, and can be read once only.",
            lambda got, want: got[0].seconds == 0,
        ),
        "summed": (
            "You added up the calls. Side by side they take less than their sum.",
            lambda got, want: got[0].seconds == 35,
        ),
        "as-completed": (
            "That is how long it takes as completed, or with more room than `max_waiting`.",
            lambda got, want: got[0].seconds < want[0].seconds,
        ),
        "used-up": (
            "The second number is 0. By then the map has read the questions, and none are left to add up.",
            lambda got, want: got[0].in_flight == 0,
        ),
        "share": (
            "The second number is a share of the bound. Say how many were in flight: between 0 and `max_in_flight`.",
            lambda got, want: abs(3 * got[0].in_flight - want[0].in_flight) < 0.01,
        ),
        "rate": (
            "The second number says how many questions came back a second. Lesson 10 has the law that makes of it how "
            "many were in flight.",
            lambda got, want: abs(18 * got[0].in_flight - 6) < 0.01,
        ),
        "carried": (
            "The seconds of the questions that you measured before are in the second number: begin at 0 each time.",
            lambda got, want: abs(9 * got[0].in_flight - (35 + 9)) < 0.01,
        ),
        "swapped": (
            "So long it takes with the bounds in the other's place: as many in flight as may wait.",
            lambda got, want: got[0].seconds == timetable([9, 4, 3, 7, 3, 9], 2, 5, True)[-1][1],
        ),
        "rounded": (
            "The second number lacks its fraction, or most of it: divide by `/`, and round nothing.",
            lambda got, want: got[0].in_flight in (want[0].in_flight // 1, round(want[0].in_flight, 1)),
        ),
        "above-the-bound": (
            "The second number says that more were in flight than may be. By what do you divide the seconds of all "
            "calls?",
            lambda got, want: got[0].in_flight > 3,
        ),
    },
)
def measured(measure, trial):
    for seconds, (in_flight, ahead) in trial.cases(([9, 4, 3, 7, 3, 9], (3, 5)), ([9], (2, 3)), draw=some_questions):
        found = measure(iter([("world", takes) for takes in seconds]), in_flight, ahead - in_flight)
        total = timetable(seconds, in_flight, ahead, True)[-1][1]
        call = f"measure(questions of {seconds} s, max_in_flight={in_flight}, max_waiting={ahead - in_flight})"
        got = [("measure", *(round(number, 3) for number in found))]
        want = [("measure", round(float(total), 3), round(sum(seconds) / total, 3))]
        trial.compare(call, ("", "seconds", "in flight"), got=got, want=want)


@graded(
    "12.5.room",
    piece="room",
    points=1,
    title="Room enough for order to cost one part in a hundred",
    hints=(
        "What is 1 % more than 1,341,162 seconds, and what does `measure` say for room for 8, and for 16?",
        "Try every number between those two.",
        "`[(room, measure(questions(), 8, room)[0]) for room in range(8, 17)]`: which is the first below 1,354,574?",
    ),
    causes={
        "too-little": (
            "With so little room it takes more than 1 % longer.",
            lambda got, want: got[0].room_for < 13,
        ),
        "too-much": (
            "That is enough, and less would do: every result that waits takes memory.",
            lambda got, want: got[0].room_for > 13,
        ),
    },
)
def enough(room, trial):
    trial.compare("room", ("room for",), got=[(room(),)], want=[(13,)], reveal=False)


# 12.6: what happens to calls of several keys, as triples (kind, key, call)


def some_events(rng):
    """A course of calls of a few keys: each begins, and most end."""
    left, flying, events = list(range(rng.randint(0, 9))), [], []
    while left or flying:
        if left and (not flying or rng.random() < 0.5):
            flying.append((rng.choice(("Moon", "Mars", None)), left.pop(0)))
            events.append(("begin", *flying[-1]))
        else:
            flown = flying.pop(rng.randrange(len(flying)))
            if rng.random() < 0.9:
                events.append(("end", *flown))
    return events


def freed_slowly(events):
    """The calls that come out with each event: all of its key are looked at, from the first that ever began."""
    rows, out = [], []
    for number, event in enumerate(events, 1):
        before, free = events[:number], []
        for _, _, call in [other for other in before if other[:2] == ("begin", event[1])]:
            if ("end", event[1], call) not in before:
                break
            if call not in out:
                free.append(call)
        out += free
        rows.append(free)
    return rows


def calls_in(rows):
    return [call for row in rows for call in row.comes_out]


@graded(
    "12.6.order",
    piece="in_order_by_key",
    points=0,
    title="Calls of a key come out as they began, and wait for no other key",
    hints=(),
    causes={
        "shared": (
            "Two uses know of each other: what one has read, the other gives out, or it ends with it.",
            lambda got, want: hasattr(got[0], "use"),
        ),
        "falsy": (
            "A key or a call that counts as false was taken for none.",
            lambda got, want: "None" in got[0].event and len(calls_in(got)) < len(calls_in(want)),
        ),
        "mixed": (
            "A call was taken for the key that is equal to it, or a key for a call.",
            lambda got, want: got[0].event == "begin 1 2",
        ),
        "nothing": ("No call came out.", lambda got, want: not calls_in(got)),
        "all-read": (
            "Calls came out when all events had been read: each comes out with the event that allows it.",
            lambda got, want: calls_in(got) == got[-1].comes_out and not want[-1].comes_out,
        ),
        "never-ended": (
            "A call came out that had not ended.",
            lambda got, want: any(
                not any(
                    other.event.startswith("end") and other.event.endswith(f" {call!r}") for other in got[: number + 1]
                )
                for number, row in enumerate(got)
                for call in row.comes_out
            ),
        ),
        "other-keys-wait": (
            "A call that was free waits for one of another key.",
            lambda got, want: got[4].event == "end 'Moon' 1" and not got[4].comes_out and 7 in got[5].comes_out,
        ),
        "overtaken": (
            "A call came out before one of its own key that had begun earlier.",
            lambda got, want: any(
                set(row.comes_out) - set(calls_in(want[: number + 1])) for number, row in enumerate(got)
            ),
        ),
        "one-an-event": (
            "One event can free several calls: those behind had ended already.",
            lambda got, want: got[4].comes_out == [1] and want[4].comes_out == [1, 2],
        ),
        "order": (
            "The right calls came out with an event, in the wrong order.",
            lambda got, want: all(
                sorted(row.comes_out) == sorted(due.comes_out) for row, due in zip(got, want, strict=True)
            ),
        ),
        "late": (
            "A call came out an event too late: no event is read while one can come out.",
            lambda got, want: sorted(calls_in(got)) == sorted(calls_in(want)),
        ),
    },
)
def by_key(in_order_by_key, trial):
    pluto = [("begin", "Pluto", 7), ("begin", "Moon", 1), ("begin", "Moon", 2), ("end", "Moon", 2), ("end", "Moon", 1)]
    again = [("begin", "Mars", 1), ("end", "Mars", 1), ("begin", "Mars", 9), ("begin", "Mars", 3), ("end", "Mars", 3)]
    lost = [("begin", "Mars", 1), ("begin", "Mars", 2), ("end", "Mars", 2), ("begin", "Moon", 3), ("end", "Moon", 3)]
    falsy = [("begin", None, 1), ("begin", "", 0), ("begin", 0, 2), ("end", 0, 2), ("end", "", 0)]
    falsy += [("begin", None, 3), ("end", None, 3), ("end", None, 1)]
    cases = (
        [*pluto, ("end", "Pluto", 7), ("begin", "Mars", 3)],
        [*again, ("end", "Mars", 9)],
        [*lost, ("begin", "Moon", 4)],
        falsy,
        [("begin", 1, 2), ("begin", 2, 1), ("end", 1, 2), ("end", 2, 1)],
        [(kind, (*"Mars",), call) for kind, call in (("begin", 1), ("begin", 2), ("end", 2), ("end", 1))],
        [],
        [("begin", "Mars", 1)],
    )
    for events in trial.cases(*cases, draw=some_events):
        source, came = trial.source(events), [[] for _ in events]
        answer = iter(in_order_by_key(source))
        for _ in range(len(events) + 1):
            for call in trial.take(1, answer):
                came[source.pulled - 1].append(call)
        shown = [f"{kind} {key!r} {call!r}" for kind, key, call in events]
        got, want = list(zip(shown, came, strict=True)), list(zip(shown, freed_slowly(events), strict=True))
        trial.compare("in_order_by_key(events)", ("event", "comes out"), got=got, want=want)
    one, other = (
        [("begin", "Moon", first), ("begin", "Moon", second), ("end", "Moon", second), ("end", "Moon", first)]
        for first, second in ((1, 2), (3, 4))
    )
    trial.independent("in_order_by_key(events)", in_order_by_key, items=(one, other), want=([1, 2], [3, 4]))


ORDER = "Not every call came out as it should; `12.6.order` says more."


@graded(
    "12.6.held",
    piece="in_order_by_key",
    points=0,
    title="A key without a call is forgotten, and so is a call that came out",
    hints=(),
    causes={
        "wrong": (ORDER, signs.wrong("come out")),
        "keys-kept": (
            "Keys are held of which no call is under way: ten times the keys take ten times the memory.",
            signs.grows("keys held"),
        ),
        "calls-kept": ("Calls are held that have come out.", signs.grows("calls held")),
    },
)
def keys_held(in_order_by_key, trial):
    def most_held(count):
        keys, calls = trial.held(), trial.held()

        def events():
            for number in range(count):
                key, call = keys.item(f"world {number}"), calls.item(number)
                yield "begin", key, call
                yield "end", key, call

        return sum(1 for _ in in_order_by_key(events())), keys.most, calls.most

    got = [(count, *seen) for count, seen in trial.growing(most_held)]
    want = [(count, count, at_most(9), at_most(9)) for count in (100, 1_000)]
    columns = ("calls, one a key", "come out", "keys held", "calls held")
    trial.compare("in_order_by_key(events)", columns, got=got, want=want)


@graded(
    "12.6.looks",
    piece="in_order_by_key",
    points=0,
    title="An event costs the same, however many keys and calls wait",
    hints=(),
    causes={
        "wrong": (ORDER, signs.wrong("come out")),
        "other-keys": (
            "With each event, keys or calls are looked at that it has nothing to do with.",
            lambda got, want: got[-1].of_many_keys > 30,
        ),
        "own-key": (
            "With each event, all calls of its key are looked at. The first that waits says whether any comes out.",
            lambda got, want: got[-1].of_one_key > 30,
        ),
    },
)
def looks(in_order_by_key, trial):
    def looks_a_call(count, keys):
        seen = 0

        class Looked(int):
            def __hash__(self):
                nonlocal seen
                seen += 1
                return int.__hash__(self)

            def __eq__(self, other):
                nonlocal seen
                seen += 1
                return int.__eq__(self, other)

        calls = [(Looked(number % keys), Looked(number)) for number in range(count)]
        events = [("begin", *call) for call in calls] + [("end", *call) for call in reversed(calls)]
        came = sum(1 for _ in in_order_by_key(events))
        return came, round(seen / count)

    def both(count):
        (many, of_many), (one, of_one) = looks_a_call(count, count), looks_a_call(count, 1)
        return many + one, of_many, of_one

    got = [(count, *seen) for count, seen in trial.growing(both, sizes=(40, 200))]
    want = [(count, 2 * count, at_most(30), at_most(30)) for count in (40, 200)]
    columns = ("calls", "come out", "of many keys", "of one key")
    trial.compare("looks a call", columns, got=got, want=want)
