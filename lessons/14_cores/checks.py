"""The checks of lesson 14: who does a batch again, and where a file is cut."""

import io
from collections.abc import Sequence
from concurrent.futures import CancelledError
from heapq import heappop, heappush
from itertools import accumulate, chain, islice, pairwise

from maif.errors import BatchError, WorkerDiedError
from maif_course.checks import at_least, at_most, graded, signs

# 14.1: two processes, played through

SECONDS = dict(zip("ABCDEF", (3, 2, 6, 1, 2, 1), strict=True))
KILLED, KILLED_AT = "C", 5


def played():
    """When each batch begins, all attempts; and when it has ended."""
    begins, ends, free, line = {name: [] for name in SECONDS}, {}, [0, 0], list(SECONDS)
    while line:
        name, now = line.pop(0), heappop(free)
        begins[name].append(now)
        ends[name] = now + SECONDS[name]
        if name == KILLED:  # whoever takes its place goes on from there
            begins[name].append(KILLED_AT)
            ends[name] = KILLED_AT + SECONDS[name]
        heappush(free, ends[name])
    return begins, ends


BEGINS, ENDS = played()
IN_ORDER = list(accumulate(ENDS.values(), max))
BROKEN = [name for name, end in ENDS.items() if end > KILLED_AT]


def listed(trace, key):
    """What the trace lists under a key, batch by batch; a batch that has nothing is left out."""
    found = dict(trace()).get(key, ())
    return list(zip(SECONDS, found, strict=False)) if isinstance(found, list | tuple) else []


def seconds(entry):
    """One second or several, as a learner would write them."""
    numbers = entry if isinstance(entry, list | tuple) else [entry]
    return ", ".join(f"{number:g}" if isinstance(number, int | float) else repr(number) for number in numbers)


STOPS = (
    "What is there is right so far, and batches are missing: each list has an entry for every batch, A to F.",
    signs.some_missing,
)


@graded(
    "14.1.begin",
    piece="trace",
    points=1,
    title="A killed batch begins again, and nobody else's does",
    hints=(
        "Which process is free at which second, and what does it do next?",
        "B's process is free at 2 and takes C; A's is free at 3 and takes D. Who takes E, and who F, while C runs?",
        "C begins at 2 and again at 5, D at 3, E at 4. E ends at 6, and the same process takes F. The new process has "
        "C.",
    ),
    causes={
        "stops": STOPS,
        "not-again": (
            "In your table C begins once. Its process is killed at second 5 before C has ended, so somebody begins it "
            "again.",
            signs.says("C", "2"),
        ),
        "again-alone": (
            "In your table C begins at 5 alone. It had begun before: list both seconds.",
            signs.says("C", "5"),
        ),
        "end-of-line": (
            "In your table C waits at the end of the line. The new process takes it at once, before any other batch.",
            lambda got, want: "2" < signs.row_of(got, "C").begins != "2, 5" and signs.row_of(got, "F").begins == "5",
        ),
        "all-again": (
            "In your table E begins again too. It runs in the other process, which nobody killed.",
            lambda got, want: "," in signs.row_of(got, "E").begins,
        ),
        "in-turn": (
            "D takes turns in your table: you deal batches out in advance. A process takes the next one when it is "
            "free, and A's is free at 3.",
            lambda got, want: signs.row_of(got, "C").begins[:1] == "3",
        ),
        "new-one-idle": (
            "C is right, and F is not. From 5 on the new process has C; the other one ends E at 6, and is free then.",
            signs.wrong_only_at("F"),
        ),
    },
)
def begin(trace, trial):
    want = [(name, seconds(found)) for name, found in BEGINS.items()]
    got = [(name, seconds(entry)) for name, entry in listed(trace, "begins")]
    trial.compare("trace", ("batch", "begins"), got=got, want=want, reveal=False)


@graded(
    "14.1.out",
    piece="trace",
    points=2,
    title="In order everybody waits for the killed batch, as completed nobody",
    hints=(
        "When does C end, if it begins at 5, from the beginning?",
        "In order, nobody comes out before the one above. As completed, a result comes out when its batch ends.",
        "C ends at 11. In order: 3, 3, and then everybody at 11. As completed, each at its last begin plus its "
        "seconds.",
    ),
    causes={
        "stops": STOPS,
        "goes-on": (
            "In your table C ends at 8, six seconds after it first began. What the killed process had done is gone: it "
            "takes all its seconds again.",
            lambda got, want: any((row.batch, row.comes_out) == ("C", "8") for row in got),
        ),
        "waited": (
            "In your table C ends after second 11. It begins again at 5, at once, and takes 6 seconds.",
            lambda got, want: any(row.batch == "C" and float(row.comes_out) > 11 for row in got),
        ),
        "not-in-order": (
            "In order, a result comes out before one above it in your table. It waits until that is out.",
            lambda got, want: any(
                float(later.comes_out) < float(row.comes_out)
                for row, later in pairwise(got)
                if later.results == row.results == "in order"
            ),
        ),
        "order-everywhere": (
            "As completed nobody waits for A. B ends at 2, and comes out at 2.",
            lambda got, want: any(row == ("as completed", "B", "3") for row in got),
        ),
        "begun-late": (
            "A, B and C are right. A later one ends at its begin plus its seconds: look at both again.",
            lambda got, want: got[:3] == want[:3] and got[6:9] == want[6:9],
        ),
    },
)
def out(trace, trial):
    want = [("in order", name, f"{second}") for name, second in zip(SECONDS, IN_ORDER, strict=True)]
    want += [("as completed", name, f"{second}") for name, second in ENDS.items()]
    got = [(mode, name, seconds(entry)) for mode in ("in order", "as completed") for name, entry in listed(trace, mode)]
    trial.compare("trace", ("results", "batch", "comes out"), got=got, want=want, reveal=False)


