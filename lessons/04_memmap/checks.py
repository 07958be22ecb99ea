"""What the exercises of lesson 04 are graded by."""

import operator
import struct
from array import array
from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate, islice

from maif_course.checks import anything, at_most, between, graded, signs

SHOWN = {"mapped[0]": 50, "first": 31, "evening[0]": 50, "warmer[0]": 32, "pairs[0, 0]": 50, "cold[0]": 31}


@graded(
    "04.1.values",
    piece="shown",
    points=2,
    title="Views show the change, values do not",
    hints=(
        "Which of the five looks at the file, and which took values out of it before it changed?",
        "A slice and a new shape only say where values lie. Index, sum and mask have to fetch them.",
        "evening and pairs are views: 50. first, warmer and cold were made from 31, when it still stood there.",
    ),
    causes={
        "missing": (
            "Not every expression has its value yet.",
            lambda got, want: len(got) < len(want) or any(not isinstance(row.value, int) for row in got),
        ),
        "number": (
            "`first` is one number. It was fetched when its line ran, and a number looks at nothing.",
            signs.says("first", 50),
        ),
        "arithmetic": (
            "`warmer` holds sums. They were worked out when the line ran, from what stood there then.",
            signs.says("warmer[0]", 51),
        ),
        "mask": (
            "`cold` was picked with a mask. What a mask picks does not lie at equal steps, so numpy copies it.",
            signs.wrong_at("cold[0]"),
        ),
        "view": (
            "A slice and a reshape say where the values lie, and hold none. They show what the file shows.",
            signs.any_of(signs.says("evening[0]", 31), signs.says("pairs[0, 0]", 31)),
        ),
    },
)
def values(shown, trial):
    got, want = list(shown().items()), list(SHOWN.items())
    trial.compare("shown", ("expression", "value"), got=got, want=want, reveal=False)


FIELDS = ("offset", "size", "type_code", "flags")
TEXT, EMBD = 1413830740, 1162691140
LARGE = (1 << 63) + 444, (1 << 63) + 900, (1 << 31) + TEXT, (1 << 31) + 8
TELLING = [(444, 765, TEXT, 0), (1209, 708, EMBD, 8), (1917, 732, EMBD, 0), LARGE]


def packed(entries):
    return b"".join(struct.pack(">QQII", *entry) for entry in entries)


BUFFERS = {  # what `np.frombuffer` takes; `len` of the last counts numbers, not bytes
    "bytes": packed(TELLING),
    "a bytearray": bytearray(packed(TELLING)),
    "an array of 8-byte numbers": array("Q", packed(TELLING)),
}


def some_entries(rng):
    return [
        (rng.randrange(1 << 50), rng.randrange(372, 1 << 32), rng.choice((TEXT, EMBD)), rng.choice((0, 8)))
        for _ in range(rng.randint(1, 12))
    ]


def column(index, name):
    return index[name].tolist() if name in (index.dtype.names or ()) else ["no field"] * max(1, len(index))


