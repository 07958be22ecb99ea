"""What the exercises of lesson 01 are graded by."""

import struct
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle, islice

from maif_course.checks import graded, one_of, signs

HEADER = 372
KINDS = b"TEXT", b"EMBD", b"IMAG", b"AUDI", b"VIDE", b"KNOW", b"BINA", b"META"
TRACE = ["read EWR", "lower EWR", "got ewr", "read JFK", "lower JFK", "got jfk"]


@graded(
    "01.1.order",
    piece="trace",
    points=2,
    title="Each name passes through the whole chain before the next is read",
    hints=(
        "The loop asks `lower` for a name. Whom does `lower` ask, and for how many?",
        "Follow one name to the loop's body. Who must run before a second name can be read?",
        "Every name is read, lowered and got, in this order. The `break` comes after 'got jfk': who asks for LGA then?",
    ),
    causes={
        "stage-by-stage": (
            "You read a second name before the first has come through. But `lower` asks for one name, "
            "and hands it on before it asks for another.",
            lambda got, want: [row.what_runs for row in got[:2]] == ["read EWR", "read JFK"],
        ),
        "read-ahead": (
            "There are steps for LGA. After the `break` nobody asks, so nobody reads.",
            lambda got, want: any("lga" in row.what_runs.lower() for row in got),
        ),
        "lower-first": (
            "`lower` has no name before `read` has given it one.",
            lambda got, want: got[0].what_runs == "lower EWR",
        ),
        "stops-early": (
            "What you wrote is right, and more happens before the `break`: the loop's body logs 'got jfk' first.",
            signs.end_missing,
        ),
        "names-unchanged": (
            "`lower` hands on the name in small letters: that is what the loop gets.",
            lambda got, want: any(row.what_runs in ("got EWR", "got JFK") for row in got),
        ),
    },
)
def order(trace, trial):
    got = enumerate(trace(), start=1)
    trial.compare("trace", ("step", "what runs"), got=got, want=enumerate(TRACE, start=1), reveal=False)


def block(size, kind=b"TEXT"):
    """A block of this size that holds nothing."""
    return struct.pack(">I4s", size, kind) + bytes(max(0, size - 8))


def blocks(sizes):
    """Blocks of these sizes, of all the known types in turn."""
    return b"".join(map(block, sizes, cycle(KINDS)))


def positions(sizes):
    """The rows found slowly: add up all the sizes before each block."""
    return [(sum(sizes[:number]), size) for number, size in enumerate(sizes)]


ODD_SIZES = [380, 372, 376]


def some_sizes(rng):
    return [rng.randint(HEADER, HEADER + 40) for _ in range(rng.randint(0, 12))]