@graded(
    "14.1.broken",
    piece="trace",
    points=1,
    title="A pool that breaks loses what has not finished",
    hints=(
        "Three kinds of batches there are at second 5: finished, running, in line. Which of them have a result?",
        "By second 5 A, B and D have ended. Who has not?",
        "C ran in the killed process, E in the other one, and F was in line: all three.",
    ),
    causes={
        "killed-alone": (
            "You lose C alone. E runs in a pool that has given up, and F is in its line: nobody gets their results.",
            lambda got, want: [row.lost for row in got] == ["C"],
        ),
        "running-only": (
            "You lose what was running. F was still in the line of the pool that gave up.",
            lambda got, want: [row.lost for row in got] == ["C", "E"],
        ),
        "some-left-out": (
            "A batch is missing. Whatever had not finished at second 5 has no result: killed, running elsewhere, or in "
            "line.",
            lambda got, want: {row.lost for row in got} < {row.lost for row in want},
        ),
        "finished-lost": (
            "You lose a batch that was finished by second 5. Its result was there before the pool gave up.",
            lambda got, want: any(row.lost in ("A", "B", "D") for row in got),
        ),
    },
)
def broken(trace, trial):
    found = dict(trace()).get("broken", ())
    got = [(name,) for name in found] if isinstance(found, list | tuple | set) else []
    trial.compare("trace", ("lost",), got=sorted(got, key=repr), want=[(name,) for name in BROKEN], reveal=False)


# 14.2: batches and calls that do as a script says


class NoLuckError(Exception):
    """What a call raises that is meant to fail."""


def some_batches(rng):
    return [[rng.randint(0, 9) for _ in range(rng.randint(0, 3))] for _ in range(rng.randint(0, 8))]


@graded(
    "14.2.numbers",
    piece="numbered",
    points=2,
    title="Batches are numbered as they are asked for, and their source is closed",
    hints=(
        "What does Python have that counts along with whatever is iterated?",
        "`enumerate` reads no further than asked. Who closes `batches` when the reader leaves in the middle?",
        "`with closing(batches):` and in it `yield from enumerate(batches)`.",
    ),
    causes={
        "nothing": ("Nothing came out.", signs.nothing_came_out),
        "from-one": ("The first number is 1. They count from 0.", lambda got, want: got[0].number == 1),
        "turned-round": (
            "The batch comes first in your pairs. First the number, then the batch.",
            lambda got, want: got[0][:2] == want[0][1::-1],
        ),
        "numbers-alike": (
            "All batches have the number 0.",
            lambda got, want: len(got) > 1 and {row.number for row in got} == {0},
        ),
        "empty-lost": (
            "A batch without items is missing. It is a batch too, and `if batch:` loses it.",
            lambda got, want: (
                len(got) < len(want) and [row.batch for row in got] == [row.batch for row in want if row.batch]
            ),
        ),
        "ahead": (
            "A batch is read before it is asked for. Whoever takes the first pair has read one batch.",
            signs.wrong_only_in("pulled"),
        ),
        "left-open": (
            "The source stays open when its reader leaves. A generator that is closed runs `finally`, and leaves "
            "`with` blocks.",
            signs.left_open("the reader has left"),
        ),
        "failed-open": (
            "The source stays open when it fails.",
            signs.left_open("the source has failed"),
        ),
        "goes-on": (
            "The numbers go on from those of an earlier use. Each begins at 0.",
            lambda got, want: got[0].batch == want[0].batch and got[0].number > 1,
        ),
        "shared": (
            "Two uses, read in turn, disturb each other: the numbers go on from one to the other.",
            lambda got, want: got[0].use and got[0] == want[0],
        ),
    },
)
def numbers(numbered, trial):
    for batches in trial.cases([["A", "B"], ["C"], ["D"]], [["A"]], [[1], [], [2]], [], draw=some_batches):
        source = trial.source(batches)
        got = [(*trial.parts(pair, "number", "batch"), source.pulled) for pair in numbered(source)]
        want = [(number, batch, number + 1) for number, batch in enumerate(batches)]
        trial.compare(f"numbered({batches})", ("number", "batch", "pulled"), got=got, want=want)
    trial.closed_after(
        "numbered(batches)",
        numbered,
        items=[["A"], ["B"], ["C"], ["D"]],
        want=[
            ("two have come", 2, "open"),
            ("the reader has left", 2, "closed"),
            ("the items have ended", 4, "closed"),
            ("the source has failed", "OSError", "closed"),
        ],
    )
    trial.independent(
        "numbered(batches)",
        numbered,
        items=(["AB", "C"], ["DE", "F"]),
        want=([(0, "AB"), (1, "C")], [(0, "DE"), (1, "F")]),
        show=lambda pair: pair,
    )


ENOUGH = 9
RETURNED = KeyError("returned")


class Stop(BaseException):
    """A wish to stop."""


class BroadLuckError(NoLuckError, MemoryError, TypeError, AssertionError, KeyError, RuntimeError):
    """A failure that is caught by whoever catches one of these."""


class DiedAgainError(WorkerDiedError):
    """One more that tells of workers which have died."""


FAILS, DIES, CANCELLED, INTERRUPTED = NoLuckError, WorkerDiedError, CancelledError, KeyboardInterrupt
NAMES = {FAILS: "fails", DIES: "dies", DiedAgainError: "dies again", CANCELLED: "is cancelled"}
NAMES |= {INTERRUPTED: "is interrupted", Stop: "is stopped", BroadLuckError: "makes a mistake"}