@graded(
    "04.2.fields",
    piece="read_index",
    points=2,
    title="Every field has its name and its value",
    hints=(
        "What must a dtype say of a field, so that the same bytes give the same number on every machine?",
        "Compare your list of fields with the table: four names, in order, with 8, 8, 4 and 4 bytes, big-endian.",
        'np.frombuffer(buffer, dtype=[("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ...])',
    ),
    causes={
        "names": (
            "A field of the table is not in your array. The names must be exactly those.",
            lambda got, want: any("no field" in row for row in got),
        ),
        "length": (
            "The number of elements is wrong. Each has 24 bytes, and `len` of a buffer counts its items, bytes or not.",
            lambda got, want: len(got) != len(want),
        ),
        "byte-order": (
            "The bytes of a number came in the wrong order. Without `>` a dtype takes the machine's own.",
            lambda got, want: any(
                swapped(cell, size) == due != cell
                for cell, due, size in zip(got[1], want[1], (8, 8, 4, 4), strict=True)
            ),
        ),
        "signed": (
            "A large number came out below zero. All fields are unsigned: `u` in a dtype, and not `i`.",
            lambda got, want: any(isinstance(cell, int) and cell < 0 for row in got for cell in row),
        ),
        "places": (
            "Fields changed places. Their order is the order of the bytes.",
            lambda got, want: got[1] != want[1] and {*got[1]} == {*want[1]},
        ),
        "order": ("The entries came in another order than their bytes have.", signs.reordered),
        "letters": (
            "The type came out as four letters. `type_code` is the same four bytes, read as one number.",
            lambda got, want: isinstance(got[0].type_code, (bytes, str)),
        ),
        "cut": (
            "A large number is not what was written. Offset and size are whole numbers of 8 bytes, the others of 4.",
            lambda got, want: got[:3] == want[:3] and got[3] != want[3],
        ),
    },
)
def fields(read_index, trial):
    import numpy as np

    def compare(kind, buffer, entries):
        index = read_index(buffer)
        got = zip(*(column(index, name) for name in FIELDS), strict=True)
        trial.compare(f"read_index({kind} of {len(entries)} entries)", FIELDS, got=got, want=entries)

    for entries in trial.cases(TELLING, TELLING[:1], [], draw=some_entries):
        compare("a view", memoryview(b"-" + packed(entries))[1:], entries)
    for kind, buffer in (BUFFERS | {"a numpy array": np.frombuffer(BUFFERS["bytes"], "u1")}).items():
        compare(kind, buffer, TELLING)


def swapped(number, size):
    return int.from_bytes(number.to_bytes(size, "big"), "little")


@graded(
    "04.2.mapped",
    piece="read_index",
    points=2,
    title="The array looks at the bytes and holds none of its own",
    hints=(
        "If a writer appends to the file and changes its index, what should an array that looks at it show?",
        "Which call in your code makes new bytes: `bytes`, `list`, `astype`, `byteswap`, `np.array`, `copy`?",
        "`np.frombuffer(buffer, dtype=...)` alone copies nothing. The dtype takes care of the byte order.",
    ),
    causes={
        "copied": (
            "The bytes changed, and your array does not show it: it holds a copy, and read the whole index to make it.",
            signs.says("what it showed before", "yes"),
        )
    },
)
def mapped(read_index, trial):
    def shown(index):
        return str(index[1].tolist())

    buffer = bytearray(packed(TELLING))
    index = read_index(buffer)
    before = shown(index)
    buffer[:] = packed(TELLING[::-1])
    after, anew = shown(index), shown(read_index(bytes(buffer)))
    got = [
        ("what it showed before", "yes" if after == before else "no"),
        ("what read_index(bytes) shows now", "yes" if after == anew else "no"),
    ]
    want = [("what it showed before", "no"), ("what read_index(bytes) shows now", "yes")]
    call = "index = read_index(bytes); then the bytes change"
    trial.compare(call, ("index[1]", "does it show that?"), got=got, want=want)


class Offsets:
    """A sequence of offsets that counts how many were taken from it; its slices count with it."""

    def __init__(self, numbers, taken=None):
        self.numbers = numbers
        self.taken = [0] if taken is None else taken

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return Offsets(self.numbers[number], self.taken)
        offset = self.numbers[number]
        self.taken[0] += 1
        return offset


def look_at_all(offsets, position):
    """The answer found slowly: the last block that begins at the position or before it."""
    return max((number for number, offset in enumerate(offsets) if offset <= position), default=None)


def some_offsets(rng):
    position, offsets = 444, []
    for _ in range(rng.randint(1, 30)):
        offsets.append(position)
        position += rng.randint(372, 5_000)
    return offsets


