"""What the exercises of lesson 01 are graded by."""

import struct
from contextlib import suppress

from maif_course.checks import graded

HEADER = 372
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
            "You let one generator finish before the other begins. But `lower` asks for one name, "
            "and hands it on before it asks for another.",
            lambda got, want: [step for _, step in got[:2]] == ["read EWR", "read JFK"],
        ),
        "read-ahead": (
            "There are steps for LGA. After the `break` nobody asks, so nobody reads.",
            lambda got, want: any("lga" in str(step).lower() for _, step in got),
        ),
        "stops-early": (
            "Your trace ends too early. The loop's body logs 'got jfk' before it comes to the `break`.",
            lambda got, want: got == want[: len(got)],
        ),
    },
)
def order(trace, trial):
    got = [(number, step) for number, step in enumerate(trace(), start=1)]
    trial.compare("trace", ("step", "what runs"), got=got, want=list(enumerate(TRACE, start=1)), reveal=False)


def block(size, kind=b"TEXT"):
    """A block of this size that holds nothing."""
    return struct.pack(">I4s", size, kind) + bytes(max(0, size - 8))


def positions(sizes):
    """The rows found slowly: add up all the sizes before each block."""
    return [(sum(sizes[:number]), size) for number, size in enumerate(sizes)]


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
        "stays": (
            "The same block came again. After each `yield`, `position` has to move on by the block's size.",
            lambda got, want: got[1:2] == want[:1],
        ),
        "last-missing": (
            "The last block is missing. It ends where the bytes end, and is whole.",
            lambda got, want: got == want[:-1],
        ),
        "header-twice": (
            "Your second step goes too far. The size counts the header too: do not add it again.",
            lambda got, want: len(got) == 1 or got[1][0] == want[1][0] + HEADER,
        ),
        "data-size": (
            "The positions are right, the sizes too small. Yield the size as the header says it.",
            lambda got, want: [row[0] for row in got] == [row[0] for row in want],
        ),
    },
)
def steps(walk, trial):
    for sizes in trial.cases([380, 400, 372], draw=some_sizes):
        buffer = b"".join(map(block, sizes))
        got = trial.take(len(sizes) + 2, walk(buffer))
        trial.compare(f"walk(blocks of {sizes} bytes)", ("position", "size"), got=got, want=positions(sizes))


ENDINGS = {
    "cut off in its data": block(400)[:399],
    "cut off in its header": block(400)[:7],
    "with a size of 0": block(0) + bytes(500),
    "with a size of 371": block(371) + bytes(500),
    "of an unknown type": block(400, b'[{"t'),
}


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
        "stuck": (
            "The walk does not move on: it reads the same place for ever. A size of 0 leads back there, too.",
            lambda got, want: any("... and on" in row[1] for row in got),
        ),
        "not-whole": (
            "A block came out whose end is not there. What if `position + size` is beyond the end?",
            lambda got, want: "," in got[0][1],
        ),
        "no-header": (
            "A block came out that is smaller than its own header. Such a size is no size.",
            lambda got, want: "," in got[3][1],
        ),
        "unknown-type": (
            "What lies behind the blocks was taken for a block. Which types are there?",
            lambda got, want: "," in got[4][1],
        ),
        "any-type": (
            "With `any_type=True`, a type that is not in `KNOWN_TYPES` will do.",
            lambda got, want: got[:5] == want[:5],
        ),
    },
)
def ends(walk, trial):
    def walked(buffer, **options):
        sizes = [size for _, size in trial.take(4, walk(buffer, **options))]
        return f"{sizes[:3]} ... and on" if len(sizes) == 4 else str(sizes)

    got = [(f"a block, then one {ending}", walked(block(380) + tail)) for ending, tail in ENDINGS.items()]
    want = [(bytes_, "[380]") for bytes_, _ in got]
    got.append(("of an unknown type, any_type=True", walked(ENDINGS["of an unknown type"], any_type=True)))
    want.append(("of an unknown type, any_type=True", "[400]"))
    trial.compare("walk(bytes)", ("bytes", "sizes"), got=got, want=want)


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
        "looked-ahead": (
            "The second block grew from 380 to 500 bytes after the first was yielded, and you did not "
            "see it: you had read its header before anybody asked.",
            lambda got, want: len(got) > 1 and got[1] == (380, 380),
        ),
    },
)
def lazy(walk, trial):
    buffer = bytearray(block(380) + block(380) + bytes(120))
    blocks = iter(walk(buffer))
    got = trial.take(1, blocks)
    struct.pack_into(">I", buffer, 380, 500)
    got += trial.take(2, blocks)
    call = "walk(two blocks of 380 bytes); the second grows to 500 after the first came"
    trial.compare(call, ("position", "size"), got=got, want=[(0, 380), (380, 500)])