@graded(
    "01.2.steps",
    piece="walk",
    points=2,
    title="Every whole block comes once, with its position and size",
    hints=(
        "What does the size in a block's header count: the data, or the header too?",
        "Look at the line that moves `position`, and at the condition under which the loop goes on.",
        "`position += size` leads to the next block. One of 372 bytes at the very end is whole: `<=`.",
    ),
    causes={
        "any-type": (
            "With `any_type=True`, whatever four bytes stand there are a type.",
            lambda got, want: got == want[: len(got)] and [row.size for row in want] == ODD_SIZES,
        ),
        "nothing": ("Whole blocks are there, and none came out.", signs.nothing_came_out),
        "stays": (
            "The same block came again. After each `yield`, `position` has to move on by the block's size.",
            lambda got, want: got[1] == got[0],
        ),
        "known-type": (
            "A block of a known type ended your walk: `KNOWN_TYPES` has eight, and here is a block of each.",
            lambda got, want: len(want) == 8 and signs.end_missing(got, want),
        ),
        "last-missing": ("The last block is missing. It ends where the bytes end, and is whole.", signs.last_missing),
        "moved-first": (
            "Your positions are where the blocks end. Yield where a block begins, and move on after that.",
            lambda got, want: [row.position for row in got] == [row.position + row.size for row in want],
        ),
        "data-size": (
            "The positions are right, the sizes too small. Yield the size as the header says it.",
            signs.all_of(signs.wrong_only_in("size"), signs.too_small("size")),
        ),
        "header-twice": (
            "Your walk does not come to the second block's first byte. The size counts the header too: add it once.",
            lambda got, want: got == want[:1] or got[1].position == want[1].position + HEADER,
        ),
        "thousands": ("A file may have thousands of blocks: of 3,000, not all came.", signs.too_small("blocks")),
        "shared": (
            "Two walks at a time, or one that was left before its end, disturb each other: all that a walk knows "
            "has to be its own.",
            lambda got, want: hasattr(got[0], "use"),
        ),
    },
)
def steps(walk, trial):
    for sizes in trial.cases([381, 600, 372], [380, 372, 381, 372, 382, 372, 383, 372], [], draw=some_sizes):
        got = trial.take(len(sizes) + 2, walk(blocks(sizes)))
        trial.compare(f"walk(blocks of {sizes} bytes)", ("position", "size"), got=got, want=positions(sizes))
    sizes = (380, 400, 372)
    whole = blocks(sizes)
    trial.independent(
        f"walk(blocks of {sizes} bytes), twice",
        lambda _: walk(whole),
        items=(sizes, sizes),
        want=(positions(sizes), positions(sizes)),
    )
    odd = b"".join(map(block, ODD_SIZES, (b"JSON", b"\xff\0\xfe\0", b"    ")))
    call = "walk(blocks of the types JSON, b'\\xff\\0\\xfe\\0' and four spaces, any_type=True)"
    got = trial.take(4, walk(odd, any_type=True))
    trial.compare(call, ("position", "size"), got=got, want=positions(ODD_SIZES))
    trial.case = "3,000 blocks of 372 bytes"
    got = [("came", sum(1 for _ in walk(blocks([HEADER] * 3_000))))]
    trial.compare("len(list(walk(3,000 blocks)))", ("what", "blocks"), got=got, want=[("came", 3_000)])


ENDINGS = {
    "cut off in its data": (block(400)[:399], {}),
    "cut off in its header": (block(400)[:7], {}),
    "with a size of 0": (block(0) + bytes(500), {}),
    "with a size of 371": (block(371) + block(400), {}),
    "cut off in its data; any_type=True": (block(400)[:399], {"any_type": True}),
    "with a size of 371; any_type=True": (block(371) + block(400), {"any_type": True}),
    "cut off in its data; both of type JSON, any_type=True": (block(400, b"JSON")[:399], {"any_type": True}),
    "of type JSON, and a third of type TEXT": (block(400, b"JSON") + block(390), {}),
    "of type TEXt": (block(400, b"TEXt"), {}),
    "of a type that is no text": (block(400, b"\xff\0\xfe\0"), {}),
    "of type MBD and a space": (block(400, b"MBD "), {}),
}
CUT, SMALL, JSON = "cut off in its data", "with a size of 371", "of type JSON, and a third of type TEXT"
ANY_JSON = f"{CUT}; both of type JSON, any_type=True"


def walked(label):
    """Whether the second block came out, told by the sizes that did."""
    return lambda got, want: "," in signs.row_of(got, label).sizes