@graded(
    "04.3.block",
    piece="block_at",
    points=2,
    title="A byte belongs to the block that begins last before it",
    hints=(
        "The byte at a block's offset is its first. Does it belong to this block, or to the one before?",
        "How many blocks begin at `position` or before it? The answer is one less, if there is any.",
        "begun = bisect.bisect_right(offsets, position); then `begun - 1`, or None if `begun` is 0.",
    ),
    causes={
        "before": (
            "The header's bytes belong to no block: the answer is None, and no number.",
            lambda got, want: got[0].block is not None and got[2:] == want[2:],
        ),
        "none-for-zero": (
            "Block 0 was taken for none. Ask whether any block has begun: 0 is a number like any other.",
            lambda got, want: signs.row_of(got, 445).block is None and len(got) > 4,
        ),
        "byte-0": (
            "A block may begin at byte 0, and 0 is a position like any other.",
            lambda got, want: signs.row_of(got, 0).block is None is not want[0].block,
        ),
        "only-one": (
            "Where there is a single block, its bytes belong to it.",
            lambda got, want: signs.row_of(got, 445).block is None and len(got) == 4,
        ),
        "from-the-end": (
            "The answer counts from the end. Say the block's number from the front.",
            lambda got, want: any(row.block is not None and row.block < 0 for row in got),
        ),
        "another-index": (
            "The answers are those of an index that was searched before: with another one, search anew.",
            signs.all_of(signs.says(1208, 0), signs.says(601, 1)),
        ),
        "last-block": (
            "The bytes of the last block went to the one before. It begins at the last offset, and none follows.",
            lambda got, want: got[-1].block == want[-1].block - 1,
        ),
        "one-more": (
            "Your answers are one too high: you counted the blocks that have begun, and the first has number 0.",
            signs.all_of(signs.wrong_at(445), signs.says(445, 1)),
        ),
        "unsigned": (
            "With a list the answers are right, and with a column of your `read_index` not. Do you subtract? Its "
            "numbers are unsigned, and no difference of theirs is below 0.",
            lambda got, want: got[0].position == 443,
        ),
        "first-byte": (
            "The first byte of a block went to the block before it. A block begins at its offset.",
            lambda got, want: signs.row_of(got, 445).block == 0 and signs.row_of(got, 1209).block == 0,
        ),
    },
)
def block(block_at, trial):
    for offsets in trial.cases([444, 1209, 1917], [444, 600, 1209], [0, 444], [444], [], draw=some_offsets):
        positions = [0, *(offset + near for offset in offsets for near in (-1, 0, 1))]
        got = [(position, block_at(Offsets(offsets), position)) for position in positions]
        want = [(position, look_at_all(offsets, position)) for position in positions]
        trial.compare(f"block_at({shortened(offsets)}, position)", ("position", "block"), got=got, want=want)
    try:
        import numpy as np
    except ImportError:  # in a page, where nobody has a column
        return
    column = np.array([444, 1209, 1917], ">u8")
    got = [(position, block_at(column, position)) for position in (443, 444, 1208, 1917)]
    want = [(443, None), (444, 0), (1208, 0), (1917, 2)]
    trial.compare(f"block_at({column!r}, position)", ("position", "block"), got=got, want=want)


def shortened(offsets):
    return str(offsets) if len(offsets) <= 10 else f"[{', '.join(map(str, offsets[:9]))}, ...]"


MOST_LOOKS = {10: 6, 1_000: 12, 100_000: 19}