LINES = ["517 EWR\n", "533 LGA\n", "542 JFK\n", "544 JFK\n"]


def breaking(lines):
    """The lines, and then a disk that fails."""
    yield from lines
    raise OSError


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
        "too-early": (
            "The file was closed while its lines were still being read. The `yield` belongs inside the `with` block.",
            lambda got, want: got[0] != want[0],
        ),
        "failure": (
            "When reading failed, the file stayed open. An exception passes by a plain `close()`.",
            lambda got, want: got[:3] == want[:3],
        ),
        "early-exit": (
            "A consumer left after two lines, and the file stayed open. The generator got "
            "`GeneratorExit` at its `yield`, which is no `Exception`: `with` or `finally` heeds it.",
            lambda got, want: got[2] != want[2],
        ),
    },
)
def closed(lines_of, trial):
    def state(source):
        return "closed" if source.closed else "open"

    whole, left, failing = trial.source(LINES), trial.source(LINES), trial.source(breaking(LINES))
    reading = lines_of(lambda: whole)
    trial.take(2, reading)
    got = [("after two lines", state(whole))]
    trial.take(9, reading)
    got.append(("after the last line", state(whole)))
    leaving = lines_of(lambda: left)
    trial.take(2, leaving)
    trial.leave(leaving)
    got.append(("left after two lines", state(left)))
    with suppress(OSError):
        trial.take(9, lines_of(lambda: failing))
    got.append(("reading failed", state(failing)))
    want = [(when, "open" if when == "after two lines" else "closed") for when, _ in got]
    trial.compare("lines_of(open_file)", ("when", "file"), got=got, want=want)


@graded(
    "01.3.lazy",
    piece="lines_of",
    points=1,
    title="No line is read before it is asked for",
    hints=(
        "How many lines must be read to give the first one?",
        "Which call in `lines_of` reads the whole file?",
        "Loop over `file` itself: `for line in file:`.",
    ),
    causes={
        "read-all": (
            "All lines were read to give the first. `list(file)` and `file.readlines()` do that.",
            lambda got, want: got[0][1] == len(LINES),
        ),
        "one-ahead": (
            "You read one line more than you gave. On a live source, each line would come late.",
            lambda got, want: got[0][1] == 2,
        ),
    },
)
def lazily(lines_of, trial):
    source = trial.source(LINES)
    lines = iter(lines_of(lambda: source))
    got = [(*trial.take(1, lines), source.pulled) for _ in LINES]
    want = [(line.rstrip("\n"), number) for number, line in enumerate(LINES, start=1)]
    trial.compare("lines_of(open_file)", ("line", "lines read"), got=got, want=want)


KINDS = {b"TEXT", b"EMBD", b"IMAG", b"AUDI", b"VIDE", b"KNOW", b"BINA", b"META"}


def careful(buffer, *, any_type=False):
    """A walk that keeps the rules; `careless` forgets the one about blocks that are cut off."""
    for position, size in careless(buffer, any_type=any_type):
        if position + size > len(buffer):
            return
        yield position, size


def careless(buffer, *, any_type=False):
    position = 0
    while position + HEADER <= len(buffer):
        size, kind = struct.unpack_from(">I4s", buffer, position)
        if size < HEADER or not (any_type or kind in KINDS):
            return
        yield position, size
        position += size


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
        "fails-all": (
            "Your test fails a walk that is right. Compare `list(walk(...))`, since a walk is an iterator, "
            "and work out by hand what it must yield.",
            lambda got, want: got[0][1] == "fails" or got[1][1] == "fails",
        ),
        "spares-mutant": (
            "`careless_walk` passes your test. Does it see a block that is cut off, and does it `assert`?",
            lambda got, want: got[2][1] == "passes",
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

    walks = {
        "right, a generator": careful,
        "right, from a list": lambda buffer, **options: iter(list(careful(buffer, **options))),
        "careless_walk": careless,
    }
    got = [(name, verdict(walk)) for name, walk in walks.items()]
    want = [(name, "fails" if name == "careless_walk" else "passes") for name in walks]
    trial.compare("examine(walk)", ("walk", "your test"), got=got, want=want)