def number_with(retries):
    """The number of the batch: 0 where there are no retries."""
    return 7 if retries else 0


def told(script):
    """A script in words: each entry is the error of a call, or what it returns."""
    return ", ".join(NAMES[step] if isinstance(step, type) else f"gives {step!r}" for step in script)


def attempted(process_batch, script, retries, batch):
    """How many calls were made, and how it ended: calls do as the script says, the last step over and over."""
    calls = 0

    def call(items):
        nonlocal calls
        calls += 1
        step = script[min(calls, len(script)) - 1]
        if calls >= ENOUGH:
            return "enough"
        if isinstance(step, type):
            raise step(f"call {calls}")
        return step

    try:
        result = process_batch(call, retries, (number_with(retries), batch))
    except BatchError as error:
        cause = error.__cause__
        ends = f"batch {error.number}: {type(cause).__name__}: {cause}"
    except (NoLuckError, WorkerDiedError, CancelledError, KeyboardInterrupt, Stop) as error:
        ends = type(error).__name__
    else:
        ends = f"gives {result!r}"
    return calls, ends


def expected(script, retries):
    """What is to become of a script: how many calls, and the end."""
    for number in range(1, retries + 2):
        step = script[min(number, len(script)) - 1]
        if not isinstance(step, type):
            return number, f"gives {step!r}"
        if step in (CANCELLED, INTERRUPTED, Stop):
            return number, step.__name__
        if issubclass(step, DIES) or number == retries + 1:
            return number, f"batch {number_with(retries)}: {step.__name__}: call {number}"
    raise AssertionError("unreachable")


def some_script(rng):
    steps = [rng.choice((FAILS, FAILS, FAILS, DIES, CANCELLED, 5)) for _ in range(rng.randint(1, 5))]
    return [(steps, rng.randint(0, 3))]


SCRIPTS = [
    ([5], 2),
    ([None], 2),
    ([FAILS, 5], 2),
    ([FAILS, FAILS, 0], 2),
    ([FAILS], 2),
    ([FAILS], 0),
    ([DIES], 2),
    ([FAILS, DIES], 3),
    ([CANCELLED], 2),
    ([INTERRUPTED], 2),
]
MORE_SCRIPTS = [([Stop], 2), ([RETURNED], 2), ([DiedAgainError], 2), ([CANCELLED], 0), ([BroadLuckError, 5], 2)]


def row_for(number):
    """The label of a telling script: what its calls do, and how many retries there are."""
    script, retries = [*SCRIPTS, *MORE_SCRIPTS][number]
    return f"{told(script)}; {retries}"


def at(number, test):
    """A sign: the row of this script came, and this holds for it."""
    return lambda got, want: any(row.call_retries == row_for(number) and test(row) for row in got)


@graded(
    "14.2.again",
    piece="process_batch",
    points=2,
    title="A call that fails is made again, as often as allowed",
    hints=(
        "How many calls are there at most, with `retries=2`? And which errors should not lead to another one?",
        "The order of `except` matters: `CancelledError` is an `Exception`, and passes; `WorkerDiedError` is one too.",
        "`while True:` with `return call(...)` in `try`. `except CancelledError: raise`. In `except Exception as "
        "error`, raise the `BatchError` if no retry is left or a worker has died, else take one off `retries`.",
    ),
    causes={
        "no-result": (
            "What the call returned is lost: the result of `call(items)` is to be returned.",
            signs.any_of(*(at(number, lambda row: row.ends == "gives None") for number in (0, 3))),
        ),
        "returned-again": (
            "An error that was returned is a result like any other. It was not raised.",
            at(11, lambda row: row.calls > 1 or row.ends != f"gives {RETURNED!r}"),
        ),
        "none-again": (
            "A call that returned None was made again. None is a result like any other.",
            at(1, lambda row: row.calls > 1),
        ),
        "for-ever": (
            "A call that fails always is made again and again. `retries` says how often, after the first.",
            at(4, lambda row: row.calls >= ENOUGH),
        ),
        "one-less": (
            "With `retries=2` a call that always fails was made twice. Retries are those after the first call: three "
            "in all.",
            at(4, lambda row: row.calls == 2),
        ),
        "one-more": (
            "With `retries=0` a call that fails was made twice. No retry means a single call.",
            at(5, lambda row: row.calls == 2),
        ),
        "no-retry": (
            "A call that fails once is not made again, though two retries are left.",
            signs.any_of(*(at(number, lambda row: row.calls == 1) for number in (2, 14))),
        ),
        "bare": (
            "After the last call its own error comes out. Raise a `BatchError`, which knows the batch's number and "
            "items.",
            at(4, lambda row: row.ends == "NoLuckError"),
        ),
        "other-number": (
            "The `BatchError` has another number than the batch.",
            signs.any_of(
                at(4, lambda row: row.ends.startswith("batch") and not row.ends.startswith("batch 7")),
                at(5, lambda row: row.ends.startswith("batch") and not row.ends.startswith("batch 0")),
            ),
        ),
        "first-error": (
            "The `BatchError` tells of the first call's error. The last one counts.",
            at(4, lambda row: row.ends.endswith("call 1")),
        ),
        "dead-again": (
            "A batch of which workers have died was handed out again. After a `WorkerDiedError` there is no further "
            "call.",
            signs.any_of(*(at(number, lambda row: row.calls > 1) for number in (6, 12))),
        ),
        "dead-bare": (
            "A `WorkerDiedError` comes out as it is. It is the batch's error, so a `BatchError` tells of it.",
            at(6, lambda row: row.ends == "WorkerDiedError"),
        ),
        "cancelled-again": (
            "A call that was cancelled was made again. Nobody wants its result any more.",
            at(8, lambda row: row.calls > 1),
        ),
        "cancelled-batch": (
            "A cancelled call ends in a `BatchError`. Nothing went wrong: the `CancelledError` passes as it is.",
            signs.any_of(*(at(number, lambda row: row.ends.startswith("batch")) for number in (8, 13))),
        ),
        "cancelled-hidden": (
            "A cancelled call ends as if it had given something. The `CancelledError` passes as it is.",
            at(8, lambda row: row.ends.startswith("gives")),
        ),
        "interrupted": (
            "What is no `Exception` was caught: whoever presses Ctrl-C, or the like, wants the program to end.",
            signs.any_of(
                *(at(number, lambda row: row.ends not in ("KeyboardInterrupt", "Stop")) for number in (9, 10))
            ),
        ),
    },
)
def again(process_batch, trial):
    for scripts in trial.cases(SCRIPTS, MORE_SCRIPTS, draw=some_script):
        got, want = [], []
        for script, retries in scripts:
            trial.case = f"{told(script)}; {retries}"
            got.append((trial.case, *attempted(process_batch, script, retries, [1, 2, 3])))
            want.append((trial.case, *expected(script, retries)))
        trial.compare(
            "process_batch(call, retries, (number, [1, 2, 3])), number 7, or 0 without retries",
            ("call; retries", "calls", "ends"),
            got=got,
            want=want,
        )