@graded(
    "01.2.ends",
    piece="walk",
    points=2,
    title="The walk ends where no whole block of a known type lies",
    hints=(
        "Which of a header's two values can you trust before you have compared it with something?",
        "Between `read_header` and `yield` belong three questions: about the size, the end, and the type.",
        "End if `size < HEADER_SIZE`, if `position + size > len(buffer)`, or if the type is unknown.",
    ),
    causes={
        "first-missing": (
            "The first block is whole, and did not come out.",
            lambda got, want: any(row.sizes == "[]" for row in got[:5]),
        ),
        "stuck": (
            "The walk does not move on: it reads the same place for ever. A size of 0 leads back there, too.",
            lambda got, want: any("... and on" in row.sizes for row in got),
        ),
        "not-whole": (
            "A block came out whose end is not there. What if `position + size` is beyond the end?",
            walked(CUT),
        ),
        "no-header": ("A block came out that is smaller than its own header. Such a size is no size.", walked(SMALL)),
        "passed-over": (
            "You passed over a block of an unknown type, and went on behind it. If one block is not good, "
            "its size is not to be trusted either: the walk ends there.",
            signs.says(JSON, "[380, 390]"),
        ),
        "unknown-type": (
            "A block of an unknown type came out. All four letters have to be as they stand in `KNOWN_TYPES`.",
            signs.any_of(*map(walked, [label for label in ENDINGS if "type" in label and "=" not in label])),
        ),
        "any-type": (
            "With `any_type=True`, a type that is not in `KNOWN_TYPES` will do.",
            signs.all_of(signs.wrong_only_at(ANY_JSON), signs.says(ANY_JSON, "[]")),
        ),
        "any-block": (
            "`any_type=True` is about the type alone: a block that is cut off, or smaller than a header, is no block.",
            signs.any_of(walked(f"{CUT}; any_type=True"), walked(f"{SMALL}; any_type=True")),
        ),
    },
)
def ends(walk, trial):
    def sizes(tail, first=b"TEXT", **options):
        sizes = [size for _, size in trial.take(4, walk(block(380, first) + tail, **options))]
        return f"{sizes[:3]} ... and on" if len(sizes) == 4 else str(sizes)

    got = [
        (label, sizes(tail, first=b"JSON" if label == ANY_JSON else b"TEXT", **options))
        for label, (tail, options) in ENDINGS.items()
    ]
    want = [(label, "[380]") for label in ENDINGS]
    trial.compare("walk(a block of 380 bytes, then one of 400)", ("the second is", "sizes"), got=got, want=want)


@graded(
    "01.2.lazy",
    piece="walk",
    points=1,
    title="A block is looked at when it is asked for",
    hints=(
        "If somebody changes the second block after you have yielded the first, what should you see?",
        "Do you collect blocks before you yield the first, or read the next header before the `yield`?",
        "Inside the loop: read the header, check it, `yield position, size`, and only then go on to the next.",
    ),
    causes={
        "at-the-call": (
            "The first block grew from 372 to 380 bytes after the call, and you did not see it: you had read its "
            "header before anybody asked.",
            lambda got, want: got[0] == (0, 372),
        ),
        "looked-ahead": (
            "The second block grew from 380 to 500 bytes after the first was yielded, and you did not "
            "see it: you had read its header before anybody asked.",
            lambda got, want: got[1] == (380, 380),
        ),
        "copied": (
            "The third block grew from 380 to 400 bytes after the second was yielded, and you did not see it: you look "
            "at a copy of what lies behind a block.",
            lambda got, want: got[2] == (880, 380),
        ),
    },
)
def lazy(walk, trial):
    buffer = bytearray(block(372) + bytes(8) + block(380) + bytes(120) + block(380) + bytes(20))
    walking, got = iter(walk(buffer)), []
    for at, grown in ((0, 380), (380, 500), (880, 400)):
        struct.pack_into(">I", buffer, at, grown)
        got += trial.take(1, walking)
    got += trial.take(1, walking)
    call = "walk(blocks of 372, 380 and 380 bytes); each grows before it is asked for, to 380, 500 and 400"
    trial.compare(call, ("position", "size"), got=got, want=[(0, 380), (380, 500), (880, 400)])


PLAIN = ["517 EWR\n", "533 LGA\n", "542 JFK\n", "544 JFK\n"]
LINES = ["517 EWR\n", "\n", " 542 JFK \n", "544 JFK"]
OTHERS = ["557\fEWR\n", "557\fEWR\n", "554 LGA\r\n"]


class ReadingError(OSError, ValueError, LookupError, RuntimeError):
    """An error of many kinds: whoever holds back one of them holds back this."""