@graded(
    "04.3.looks",
    piece="block_at",
    points=2,
    title="Every look halves what is left to search",
    hints=(
        "The offsets ascend. What does one look at the middle one tell you about half of them?",
        "Does your code go through `offsets`, or hand it to something that does: `list`, `in`, `enumerate`, `np.`?",
        "`bisect.bisect_right(offsets, position)` halves what is left with every look.",
    ),
    causes={
        "every-offset": (
            "You looked at every offset. `list`, `sum`, a comprehension and `np.searchsorted` all do that.",
            lambda got, want: min(got[2][1:]) >= got[2].blocks,
        ),
        "remembered": (
            "Offsets were given, and not one of them was looked at: the answer is that of another index.",
            lambda got, want: any(0 in row[1:] for row in got),
        ),
        "from-one-end": (
            "Some blocks take few looks, and others too many. Look in the middle first, wherever "
            "`position` is: that leaves a half.",
            lambda got, want: min(got[2][1:]) <= MOST_LOOKS[100_000] < max(got[2][1:]),
        ),
        "copied": (
            "You looked at thousands of offsets: a list of a part takes every offset in it, and a slice takes none.",
            lambda got, want: min(got[2][1:]) > 1_000,
        ),
        "twice": (
            "What is left is halved, and there are too many looks: keep what you saw, and compare it once.",
            lambda got, want: max(got[2][1:]) <= 2 * MOST_LOOKS[100_000],
        ),
    },
)
def looks(block_at, trial):
    def taken(size):
        numbers = [444 + 372 * number + number**3 for number in range(size)]  # blocks get larger and larger
        for number in (0, size // 2, size - 1):
            offsets = Offsets(numbers)
            block_at(offsets, numbers[number] + 9)
            yield offsets.taken[0]

    looks = trial.growing(lambda size: tuple(taken(size)), sizes=tuple(MOST_LOOKS))
    trial.compare(
        "block_at(offsets, position), where each block is larger than the one before",
        ("blocks", "looks for the first", "for the middle", "for the last"),
        got=[(size, *taken) for size, taken in looks],
        want=[(size, *[between(1, most)] * 3) for size, most in MOST_LOOKS.items()],
    )


ENTRIES = [(444, 765), (1209, 708), (1917, 732), (2649, 733), (3382, 733)]


class File:
    """A file that notes what is read of it."""

    def __init__(self):
        self.blocks_read = []

    def read(self, offset, size):
        self.blocks_read.append(offset)
        return f"{size} bytes at {offset}"


def reading(steps):
    """Run the steps on a new file; return a row for each: what was done, what came, which offsets were read for it."""
    file, rows = File(), []
    for done, step in steps(file.read):
        rows.append((done, step, " ".join(map(str, file.blocks_read)) or "nothing"))
        file.blocks_read.clear()
    return rows


CALL = "blocks = Blocks(read, entries)"
STEPS = ("step", "gives", "reads at")
EMPTY, FAILS_ONCE = "a loop over empty blocks", "blocks[2], blocks[1] which fails once, blocks[1]"


class ReadingError(OSError, ValueError, LookupError, RuntimeError):
    """An error of many kinds: whoever holds back one of them holds back this."""


def asked(blocks, *numbers):
    """What comes of asking for these blocks, one after the other."""
    for number in numbers:
        try:
            yield str(blocks[number])
        except LookupError as error:
            yield type(error).__name__


@graded(
    "04.4.lazy",
    piece="Blocks",
    points=2,
    title="A block is read when it is asked for, and no other with it",
    hints=(
        "What must `Blocks` know to answer `len`, and what to answer `blocks[2]`?",
        "Look for every call of `read`. Which of them runs before anybody asks for a block?",
        "Keep `read` and `entries`. `__getitem__` takes offset and size from `self.entries[number]` and calls `read`.",
    ),
    causes={
        "opening": (
            "Blocks were read when the file was opened. Keep `read` and `entries`, and wait.",
            lambda got, want: got[0].reads_at != "nothing",
        ),
        "len": (
            "`len` read blocks. There are as many blocks as entries.",
            lambda got, want: got[1].reads_at != "nothing",
        ),
        "length": ("`len` is how many blocks there are.", signs.wrong_first("len(blocks)")),
        "read-twice": ("A block that was asked for once was read twice.", signs.says("blocks[2]", "1917 1917")),
        "all-at-once": (
            "A block that was asked for brought other reads with it.",
            lambda got, want: len(signs.row_of(got, "blocks[2]").reads_at.split()) > 1,
        ),
        "loop": (
            "A loop that stops after two blocks had more of them read.",
            lambda got, want: len(signs.row_of(got, "the first two, in a loop").reads_at.split()) > 2,
        ),
        "another-block": (
            "`blocks[-1]` and `blocks[1]` gave the same block. If you keep the last one, know which it is.",
            lambda got, want: signs.row_of(got, "blocks[-1]").gives == signs.row_of(got, "blocks[1]").gives,
        ),
        "lost-in-a-loop": (
            "A loop gives each block, also one that is empty, or equal to the one before.",
            signs.wrong_only_at(EMPTY),
        ),
        "no-end": (
            "Where there is no block, a sequence raises IndexError.",
            signs.wrong_only_at("blocks[5], blocks[-6]"),
        ),
        "failure": (
            "What failed to be read came as another error, or as another block: let the error pass, and read anew.",
            signs.wrong_only_at(FAILS_ONCE),
        ),
        "loops-disturbed": (
            "Two loops at a time disturb each other. Each has to know for itself how far it is.",
            signs.wrong_only_at("two loops at a time"),
        ),
        "another-file": (
            "A reader gave out what was read of another file. What it keeps has to be its own.",
            signs.wrong_only_at("blocks[1] of another file"),
        ),
    },
)
def lazy(Blocks, trial):  # noqa: N803
    def steps(read, entries):
        blocks = Blocks(read, entries)
        yield CALL, ""
        yield "len(blocks)", str(len(blocks))
        yield "blocks[2]", blocks[2]
        yield "the first two, in a loop", " / ".join(islice(blocks, 2))
        yield "blocks[-1]", blocks[-1]
        yield "blocks[1]", blocks[1]
        yield "two loops at a time", " / ".join(next(islice(zip(blocks, blocks, strict=False), 1, None)))
        yield "blocks[1] of another file", Blocks(lambda offset, size: "the other's", entries)[1]
        yield EMPTY, str([*Blocks(lambda offset, size: "", entries)])
        yield "blocks[5], blocks[-6]", " / ".join(asked(blocks, 5, -6))
        failures = []

        def fail_once(offset, size):
            if offset == 1209 and failures:
                raise failures.pop()
            return str(offset)

        blocks = Blocks(fail_once, entries)
        failures.append(ReadingError)
        yield FAILS_ONCE, " / ".join(asked(blocks, 2, 1, 1))

    first, second = "765 bytes at 444", "708 bytes at 1209"
    want = [
        (CALL, "", "nothing"),
        ("len(blocks)", "5", "nothing"),
        ("blocks[2]", "732 bytes at 1917", "1917"),
        ("the first two, in a loop", f"{first} / {second}", "444 1209"),
        ("blocks[-1]", "733 bytes at 3382", "3382"),
        ("blocks[1]", second, anything()),
        ("two loops at a time", f"{second} / {second}", anything()),
        ("blocks[1] of another file", "the other's", "nothing"),
        (EMPTY, str([""] * 5), "nothing"),
        ("blocks[5], blocks[-6]", "IndexError / IndexError", "nothing"),
        (FAILS_ONCE, "1917 / ReadingError / 1209", "nothing"),
    ]
    indexes = {CALL: ENTRIES}
    with suppress(ImportError):  # in a page there is no numpy, and no such index
        import numpy as np

        indexes[f"{CALL}, where entries is an index"] = np.array(ENTRIES, [("offset", ">u8"), ("size", ">u8")])
    for call, entries in indexes.items():
        trial.compare(call, STEPS, got=reading(lambda read, entries=entries: steps(read, entries)), want=want)


@graded(
    "04.4.slice",
    piece="Blocks",
    points=1,
    title="A slice is a Blocks again, and reads nothing",
    hints=(
        "A slice of a mapped array reads nothing. What does it know, and what could a slice of `Blocks` know?",
        "`__getitem__` gets a `slice` for `blocks[1:4]`. What does `self.entries[number]` give then?",
        "if isinstance(number, slice): return Blocks(self.read, self.entries[number])",
    ),
    causes={
        "opening": (
            "Blocks were read before anybody asked for one. A slice can be no lazier than what it is cut from.",
            lambda got, want: got[0].reads_at != "nothing",
        ),
        "slice-reads": (
            "The slice read its blocks at once. A slice of a terabyte is a terabyte: hand out a `Blocks` instead.",
            lambda got, want: got[1].reads_at != "nothing",
        ),
        "another-type": (
            "The slice is no `Blocks`: it cannot answer what a file answers, `len`, `[n]` and slices of its own.",
            lambda got, want: got[1].gives != want[1].gives,
        ),
        "whole": (
            "The slice does not begin or end where it should. It has the entries from 1 up to 4, without 4.",
            lambda got, want: got[2].gives != want[2].gives and len(got[2].gives) == 1,
        ),
        "step": (
            "A slice may have a step: `blocks[3:0:-2]` are the blocks 3 and 1; `blocks[::-2]` begins with the last.",
            signs.wrong_only_at("*blocks[3:0:-2], blocks[::-2][0]"),
        ),
        "original": (
            "A slice and the `Blocks` that it was cut from disturb each other. Each has to know its own entries.",
            lambda got, want: (
                signs.row_of(got, "blocks[0], after that").gives in [row.gives for row in want[3:]][2:]
                or signs.row_of(got, "blocks[0], after that").gives == "708 bytes at 1209"
            ),
        ),
        "empty": ("A slice may have no block.", signs.wrong_only_at("len(part[3:]), [*part[3:]]")),
        "len": (
            "`len` of a slice read blocks.",
            lambda got, want: signs.row_of(got, "len(part)").reads_at != "nothing",
        ),
        "kept": (
            "A block came that was not read of this file. What a reader keeps has to be its own.",
            lambda got, want: any(
                row.reads_at == "nothing" != due.reads_at for row, due in zip(got, want, strict=True)
            ),
        ),
    },
)
def sliced(Blocks, trial):  # noqa: N803
    def steps(read):
        blocks = Blocks(read, ENTRIES)
        yield CALL, ""
        part = blocks[1:4]
        yield "part = blocks[1:4]", "the same class" if type(part) is type(blocks) else type(part).__name__
        if type(part) is not type(blocks):
            return
        yield "len(part)", str(len(part))
        yield "part[0]", part[0]
        yield "blocks[0], after that", blocks[0]
        yield "part[1:][-2]", part[1:][-2]
        yield "*blocks[3:0:-2], blocks[::-2][0]", " / ".join([*blocks[3:0:-2], blocks[::-2][0]])
        yield "len(part[3:]), [*part[3:]]", f"{len(part[3:])}, {[*part[3:]]}"

    want = [
        (CALL, "", "nothing"),
        ("part = blocks[1:4]", "the same class", "nothing"),
        ("len(part)", "3", "nothing"),
        ("part[0]", "708 bytes at 1209", "1209"),
        ("blocks[0], after that", "765 bytes at 444", "444"),
        ("part[1:][-2]", "732 bytes at 1917", "1917"),
        (
            "*blocks[3:0:-2], blocks[::-2][0]",
            "733 bytes at 2649 / 708 bytes at 1209 / 733 bytes at 3382",
            "2649 1209 3382",
        ),
        ("len(part[3:]), [*part[3:]]", "0, []", "nothing"),
    ]
    trial.compare(CALL, STEPS, got=reading(steps), want=want)


MOST_HELD = 2  # the one that was asked for last, and the one on its way


@graded(
    "04.4.held",
    piece="Blocks",
    points=1,
    title="What is held does not grow with the file",
    hints=(
        "Who holds a block once it was given away, and for how long?",
        "Look for lists, dictionaries and `lru_cache`: each keeps what is put into it.",
        "`return self.read(offset, size)` keeps nothing. If you want a cache, keep the last block and no other.",
    ),
    causes={
        "all": (
            "On the way through a file every block of it stays in memory. Somebody keeps those that are done with.",
            lambda got, want: all(row.held_at_most >= row.blocks for row in got),
        ),
        "many": (
            "Your reader keeps several blocks. No more than the last that was asked for may stay.",
            lambda got, want: (
                signs.wrong_only_in("held at most", "in the end")(got, want)
                and not signs.grows("held at most")(got[1:], want)
            ),
        ),
        "lost": ("Not every block came as it is in the file.", signs.wrong("came")),
    },
)
def held(Blocks, trial):  # noqa: N803
    def most(size):
        gauge = trial.held()
        blocks = Blocks(
            lambda offset, size: gauge.item(f"{size} at {offset}"), [(at, 765) for at in range(444, 444 + size)]
        )
        return sum(block == f"765 at {at}" for at, block in enumerate(blocks, 444)), gauge.most, gauge.now

    sizes = (10, 100, 1_000)
    got = [(size, *seen) for size, seen in trial.growing(most, sizes=sizes)]
    want = [(size, size, at_most(MOST_HELD), at_most(1)) for size in sizes]
    columns = ("blocks", "came", "held at most", "in the end")
    trial.compare("for block in Blocks(read, entries): ...", columns, got=got, want=want)


def reader(most):
    """Return a class of readers that keep so many blocks. All have one name: a test has to look at what they do."""

    class Blocks:
        def __init__(self, read, entries):
            self.read, self.entries, self.seen = read, entries, {}

        def __len__(self):
            return len(self.entries)

        def __getitem__(self, number):
            if isinstance(number, slice):
                return Blocks(self.read, self.entries[number])
            number = range(len(self))[number]
            block = self.seen.pop(number) if number in self.seen else self.read(*self.entries[number])
            self.seen = dict([*self.seen.items(), (number, block)][-most:]) if most else {}
            return block

    return Blocks


@graded(
    "04.5.verdicts",
    piece="examine",
    points=2,
    title="The test fails the reader that keeps everything, and no other",
    hints=(
        "Both kinds give the same blocks. What is different after three blocks were asked for, and let go?",
        "Make blocks with `held.item(...)` in a `read` of your own. How large may `held.now` be at the end?",
        "After blocks[0], blocks[1] and blocks[2]: assert held.now <= 1. Keep none of them in your test.",
    ),
    causes={
        "fails-plain": (
            "Your test fails a reader that keeps nothing. Does the test hold on to the blocks itself?",
            signs.says("keeps nothing", "fails"),
        ),
        "fails-last": (
            "Your test fails a reader that keeps the last block. One block is allowed, however large the file.",
            signs.says("keeps the last block", "fails"),
        ),
        "spares-mutant": (
            "`KeepingBlocks` passes your test. Ask it for several blocks, let them go, and count what is held.",
            signs.says("KeepingBlocks", "passes"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(blocks):
        try:
            examine(blocks)
        except AssertionError:
            return "fails"
        return "passes"

    readers = {"keeps nothing": reader(0), "keeps the last block": reader(1), "KeepingBlocks": reader(999)}
    got = [(name, verdict(blocks)) for name, blocks in readers.items()]
    want = [(name, "fails" if name == "KeepingBlocks" else "passes") for name in readers]
    trial.compare("examine(reader)", ("reader", "your test"), got=got, want=want)


# 04.6: lines that ascend, of which nobody knows where they begin


class SortedFile:
    """Lines one behind the other; counts the looks at them."""

    def __init__(self, lines):
        self.lines, self.looks = lines, 0
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.size = self.starts.pop()

    def line_at(self, position):
        self.looks += 1
        if not 0 <= operator.index(position) < self.size:
            raise IndexError(f"byte {position} does not lie in a file of {self.size} bytes")
        number = bisect_right(self.starts, position) - 1
        return self.starts[number], self.lines[number]

    def there(self, place):
        """The line that begins at a place."""
        return dict(zip([*self.starts, self.size], [*self.lines, "the end"], strict=True)).get(place, "within a line")


def found_slowly(file, keys):
    """The places that are right, found line by line."""
    for key in keys:
        yield next((start for start, line in zip(file.starts, file.lines, strict=True) if line >= key), file.size)


def some_lines(rng):
    return sorted(b"abc"[: rng.randint(0, 3)] * rng.choice((1, 1, 9)) for _ in range(rng.randint(0, 9)))


@graded(
    "04.6.place",
    piece="first_from",
    points=0,
    title="The place is that of the first line that is not less",
    hints=(),
    causes={
        "inside": (
            "That is a byte within a line. Say where the line begins.",
            lambda got, want: any(row.there == "within a line" for row in got),
        ),
        "less": (
            "The line that begins there is less than the key.",
            lambda got, want: any(row.place < due.place for row, due in zip(got, want, strict=True)),
        ),
        "another-equal": (
            "That line is equal to the key, and so is one before it: say where the first of them begins.",
            lambda got, want: any(
                row.there == due.there == row.key and row != due for row, due in zip(got, want, strict=True)
            ),
        ),
        "equal-passed": (
            "A line that is equal to the key is not less than it.",
            lambda got, want: any(due.there == due.key and row != due for row, due in zip(got, want, strict=True)),
        ),
        "passed": (
            "A line before that place is greater than the key.",
            lambda got, want: any(row.place > due.place for row, due in zip(got, want, strict=True)),
        ),
    },
)
def places(first_from, trial):
    carriers, twins = [b"AA", b"B6", b"DL", b"UA"], [b"AA", b"B6", b"B6", b"B6", b"UA"]
    cases = (carriers, [b"AA", b"Z", b"a", b"a ", b"\xe4"], twins, [b"", b"", b"AA"], [b"AA", b"B" * 90, b"UA"], [])
    for lines in trial.cases(*cases, draw=some_lines):
        file, keys = SortedFile(lines), sorted({b"", b"C", *lines, *(line + b"!" for line in lines)})
        found = [first_from(file.line_at, file.size, key) for key in keys]
        got = [(key, place, file.there(place)) for key, place in zip(keys, found, strict=True)]
        want = [(key, place, file.there(place)) for key, place in zip(keys, found_slowly(file, keys), strict=True)]
        call = f"first_from(line_at, {file.size}, key), lines {lines}"
        trial.compare(call, ("key", "place", "there"), got=got, want=want)


@graded(
    "04.6.looks",
    piece="first_from",
    points=0,
    title="There are no more looks than the size of the file has bits",
    hints=(),
    causes={
        "wrong": ("Not every place is right; `04.6.place` says more.", signs.wrong("places")),
        "line-by-line": (
            "Ten times the lines take ten times the looks.",
            lambda got, want: got[2].most_looks > 5 * got[1].most_looks,
        ),
        "too-many": (
            "What is left is halved, and there are too many looks: does each leave half of the bytes out, and is its "
            "line asked for once?",
            lambda got, want: got[2].most_looks < 5 * got[1].most_looks,
        ),
    },
)
def looks_at_bytes(first_from, trial):
    def file_and_keys(count):
        file = SortedFile([b"%06d" % number + b"." * (number % 7) for number in range(count)])
        return file, (b"", b"%06d" % (count // 3), b"%06d" % (count - 1), b"9")

    def searched(count):
        (file, keys), found, most = file_and_keys(count), [], 0
        for key in keys:
            before = file.looks
            found.append(first_from(file.line_at, file.size, key))
            most = max(most, file.looks - before)
        return file.size, found, most

    def due(count):
        file, keys = file_and_keys(count)
        return file.size, list(found_slowly(file, keys)), at_most(file.size.bit_length())

    got = [(count, *found) for count, found in trial.growing(searched, sizes=(10, 100, 1_000))]
    want = [(count, *due(count)) for count in (10, 100, 1_000)]
    empty = SortedFile([b""] * 16)  # the first of them takes every look that there may be
    got.append(("16, empty", empty.size, [first_from(empty.line_at, empty.size, b"")], empty.looks))
    want.append(("16, empty", 16, [0], at_most(5)))
    trial.compare("first_from(line_at, size, key)", ("lines", "size", "places", "most looks"), got=got, want=want)