THING, SAME, ANOTHER = object(), "a thing", "another thing"


def in_words(items):
    """What stands for items in a row: of the thing, whether it is the same."""
    if not isinstance(items, list):
        return type(items).__name__
    names = {id(THING): SAME}
    return [names.get(id(item), ANOTHER) if type(item) is object else item for item in items]


def some_items(rng):
    return [rng.randint(0, 9) for _ in range(rng.randint(0, 6))], rng.randint(1, 4)


@graded(
    "14.2.items",
    piece="process_batch",
    points=1,
    title="Every call gets all items, in a list of its own",
    hints=(
        "The call may empty its list. What does the next call get?",
        "Somebody has to copy the list, and more than once. Where?",
        "`return call(batch.copy())`, inside the loop.",
    ),
    causes={
        "one-list": (
            "The first call emptied its list, and with it the batch: the second call got nothing.",
            lambda got, want: signs.row_of(got, "call 2").items == [] and signs.row_of(got, "the batch").items == [],
        ),
        "copied-once": (
            "The batch is as it was, and the second call got an empty list: all calls share one copy.",
            lambda got, want: signs.row_of(got, "call 2").items == [] and signs.row_of(got, "the batch").items != [],
        ),
        "falsy": (
            "A call gets fewer items than the batch has: None and 0 are items, too.",
            lambda got, want: 0 < len(signs.row_of(got, "call 1").items) < len(signs.row_of(want, "call 1").items),
        ),
        "copied-deep": (
            "The items were copied. The list is the call's own, and what is in it is the batch's.",
            lambda got, want: signs.row_of(got, "call 1").items[2:] == [ANOTHER],
        ),
        "first-uncopied": (
            "The last call changed the batch itself: it got no copy.",
            lambda got, want: got[:3] == want[:3] and signs.row_of(got, "the batch").items == [],
        ),
        "not-a-list": (
            "A call got something that is no list, though a batch is one.",
            lambda got, want: isinstance(signs.row_of(got, "call 1").items, str),
        ),
        "more-calls": (
            "There are more calls than the first one and its retries.",
            lambda got, want: len(got) > len(want),
        ),
        "fewer-calls": (
            "There are fewer calls than the first one and its retries.",
            lambda got, want: len(got) < len(want),
        ),
        "error-empty": (
            "The `BatchError` has the list that the last call got, and that is empty now. Give it the batch itself.",
            signs.wrong_first("the error's items"),
        ),
        "error-copy": (
            "The `BatchError` has a copy. Give it the batch itself.",
            signs.wrong_only_at("these are the batch itself"),
        ),
    },
)
def items(process_batch, trial):
    for batch, retries in trial.cases(([None, 0, THING], 2), ([8], 1), draw=some_items):
        seen, given = [], batch.copy()

        def call(items, seen=seen):
            seen.append(in_words(items))
            if len(seen) >= ENOUGH:
                return "enough"
            if isinstance(items, list):
                items.clear()
            raise NoLuckError("no luck")

        try:
            process_batch(call, retries, (7, given))
            kept, same = "no error", False
        except BatchError as error:
            kept, same = in_words(error.items), error.items is given
        got = [(f"call {number}", items) for number, items in enumerate(seen, start=1)]
        got += [("the batch", in_words(given)), ("the error's items", kept), ("these are the batch itself", same)]
        due = in_words(batch)
        want = [(f"call {number}", due) for number in range(1, retries + 2)]
        want += [("the batch", due), ("the error's items", due), ("these are the batch itself", True)]
        trial.compare(
            f"process_batch(call, {retries}, (7, {due})), and the call empties its list",
            ("what", "items"),
            got=got,
            want=want,
        )


# 14.3: a file's blocks, and the offsets that somebody looks at


def bounds_of(sizes, start=444):
    return list(accumulate(sizes, initial=start))


def cut(sizes, max_blocks, max_bytes):
    """The ranges found slowly: block by block, a new one where the next block does not fit."""
    rows, first, begin, position = [], 0, 444, 444
    for number, size in enumerate(sizes):
        if number > first and (number - first == max_blocks or position + size - begin > max_bytes):
            rows.append((first, number, begin, position))
            first, begin = number, position
        position += size
    return [*rows, (first, len(sizes), begin, position)] if sizes else []


COLUMNS = ("first", "last", "begin", "end")