ERRORS = {"reading has failed": ReadingError, "Ctrl-C has come": KeyboardInterrupt}


def fail(error, *_):
    raise error


def opening(trial, lines, error=None):
    """An `open_file`, which opens a new file at each call, and the files that it has opened; `error`: of reading."""
    lines, opened = list(lines), []

    def open_file():
        opened.append(file := trial.file(lines))
        if error:
            file.read = file.readline = partial(fail, error)
        return file

    return open_file, opened


def without_ends(lines):
    return [line.removesuffix("\n") for line in lines]


@graded(
    "01.3.closed",
    piece="lines_of",
    points=2,
    title="The file is closed on every way out, and not before",
    hints=(
        "A consumer leaves after two lines. Which line of your generator runs after that, if any?",
        "Look at where the file is closed. What surrounds the `yield`, on the way there?",
        "Put the loop with its `yield` inside `with open_file() as file:`.",
    ),
    causes={
        "nothing": ("Not one line came out.", lambda got, want: [row.came_out for row in got[:3]] == [0, 0, 0]),
        "too-early": (
            "The file was closed while its lines were still being read. The `yield` belongs inside the `with` block.",
            signs.all_of(signs.closed_too_early("two have come"), signs.says("two have come", 2, "came out")),
        ),
        "missing": ("Four lines are in the file, and not all of them came.", signs.too_small("came out")),
        "swallowed": (
            "Reading failed, and nobody was told. Let the error pass.",
            lambda got, want: any(row.came_out != due.came_out for row, due in zip(got[3:6], want[3:6], strict=True)),
        ),
        "never": (
            "A file that you opened stayed open, even when all lines had come.",
            signs.left_open("the lines have ended"),
        ),
        "early-exit": (
            "A consumer left after two lines, and the file stayed open. The generator got "
            "`GeneratorExit` at its `yield`, which is no `Exception`: `with` or `finally` heeds it.",
            signs.left_open("the reader has left"),
        ),
        "failure": (
            "When reading failed, the file stayed open. An exception passes by a plain `close()`, and not every one "
            "is an `Exception`.",
            signs.any_of(signs.left_open("reading has failed"), signs.left_open("Ctrl-C has come")),
        ),
        "opened-early": (
            "The file was opened before anybody asked for a line. Who never begins to read never comes to a `close`.",
            signs.says("nobody has asked", "open"),
        ),
    },
)
def closed(lines_of, trial):
    def seen(when, count):
        open_file, opened = opening(trial, PLAIN, ERRORS.get(when))
        try:
            lines = iter(lines_of(partial(fail, ReadingError) if when == "opening has failed" else open_file))
            came = len(trial.take(count, lines))
        except (ReadingError, KeyboardInterrupt) as error:
            came = type(error).__name__
        if when == "the reader has left":
            trial.leave(lines)
        return when, came, "not opened" if not opened else "closed" if all(one.closed for one in opened) else "open"

    want = [
        ("two have come", 2, "open"),
        ("the reader has left", 2, "closed"),
        ("the lines have ended", 4, "closed"),
        ("reading has failed", "ReadingError", "closed"),
        ("Ctrl-C has come", "KeyboardInterrupt", "closed"),
        ("opening has failed", "ReadingError", "not opened"),
        ("nobody has asked", 0, "not opened"),
    ]
    most = (2, 2, None, None, None, None, 0)
    got = [seen(when, count) for (when, *_), count in zip(want, most, strict=True)]
    trial.compare("lines_of(open_file)", ("when", "came out", "the file"), got=got, want=want)