def compare_cut(plan_partitions, trial, case):
    sizes, max_blocks, max_bytes = case
    bounds = bounds_of(sizes)
    ranges = islice(plan_partitions(bounds, max_blocks, max_bytes), 2 * len(bounds))
    got = [trial.fields(found, *COLUMNS) for found in ranges]
    call = f"plan_partitions({bounds}, max_blocks={max_blocks}, max_bytes={max_bytes})"
    trial.compare(call, COLUMNS, got=got, want=cut(sizes, max_blocks, max_bytes))


def stands_still(got, want):
    return any(row.first == row.last for row in got)


STANDS_STILL = ("A partition has no block: its `last` is its `first`.", stands_still)
LAST_ALONE = (
    "All is right but for the last block, which is alone, though it has room in the partition before.",
    lambda got, want: got[:-2] == want[:-1] and got[-1].first == want[-1].last - 1,
)
OFFSETS = (
    "The numbers of the blocks are right, their offsets are not. `begin` is `bounds[first]`, and `end` is "
    "`bounds[last]`.",
    signs.wrong_only_in("begin", "end"),
)


def some_blocks(rng):
    return [rng.randint(1, 20) for _ in range(rng.randint(0, 30))], rng.randint(1, 7), 10_000


@graded(
    "14.3.blocks",
    piece="plan_partitions",
    points=1,
    title="Each partition has as many blocks as it may",
    hints=(
        "There is one offset more than there are blocks. How many blocks has a list of eight offsets?",
        "Where does the next partition begin, and when is there none any more?",
        "While `first < len(bounds) - 1`: `last` is `first + max_blocks`, or the number of blocks if that is less.",
    ),
    causes={
        "nothing": ("Nothing came out.", signs.nothing_came_out),
        "empty": STANDS_STILL,
        "rest-lost": ("The last blocks are missing: they are fewer than `max_blocks`.", signs.last_missing),
        "all-in-one": (
            "A partition has more than `max_blocks` blocks.",
            lambda got, want: got[0].last > want[0].last,
        ),
        "offsets": OFFSETS,
        "too-few": (
            "A partition has fewer blocks than it may.",
            lambda got, want: got[0].last < want[0].last,
        ),
        "shared": (
            "Two plans that are read in turn disturb each other. What a plan knows is its own.",
            lambda got, want: got[0].use and got[0] == want[0],
        ),
    },
)
def blocks(plan_partitions, trial):
    telling = [
        ([10, 20, 30, 40, 50, 60, 70], 3, 1000),
        ([10, 20, 30, 40], 2, 1000),
        ([10], 5, 1000),
        ([10, 20], 1, 1000),
    ]
    for case in trial.cases(*telling, ([], 3, 1000), draw=some_blocks):
        compare_cut(plan_partitions, trial, case)
    trial.independent(
        "plan_partitions(bounds, 2, 1000)",
        lambda sizes: plan_partitions(bounds_of(sizes), 2, 1000),
        items=([10, 20, 30], [40, 50, 60]),
        want=[[(0, 2, 444, 474), (2, 3, 474, 504)], [(0, 2, 444, 534), (2, 3, 534, 594)]],
        show=lambda found: trial.fields(found, *COLUMNS),
    )


def some_sizes(rng):
    sizes = [rng.choice((5, 10, 10, 15, rng.randint(1, 90))) for _ in range(rng.randint(0, 30))]
    return sizes, rng.randint(2, 9), rng.randint(20, 60)


@graded(
    "14.3.bytes",
    piece="plan_partitions",
    points=2,
    title="Each partition has as many bytes as it may, or one block alone",
    hints=(
        "From where are a partition's bytes counted? And what if already the first block is too many?",
        "The last offset that is at most `bounds[first] + max_bytes` is where the partition may end. What if that is "
        "`bounds[first]`?",
        "`fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1`, with `most` the most that "
        "`max_blocks` allows; then `last = max(fitting, first + 1)`.",
    ),
    causes={
        "nothing": ("Nothing came out.", signs.nothing_came_out),
        "stands-still": (
            "A partition has no block. Where the first block alone is larger than `max_bytes`, it is a partition all "
            "the same.",
            stands_still,
        ),
        "dropped": (
            "A block is in no partition: one begins after the end of the one before.",
            lambda got, want: any(other.first > one.last for one, other in pairwise(got)) or got[0].first > 0,
        ),
        "no-bound": (
            "A partition has more than `max_bytes` bytes and more than one block. Count from its `begin` to its `end`.",
            signs.too_large("last"),
        ),
        "not-full": (
            "Blocks that fill `max_bytes` exactly do not share a partition. At most means that equal is allowed.",
            lambda got, want: want[0] == (0, 2, 444, 474) and [row.last for row in got] == [1, 3],
        ),
        "last-alone": LAST_ALONE,
        "from-the-start": (
            "The first partition is right, a later one is too small. Its bytes count from its own `begin`, not from "
            "the start of the file.",
            lambda got, want: got[0] == want[0] and all(row.last == row.first + 1 for row in got[1:]),
        ),
        "from-zero": (
            "The first partition is too small already. The first block does not begin at 0: count from `bounds[0]`.",
            lambda got, want: got[0].last < want[0].last,
        ),
        "offsets": OFFSETS,
    },
)
def bytes_(plan_partitions, trial):
    telling = [
        ([10, 10, 10, 60, 10], 9, 35),
        ([10, 20, 5], 9, 30),
        ([90, 10, 10, 10], 5, 40),
        ([10, 10, 10, 10, 10], 2, 35),
        ([20, 70], 5, 40),
    ]
    for case in trial.cases(*telling, draw=some_sizes):
        compare_cut(plan_partitions, trial, case)


class Offsets(Sequence):
    """The offsets of so many blocks of 100 bytes, in an index that counts who looks."""

    def __init__(self, blocks):
        self._offsets = range(444, 444 + 100 * blocks + 1, 100)
        self.looks = 0

    def __len__(self):
        return len(self._offsets)

    def __getitem__(self, number):
        found = self._offsets[number]
        self.looks += len(found) if isinstance(found, range) else 1
        return list(found) if isinstance(found, range) else found


@graded(
    "14.3.looks",
    piece="plan_partitions",
    points=1,
    title="Few entries of a large index are looked at",
    hints=(
        "The offsets are in order. How does one find a page in a dictionary?",
        "`bisect_right(bounds, x, lo, hi)` looks at one offset in the middle, then in the middle of a half. From "
        "where to where need it look?",
        "Yield each range as soon as it is known, and let `bisect_right` find its end between `first` and `first + "
        "max_blocks`.",
    ),
    causes={
        "too-few": ("Fewer than three partitions came out of a large file.", lambda got, want: len(got) < len(want)),
        "others": (
            "These are not the partitions that they should be. Get the other two checks right first.",
            lambda got, want: [row.blocks for row in got] != [row.blocks for row in want],
        ),
        "all-read": (
            "The whole index is read before the first partition comes out.",
            lambda got, want: got[0].looked_at > 100_000,
        ),
        "one-by-one": (
            "You look at every entry of a partition. They are in order, so `bisect` finds the end in ten looks.",
            lambda got, want: 900 < got[0].looked_at < 3_000,
        ),
        "all-planned": (
            "All partitions are planned before the first comes out. Yield each as soon as it is known.",
            lambda got, want: got[0].looked_at > 900,
        ),
    },
)
def looks(plan_partitions, trial):
    bounds, got = Offsets(300_000), []  # so few that a page, too, sees in time who reads all
    for found in islice(plan_partitions(bounds, 1_000, 90_000), 3):
        first, last, *_ = trial.fields(found, *COLUMNS)
        got.append((f"{first}-{last}", bounds.looks))
    want = [(f"{900 * n}-{900 * n + 900}", at_most(30 * (n + 1))) for n in range(3)]
    trial.compare(
        "plan_partitions(bounds, 1_000, 90_000), 300,000 blocks of 100 bytes",
        ("blocks", "looked at"),
        got=got,
        want=want,
    )


# 14.4: a file that counts what is read of it


def counted(reads):
    """A way of reading that notes how many bytes it has read, and from where."""

    def read(file, *arguments):
        begin, found = file.tell(), reads(file, *arguments)
        if size := file.tell() - begin:
            file.low = begin if file.low is None else min(file.low, begin)
            file.count += size
        return found

    return read


class File(io.BytesIO):
    """An open file: `count` is how many bytes were read, `low` the lowest offset of one."""

    count, low = 0, None
    read, read1, readline = map(counted, (io.BytesIO.read, io.BytesIO.read1, io.BytesIO.readline))
    readlines, readinto, __next__ = map(counted, (io.BytesIO.readlines, io.BytesIO.readinto, io.BytesIO.__next__))


def starts(lines):
    return list(accumulate(map(len, lines), initial=0))


def parts_of(lines, size):
    """The borders of the parts of a file: (begin, end), each of so many bytes; the last may reach beyond the file."""
    return [(begin, begin + size) for begin in range(0, max(1, sum(map(len, lines))), size)]


def some_lines(rng):
    lines = [b"x" * rng.choice((0, 1, 2, 5, 30)) + b"\n" for _ in range(rng.randint(0, 12))]
    lines = [b"%d" % number + line for number, line in enumerate(lines)]
    if lines and rng.random() < 0.5:
        lines[-1] = lines[-1].rstrip(b"\n") or b"x"
    return lines, rng.randint(1, 25)


CUTS = [
    ([b"to be\n", b"or not\n", b"to be\n"], 10),
    ([b"one\n", b"two\n", b"six\n"], 4),
    ([b"a line over three parts\n", b"short\n"], 8),
    ([b"\n", b"\n", b"end\n"], 1),
    ([b"no newline\n", b"at the end"], 12),
    ([], 5),
    ([b"a\r\n", b"b\rc\n", b"d\n"], 2),
]


def text(lines):
    """Lines of bytes as text, which is easier to read; what is no bytes says so."""
    return [
        line.decode("ascii", "replace") if isinstance(line, bytes) else f"a {type(line).__name__}" for line in lines
    ]


def whole(lines):
    return {line.decode() for found, _ in CUTS for line in found}


WHOLE = whole(CUTS)


def came(rows):
    return [line for row in rows for line in row.lines]