@graded(
    "01.3.lazy",
    piece="lines_of",
    points=1,
    title="No line is read before it is asked for",
    hints=(
        "How many lines does your code read before it gives the first?",
        "Which call in your code reads the whole file?",
        "`for line in file:` reads one line at a time; `yield` it before you read the next.",
    ),
    causes={
        "nothing": ("Not one line came out.", signs.nothing_came_out),
        "read-all": (
            "The first line came when all four had been read. `list(file)`, `readlines()` and `read()` do that.",
            lambda got, want: got[0].lines_read == 4,
        ),
        "one-ahead": (
            "You read one line more than you gave. On a live source, each line would come late.",
            lambda got, want: got[0].lines_read == 2,
        ),
        "equal-line": (
            "A line that is equal to the one before is a line all the same.",
            lambda got, want: want[0].line == want[1].line and signs.some_missing(got, want),
        ),
        "last-line": ("The last line is missing. It has no end, and is a line.", signs.last_missing),
        "empty-line": (
            'Lines are missing. An empty line is a line: "" is no end, and nothing to pass over.',
            signs.some_missing,
        ),
        "not-the-line": (
            "Of a line, only the `\\n` goes: spaces and other signs belong to it, and the last line has no end at all.",
            signs.any_of(
                signs.wrong_only_in("line"),
                lambda got, want: [row.line for row in got] == "\n".join(row.line for row in want).splitlines(),
            ),
        ),
    },
)
def lazily(lines_of, trial):
    open_file, opened = opening(trial, LINES)
    got = [(line, opened[-1].pulled) for line in islice(lines_of(open_file), 5)]
    want = [(line, number) for number, line in enumerate(without_ends(LINES), start=1)]
    trial.compare("lines_of(open_file)", ("line", "lines read"), got=got, want=want)
    got = [(line,) for line in trial.take(9, lines_of(opening(trial, OTHERS)[0]))]
    trial.compare("lines_of(open_another)", ("line",), got=got, want=[(line,) for line in without_ends(OTHERS)])
    trial.independent(
        "lines_of(open_file), beside lines_of(open_another)",
        lambda lines: lines_of(opening(trial, lines)[0]),
        items=(OTHERS, LINES),
        want=(without_ends(OTHERS), without_ends(LINES)),
    )


def walks():
    """A walk that keeps the rules, the same as an iterator of its own, and one that passes by cut-off blocks' ends.

    All have one name: a test has to look at what they do.
    """

    def header(buffer, position, any_type):
        if position + HEADER > len(buffer):
            return 0
        size, kind = struct.unpack_from(">I4s", buffer, position)
        return size if size >= HEADER and (any_type or kind in KINDS) else 0

    def walking(careful):
        def walk(buffer, *, any_type=False):
            position = 0
            while size := header(buffer, position, any_type):
                if careful and position + size > len(buffer):
                    return
                yield position, size
                position += size

        return walk

    class walk:  # noqa: N801
        def __init__(self, buffer, *, any_type=False):
            self.rest = walking(careful=True)(buffer, any_type=any_type)

        def __iter__(self):
            return self

        def __next__(self):
            return next(self.rest)

    return {
        "right, a generator": walking(careful=True),
        "right, an iterator": walk,
        "careless_walk": walking(careful=False),
    }