@graded(
    "14.4.lines",
    piece="lines_of",
    points=2,
    title="Each line is in one part, whole",
    hints=(
        "A part begins in the middle of a line. Who reads that line, by the rule, and how does this part know?",
        "Skip what is left of a line that began before. But a line may begin exactly at `begin`: which byte tells?",
        "Unless `begin` is 0, seek `begin - 1` and read a line away: if the byte there is a newline, only that. Then "
        "read lines while `file.tell() < end`.",
    ),
    causes={
        "no-bytes": (
            "The lines are no `bytes`. The file gives bytes; hand them over as they are.",
            lambda got, want: any(line == "a str" for line in came(got)),
        ),
        "nothing-read": (
            'An empty line came out that is not in the file: at the end of a file `readline` gives `b""`, over and '
            "over.",
            lambda got, want: "" in came(got),
        ),
        "blank-lost": (
            "A line with nothing but its newline is lost. It is a line too.",
            lambda got, want: "\n" in came(want) and "\n" not in came(got),
        ),
        "first-lost": (
            "The first line of the file is missing. Nothing began before it, so nothing is to be skipped.",
            lambda got, want: want[0].lines[:1] != got[0].lines[:1] and want[0].lines[1:] == got[0].lines,
        ),
        "where-it-stood": (
            "The first part begins where the file happened to stand. Seek there, also to 0.",
            lambda got, want: got[0].part and got[0].lines[:1] != want[0].lines[:1] and got[1:] == want[1:],
        ),
        "carriage": (
            "A line seems to end at a carriage return. A newline ends it, and nothing else does.",
            lambda got, want: "a\r\n" in came(want),
        ),
        "torn": (
            "A line is torn: a piece of one came out. A line that begins in a part is read to its own end.",
            lambda got, want: any(line not in WHOLE and f"{line}\n" not in WHOLE for line in came(got)),
        ),
        "stripped": (
            "The lines have lost their newlines.",
            lambda got, want: any(line not in WHOLE for line in came(got)),
        ),
        "part-before": (
            "Every line came once, but one that begins exactly at a border came with the part before. It belongs to "
            "the part in which its first byte lies.",
            lambda got, want: came(got) == came(want),
        ),
        "border-lost": (
            "A line that begins exactly at a border is in no part. It is not left over from the part before: the byte "
            "at `begin - 1` is a newline.",
            lambda got, want: len(came(got)) < len(came(want)) and got[0] == want[0],
        ),
        "border-twice": (
            "A line that begins exactly at `end` came out in two parts. It belongs to the next part alone.",
            lambda got, want: len(came(got)) > len(came(want)) and got[0].lines[: len(want[0].lines)] == want[0].lines,
        ),
        "end-lost": (
            "A line is missing that begins before the part's `end`, and ends after it.",
            lambda got, want: len(came(got)) < len(came(want)),
        ),
        "shared": (
            "Two parts that are read in turn disturb each other. What a part knows is its own.",
            lambda got, want: got[0].use and got[0] == want[0],
        ),
    },
)
def lines(lines_of, trial):
    for found, size in trial.cases(*CUTS, draw=some_lines):
        content, begins, got, want = b"".join(found), starts(found), [], []
        for begin, end in parts_of(found, size):
            file = File(content)
            file.seek(len(content) // 2)  # nobody promises where a file stands
            got.append((f"{begin}-{end}", text(trial.take(len(found) + 1, lines_of(file, begin, end)))))
            here = [line for at, line in zip(begins, found, strict=False) if begin <= at < end]
            want.append((f"{begin}-{end}", text(here)))
        trial.compare(f"lines_of(file, begin, end), {content!r}", ("part", "lines"), got=got, want=want)
    got = [(begin, text(lines_of(File(b"x" * 10_000 + b"\nend\n"), begin, 10_003))) for begin in (10, 10_001)]
    call = "lines_of(file, begin, 10_003), a line of 10,000 bytes, then another"
    trial.compare(call, ("begin", "lines"), got=got, want=[(10, ["end\n"]), (10_001, ["end\n"])])
    trial.independent(
        "lines_of(file, 4, 12)",
        lambda content: lines_of(File(b"".join(content)), 4, 12),
        items=([b"one\n", b"two\n", b"three\n"], [b"a\n", b"b\n", b"four\n", b"six\n"]),
        want=[[b"two\n", b"three\n"], [b"four\n", b"six\n"]],
        show=bytes,
    )


def allowed(found, begin, end):
    """How many bytes may be read by the first line of a part, and in all: from one before it to the last line's end."""
    begins = starts(found)
    low = max(begin - 1, 0)
    ends = [at + len(line) for at, line in zip(begins, found, strict=False) if begin <= at < end]
    rest = min((at for at in begins if at >= begin), default=low)  # where the line ends that began before
    return (ends[0] if ends else rest) - low, (ends[-1] if ends else rest) - low


@graded(
    "14.4.bytes",
    piece="lines_of",
    points=2,
    title="A part reads its own lines, and what is left of the one before",
    hints=(
        "What does a task read of a file of which it needs a hundredth?",
        "`seek` reads nothing. Read line by line from there, and stop before the line that belongs to the next part.",
        "Ask `file.tell() < end` before each `readline`, and yield each line before the next is read.",
    ),
    causes={
        "nothing": (
            "A part has no lines, and should have some.",
            lambda got, want: any(row.lines < due.lines for row, due in zip(got, want, strict=True)),
        ),
        "from-the-start": (
            "A part reads the file from its start. `seek` goes to a byte without reading those before.",
            lambda got, want: all(row.lowest == 0 for row in got),
        ),
        "all-first": (
            "All lines of a part are read before the first comes out.",
            lambda got, want: signs.wrong_only_in("by the first")(got, want),
        ),
        "to-the-end": (
            "A part reads on to the end of the file.",
            lambda got, want: got[0].in_all == 24,
        ),
        "too-low": (
            "A byte is read that lies more than one before `begin`.",
            signs.wrong("lowest"),
        ),
        "one-more": (
            "More is read than the part needs: a line that begins at its end or after it, or some bytes twice. Where a "
            "line begins is known before it is read.",
            signs.wrong("in all"),
        ),
    },
)
def bytes_read(lines_of, trial):
    telling = [
        ([b"to be\n", b"or not\n", b"to be\n", b"what\n"], 12),
        ([b"over three parts\n", b"on\n", b"ly\n"], 7),
        ([b"one\n", b"two\n"], 4),
    ]
    for found, size in trial.cases(*telling, draw=some_lines):
        content, begins, got, want = b"".join(found), starts(found), [], []
        for begin, end in parts_of(found, size):
            file, by_first, count = File(content), None, 0
            for _ in islice(lines_of(file, begin, end), len(found) + 1):
                by_first = file.count if by_first is None else by_first
                count += 1
            by_first = file.count if by_first is None else by_first
            low = begin if file.low is None else file.low
            got.append((f"{begin}-{end}", count, low, by_first, file.count))
            first, in_all = allowed(found, begin, end)
            here = sum(begin <= at < end for at in begins[:-1])
            want.append((f"{begin}-{end}", here, at_least(max(begin - 1, 0)), at_most(first), at_most(in_all)))
        trial.compare(
            f"lines_of(file, begin, end), {content!r}",
            ("part", "lines", "lowest", "by the first", "in all"),
            got=got,
            want=want,
        )


# 14.5: a part that is cut while it is read


class SlowClaims:
    """What is right, found slowly: a list of the positions that are left."""

    def __init__(self, begin, end):
        self.left = list(range(begin, end))

    def claim(self, position):
        mine = position in self.left
        self.left = [other for other in self.left if mine and other > position]
        return mine

    def split(self, keep):
        kept = 0
        while kept < len(self.left) * keep:
            kept += 1
        given, self.left = self.left[kept:], self.left[:kept]
        return (given[0], given[-1] + 1) if given else None


def asked(make, trial, part, moves):
    """Ask, and yield each question with its answer: a whole number is claimed, a fraction or a text split."""
    claims = make(*part)
    for move in moves:
        if isinstance(move, int):
            yield f"claim({move})", claims.claim(move)
        else:
            given = claims.split(float(move))
            pair = given if given is None else trial.parts(given, "begin", "end")
            yield f"split({move})", pair and "{}-{}".format(*pair)


PARTS = (
    ((0, 100), [70, 0.0, 71, 0.0]),
    ((0, 100), [0.5, 20, 49, 60, 0.0]),
    ((0, 10), [6, 0.5, 0.5, 0.5, 8, 0.5]),
    ((444, 544), [0.25, 444, 468, 469]),
    ((0, 100), [10, "1.0", 99, 0.5]),
    ((0, 100), [0.5, 20, 60, 0.0]),
    ((0, 10), ["1.0", 0.5]),
)


def some_part(rng):
    begin = rng.randint(0, 50)
    end = begin + rng.randint(1, 100)
    blocks = sorted(rng.sample(range(begin, end), k=min(end - begin, rng.randint(1, 6))))
    moves, stop, fractions = [], end, iter([rng.choice((0.0, 0.25, 0.5, 0.75, "1.0")) for _ in range(8)])
    slow = SlowClaims(begin, stop)
    for block in blocks:
        if rng.random() < 0.7:
            moves.append(next(fractions))
            slow.split(float(moves[-1]))
        moves.append(block)
        if not slow.claim(block):
            break
    return (begin, end), [*moves, next(fractions)]


def some_answer(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


@graded(
    "14.5.shares",
    piece="Claims",
    points=0,
    title="A share of what is left is given away, and nothing is read twice",
    hints=(),
    causes={
        "from-begin": (
            "The share counts what was claimed already. It is a share of the positions behind the last one claimed.",
            signs.any_of(
                signs.says("split(0.0)", "0-100"),
                some_answer(lambda row, due: (row.answer, due.answer) == ("7-10", "9-10")),
            ),
        ),
        "claimed-too": (
            "The position that was claimed last counts as one that is left.",
            lambda got, want: signs.row_of(got, "split(0.0)").answer == "70-100",
        ),
        "still-mine": (
            "After a split the reader may still claim what was given away: that block is read twice.",
            some_answer(lambda row, due: row.question.startswith("claim") and row.answer and not due.answer),
        ),
        "given-and-lost": (
            "The reader is told to stop before a block that it has kept.",
            some_answer(lambda row, due: row.question.startswith("claim") and due.answer and not row.answer),
        ),
        "rounded-down": (
            "Of an odd number of positions the half that is kept is the smaller one: it is rounded up.",
            lambda got, want: signs.row_of(got, "split(0.5)").answer == "8-10",
        ),
        "empty": (
            "A part without a position is given away. Where none is left to give, the answer is None.",
            some_answer(lambda row, due: due.answer is None and len(set(row.answer.split("-"))) == 1),
        ),
        "after-the-end": (
            "A reader that was told to stop gives something away. There is no block in what it had left.",
            lambda got, want: any(
                row.answer is not due.answer is None and False in {other.answer for other in want[:number]}
                for number, (row, due) in enumerate(zip(got, want, strict=True))
            ),
        ),
        "kept-less": (
            "Something was given away where the part keeps all that is left, or has nothing left.",
            some_answer(lambda row, due: row.answer is not due.answer is None),
        ),
        "shared": (
            "Two parts disturb each other. What a part knows is its own.",
            lambda got, want: want[1].question == "claim(250)",
        ),
        "none-left": (
            "The answer is None, and there was something to give.",
            some_answer(lambda row, due: row.answer is None is not due.answer),
        ),
    },
)
def shares(Claims, trial):  # noqa: N803 — the piece is a class
    for part, moves in trial.cases(*PARTS, draw=some_part):
        trial.compare(
            "part = Claims({}, {})".format(*part),
            ("question", "answer"),
            got=asked(Claims, trial, part, moves),
            want=asked(SlowClaims, trial, part, moves),
        )

    def in_turn(make):
        parts = asked(make, trial, (0, 100), [10, 0.5, 0.0]), asked(make, trial, (200, 300), [250, 0.5, 0.0])
        return chain.from_iterable(zip(*parts, strict=True))

    call = "Claims(0, 100) and Claims(200, 300), in turn"
    trial.compare(call, ("question", "answer"), got=in_turn(Claims), want=in_turn(SlowClaims))