@graded(
    "01.4.verdicts",
    piece="examine",
    points=2,
    title="The test fails the careless walk, and no other",
    hints=(
        "On which bytes do the two walks differ? Which rule of 01.2 does `careless_walk` not have?",
        "Make a block with `block(...)` and take bytes away from its end. What must a walk yield now?",
        "assert list(walk(block(b'one') + block(b'two')[:-1])) == [(0, 375)]",
    ),
    causes={
        "fails-right": (
            "Your test fails a walk that is right. Compare `list(walk(...))`, since a walk is an iterator, "
            "and work out by hand what it must yield.",
            lambda got, want: "fails" in [row.your_test for row in got if row.walk != "careless_walk"],
        ),
        "spares-mutant": (
            "`careless_walk` passes your test. Does it see a block that is cut off, and does it `assert`?",
            signs.says("careless_walk", "passes"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(walk):
        try:
            examine(walk)
        except AssertionError:
            return "fails"
        return "passes"

    got = [(name, verdict(walk)) for name, walk in walks().items()]
    want = [("right, a generator", "passes"), ("right, an iterator", "passes"), ("careless_walk", "fails")]
    trial.compare("examine(walk)", ("walk", "your test"), got=got, want=want)


def merging(sources, items):
    """What is pulled of each source when an item has come; the first row is for the moment before."""
    rows = [("none yet", ", ".join(str(source.pulled) for source in sources))]
    for item in items:
        rows.append((repr(item), ", ".join(str(source.pulled) for source in sources)))
    return rows


def merged_slowly(lists):
    order = sorted((item, number, place) for number, items in enumerate(lists) for place, item in enumerate(items))
    given, rows = [0] * len(lists), [("none yet", ", ".join("0" for _ in lists))]
    for item, number, _ in order:
        given[number] += 1
        pulled = [min(len(items), had + (n != number)) for n, (items, had) in enumerate(zip(lists, given, strict=True))]
        rows.append((repr(item), ", ".join(map(str, pulled))))
    return rows


@dataclass(order=True)
class Entry:
    """An item that can be compared, and nothing else: it has no hash, and equal ones are not the same."""

    time: int
    machine: int = field(compare=False)


PLACES = (10, 99, 200, 399)  # of items, which are looked at


def some_logs(rng):
    return [sorted(rng.choices([0, 0.0, 1, 2, 2.0, 5], k=rng.randint(0, 5))) for _ in range(rng.randint(0, 4))]


def items_of_rows(rows):
    return [row.item for row in rows]


def numbers(rows):
    return [float(item) for item in items_of_rows(rows)[1:]]


@graded(
    "01.5.merge",
    piece="merged",
    points=0,
    title="Ascending sources become one, and each is pulled when its item has been given",
    hints=(),
    causes={
        "pulled-early": (
            "Something was pulled before anybody had asked for an item.",
            lambda got, want: got[0].pulled != want[0].pulled,
        ),
        "one-after-another": (
            "A source was read to its end before the next one had its turn.",
            lambda got, want: numbers(got) == [1, 4, 6, 2, 3, 7],
        ),
        "equal": (
            "Of two equal items, that of the later source came first.",
            lambda got, want: (
                numbers(got) == numbers(want)
                and items_of_rows(got) != items_of_rows(want)
                and sorted(items_of_rows(got)) == sorted(items_of_rows(want))
            ),
        ),
        "replaced": (
            "One item came in the place of another that is equal to it: 2 and 2.0 are two items.",
            lambda got, want: numbers(got) == numbers(want) and items_of_rows(got) != items_of_rows(want),
        ),
        "falsy-lost": (
            "0 is an item, and not the end of a source.",
            lambda got, want: (
                len(got) < len(want)
                and items_of_rows(got) == [one for one in items_of_rows(want) if one not in ("0", "0.0")]
            ),
        ),
        "equal-once": (
            "Of equal items came one, and no other. All items come.",
            lambda got, want: len(got) < len(want) and numbers(got) == sorted({*numbers(want)}),
        ),
        "all-read": (
            "The sources were read to their ends before the first item came.",
            lambda got, want: (
                items_of_rows(got) == items_of_rows(want) and len(got) > 2 and got[1].pulled == got[-1].pulled
            ),
        ),
        "ahead": (
            "The right items came, and a source was pulled before the next item had been asked for.",
            signs.wrong_only_in("pulled"),
        ),
        "first-only": (
            "Of each source came its first item alone. When an item has been given, its source may have another.",
            lambda got, want: numbers(got) == [1, 2] and numbers(want) == [1, 2, 3, 4, 6, 7],
        ),
        "first-end": (
            "Where one source has ended, others go on: the last items are missing.",
            lambda got, want: items_of_rows(got) == items_of_rows(want)[: len(got)] and len(got) < len(want),
        ),
        "not-ascending": (
            "The right items came, and not in ascending order.",
            lambda got, want: numbers(got) != sorted(numbers(got)) == numbers(want),
        ),
        "two-hundred": (
            "Of 200 sources not all items came, or equal ones not in the order in which their sources were named.",
            lambda got, want: want[0].machine == 10,
        ),
    },
)
def merge(merged, trial):
    for lists in trial.cases(
        [[1, 4, 6], [2, 3, 7]],
        [[2], [1, 2.0], [2]],
        [[-1, 0, 0], [-1, 0.0]],
        [[], [5]],
        [[3, 8]],
        [["EWR", "JFK"], ["", "LGA"]],
        [],
        draw=some_logs,
    ):
        sources = [trial.source(items) for items in lists]
        got = merging(sources, merged(*sources))
        trial.compare(f"merged of {lists}", ("item", "pulled"), got=got, want=merged_slowly(lists))
    even, odd = trial.endless(range(0, 9_000, 2)), trial.endless(range(1, 9_000, 2))
    got = [(item,) for item in trial.take(4, merged(even, odd))]
    trial.compare("merged of two without an end", ("item",), got=got, want=[(0,), (1,), (2,), (3,)])
    trial.case = "200 sources"
    answer = merged(*(trial.source([Entry(0, machine), Entry(1, machine)]) for machine in range(200)))
    got = [(at, *trial.fields(item, "time", "machine")) for at, item in enumerate(answer) if at in PLACES]
    want = [(at, at // 200, at % 200) for at in PLACES]
    trial.compare("merged of 200 sources with an item of time 0 and 1", ("item", "time", "machine"), got=got, want=want)
    trial.compare(
        "two calls at a time",
        ("one", "other"),
        got=[tuple(trial.interleaved(merged(trial.source([1, 3]), trial.source([2])), merged(trial.source([7, 8]))))],
        want=[([1, 2, 3], [7, 8])],
    )


def failing(items, error):
    yield from items
    raise error


@graded(
    "01.5.closed",
    piece="merged",
    points=0,
    title="All sources are closed, however it ends",
    hints=(),
    causes={
        "left-open": (
            "The reader has left, and a source is open.",
            lambda got, want: "open" in signs.row_of(got, "left after two").sources,
        ),
        "open-on-error": (
            "A source failed, and a source is open: this one, or another.",
            lambda got, want: any("open" in row.sources for row in got[1:4]),
        ),
        "swallowed": (
            "A source failed, and nobody heard of it.",
            lambda got, want: any(row.came.endswith("]") for row in got[1:4]),
        ),
        "open-at-the-end": (
            "All items have come, and a source is open.",
            lambda got, want: "open" in signs.row_of(got, "used up").sources,
        ),
    },
)
def merged_closed(merged, trial):
    rows = []
    for name, count, lists in (
        ("left after two", 2, [[1, 3], [2, 4], [5]]),
        ("a source fails", 9, [[2, 3], failing([1], ReadingError)]),
        ("a source fails at once", 9, [[2, 3], failing([], ReadingError)]),
        ("Ctrl-C comes", 9, [[2, 3], failing([1], KeyboardInterrupt)]),
        ("used up", 9, [[1, 3], [2], []]),
    ):
        sources, came, answer, ended = [trial.source(items) for items in lists], [], None, ""
        try:
            answer = iter(merged(*sources))
            for _ in range(count):
                came.append(next(answer))
        except StopIteration:
            pass
        except (ReadingError, KeyboardInterrupt) as error:
            ended = f" {type(error).__name__}"
        trial.leave(answer)
        rows.append((name, f"{came}{ended}", ", ".join("closed" if one.closed else "open" for one in sources)))
    want = [
        ("left after two", "[1, 2]", "closed, closed, closed"),
        ("a source fails", one_of("[1] ReadingError", "[] ReadingError"), "closed, closed"),
        ("a source fails at once", "[] ReadingError", "closed, closed"),
        ("Ctrl-C comes", one_of("[1] KeyboardInterrupt", "[] KeyboardInterrupt"), "closed, closed"),
        ("used up", "[1, 2, 3]", "closed, closed, closed"),
    ]
    trial.compare("merged(*sources)", ("when", "came", "sources"), got=rows, want=want)
