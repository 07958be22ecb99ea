"""What the exercises of lesson 03 are graded by."""

import os
import struct
import tempfile
import tracemalloc
import zlib
from contextlib import contextmanager, suppress
from itertools import compress, product

from maif_course.checks import graded, signs

HEADER, MEGABYTE, PIECE = 372, 1 << 20, 1 << 16
TEXT, IMAG = int.from_bytes(b"TEXT", "big"), int.from_bytes(b"IMAG", "big")
WRITES = [
    ("placeholder", 0, 444),
    ("block", 444, 474),
    ("block", 918, 402),
    ("index", 1320, 48),
    ("footer", 1368, 48),
    ("header", 0, 444),
]


@graded(
    "03.1.places",
    piece="writes",
    points=2,
    title="Each write lands where the one before ended, but for the last",
    hints=(
        "Where is `position` when the loop comes round, and what has been added to it?",
        "A block's parts are its header, its data and its metadata. What do the first block's parts add up to?",
        "The first block takes 372 + 100 + 2 bytes. The index has 24 bytes for each of the two; the header lands on 0.",
    ),
    causes={
        "no-header": (
            "Your blocks have no header. Each begins with 372 bytes, which are part of it.",
            lambda got, want: got[1][2] in (100, 102),
        ),
        "no-metadata": ("Your blocks are two bytes short: `{}` is written too.", lambda got, want: got[1][2] == 472),
        "from-the-header": (
            "The first block lies behind the place of the header: at 444.",
            lambda got, want: got[1].position != 444,
        ),
        "one-entry": (
            "The index has an entry of 24 bytes for each block, and there are two.",
            lambda got, want: got[3][2] == 24,
        ),
        "too-few": (
            "`write_at` is called six times. Some of your calls are missing.",
            lambda got, want: len(got) < len(want),
        ),
        "header-behind": (
            "Your last write lands behind the footer. The header takes the place that was left for it.",
            lambda got, want: got[:5] == want[:5] and got[5].position > 0,
        ),
        "last-sizes": (
            "The footer has 48 bytes, and the header fills the place that was left for it.",
            lambda got, want: got[:4] == want[:4],
        ),
    },
)
def places(writes, trial):
    got = [tuple(write) for write in writes()]
    trial.compare("writes", ("what", "position", "bytes"), got=got, want=WRITES, reveal=False)


FIELDS = ("size", "type", "flags", "version", "timestamp", "block id", "hash before", "content hash", "signature",
          "metadata size", "reserved")  # fmt: skip


def fields_of(frame):
    """The header that begins a frame, field by field; long ones are shortened."""
    values = struct.unpack(">IIIIQ16s32s32s256sI8s", frame[:HEADER])
    shown = [value if isinstance(value, int) else f"{value[:4]}..." for value in values]
    return [*zip(FIELDS, shown, strict=True), ("behind the header", repr(frame[HEADER:][:40]))]


def some_block(rng):
    data = rng.randbytes(rng.randint(0, 30))
    return (
        data,
        rng.choice((b"{}", b'{"ppm": 316.1}')),
        rng.choice((TEXT, IMAG)),
        rng.getrandbits(32),
        rng.getrandbits(50),
        "ibc",
    )


@graded(
    "03.2.fields",
    piece="frame_block",
    points=2,
    title="Every field of the header says what it should",
    hints=(
        "Which of the five parts does a reader pass over when it hops to the next block?",
        "Look at what you add up for the size, and at which size you pack into the tail.",
        "HEAD.pack(372 + len(data) + len(metadata), type_code, flags, 1, ...) and TAIL.pack(len(metadata), b'').",
    ),
    causes={
        "data-only": (
            "The size leaves the header out. A walk would land inside the block, on bytes that are no header.",
            lambda got, want: got[0].value == want[0].value - HEADER,
        ),
        "no-metadata": (
            "The size leaves the metadata out, so the next block seems to begin two bytes too early.",
            lambda got, want: got[0].value == want[0].value - 2,
        ),
        "part-left-out": (
            "The size leaves a part out: head, signature and tail have 372 bytes, and data and metadata come on top.",
            lambda got, want: got[0].value < want[0].value,
        ),
        "byte-order": (
            "The numbers came in the wrong order of bytes. `HEAD` and `TAIL` are big-endian.",
            lambda got, want: got[0].value.to_bytes(4, "little") == want[0].value.to_bytes(4, "big"),
        ),
        "made-up": (
            "The size says more than there is: data and metadata may have no bytes.",
            lambda got, want: got[0].value > want[0].value,
        ),
        "wrong-tail": (
            "The tail has the size of the metadata alone, packed by `TAIL`: so a reader knows where the data ends.",
            signs.wrong_first("metadata size"),
        ),
        "swapped": (
            "The two hashes have changed places. First comes that of the block before.",
            lambda got, want: (
                (got[6].value, got[7].value) == (want[7].value, want[6].value) != (got[7].value, got[6].value)
            ),
        ),
        "version": (
            "The flags are the caller's, then comes the version, which is always 1.",
            signs.any_of(signs.wrong_at("flags"), signs.wrong_at("version")),
        ),
        "not-as-it-came": (
            "The type, the time, the id and both hashes are the caller's business. Pack them as they come.",
            signs.any_of(*map(signs.wrong_at, ("type", "timestamp", "block id", "hash before", "content hash"))),
        ),
        "not-zero": (
            "The signature, and the last 8 bytes of the tail, are zeros until somebody signs.",
            signs.any_of(signs.wrong_at("signature"), signs.wrong_at("reserved")),
        ),
        "order": (
            "Behind the header come the data and then the metadata, as you were given them.",
            signs.wrong_only_at("behind the header"),
        ),
    },
)
def fields(frame_block, trial):
    telling = (
        (b"316.1", b"{}", TEXT, 264, 1_234_567_890_123, "ibc"),
        (b"", b"", IMAG, 0, 0, "\0\0\0"),
        (b"317.3", b"", IMAG, 1, 9, "ibc"),
    )
    for data, metadata, kind, flags, timestamp, marks in trial.cases(*telling, draw=some_block):
        ids = [mark.encode() * size for mark, size in zip(marks, (16, 32, 32), strict=True)]
        frame = b"".join(frame_block(data, metadata, kind, flags, timestamp, *ids))
        header = HEADER + len(data) + len(metadata), kind, flags, 1, timestamp, *ids, b"", len(metadata), b""
        want = struct.pack(">IIIIQ16s32s32s256sI8s", *header) + data + metadata
        name = "TEXT" if kind == TEXT else "IMAG"
        begin = ", ".join(f"{one[:4]}..." for one in ids)
        call = f"frame_block({data}, {metadata}, {name}, {flags}, {timestamp}, {begin})"
        trial.compare(call, ("field", "value"), got=fields_of(frame.ljust(HEADER, b"?")), want=fields_of(want))


@graded(
    "03.2.parts",
    piece="frame_block",
    points=1,
    title="Data and metadata are passed on, and not copied",
    hints=(
        "What does `+` do with two `bytes` objects, and what does `bytes(data)` do with a view?",
        "Look at your `return`. How many objects does it give back, and is `data` one of them?",
        "return head, UNSIGNED, tail, data, metadata",
    ),
    causes={
        "joined": (
            "There are fewer than five parts: some were joined, or left out. Whoever signs replaces the second; and to "
            "join the data with anything, Python copies it.",
            lambda got, want: len(got) < len(want),
        ),
        "copied": (
            "A part has the right bytes, but they are a copy. Give back the objects that you were given.",
            lambda got, want: any(row.is_.endswith(("b'film'", "b'meta'")) for row in got),
        ),
        "order": (
            "The parts came in another order.",
            lambda got, want: sorted(row.is_ for row in got) == sorted(row.is_ for row in want),
        ),
        "another-object": (
            "Data or metadata came back as another object than was given. Pass on what is empty, too.",
            lambda got, want: any("the one given" == due.is_ != row.is_ for row, due in zip(got, want, strict=True)),
        ),
    },
)
def parts(frame_block, trial):
    data, metadata = memoryview(bytearray(b"film" * 1000)), memoryview(bytearray(b"meta" * 100))
    names = ("head", "signature", "tail", "data", "metadata")
    frame = list(frame_block(data, metadata, TEXT, 0, 0, bytes(16), bytes(32), bytes(32)))
    data[:4], metadata[:4] = b"FILM", b"META"  # who holds the objects sees this, who has copies does not
    begins = [
        f"{len(part)} bytes" + (f", begins with {bytes(part[:4])!r}" if len(part) > 256 else "") for part in frame
    ]
    sizes = ["104 bytes", "256 bytes", "12 bytes", "4000 bytes, begins with b'FILM'", "400 bytes, begins with b'META'"]
    call = "frame_block(views of b'film...' and b'meta...', ...); then these begin with b'FILM' and b'META'"
    trial.compare(call, ("part", "is"), got=zip(names, begins, strict=False), want=zip(names, sizes, strict=True))
    given = bytearray(), bytearray()
    frame = frame_block(*given, TEXT, 0, 0, bytes(16), bytes(32), bytes(32))
    begins = ["the one given" if any(part is one for one in given) else f"{len(part)} bytes" for part in frame]
    sizes[3:] = ["the one given"] * 2
    call = "frame_block(an empty buffer, another, ...)"
    trial.compare(call, ("part", "is"), got=zip(names, begins, strict=False), want=zip(names, sizes, strict=True))


def some_writes(rng):
    return [rng.choice((0, 1, 24, 900, 70_000)) for _ in range(rng.randint(1, 8))]


@graded(
    "03.3.back",
    piece="Spill",
    points=2,
    title="All bytes come back in small pieces, as often as they are asked for",
    hints=(
        "A file has one place where it reads and writes. Where is that place after somebody has read half of it?",
        "Look at what `write` and the loop do before they touch the file. Does either say where it wants to be?",
        "In `write`: `self._file.seek(0, os.SEEK_END)`. In the loop: `seek(position)` before each `read(1 << 16)`.",
    ),
    causes={
        "size-first": (
            "`size` is wrong, and so is what came back: it is how many bytes were written, in all writes together.",
            signs.wrong_at("size", "first loop"),
        ),
        "nothing-back": (
            "Nothing came back. After writing, a file is at its end, and there is nothing behind that to read.",
            signs.says("first loop", "b''"),
        ),
        "theirs": (
            "A buffer that `write` was given was filled anew, and the new bytes came back. Keep a copy of its bytes.",
            lambda got, want: any("?" in str(row.is_) for row in got),
        ),
        "unflushed": (
            "What was written last did not come back. Does it wait in a buffer, where the reading does not look?",
            signs.any_of(
                lambda got, want: want[1].is_.startswith(got[1].is_) and got[1] != want[1],
                signs.all_of(signs.says("another spill", "b''"), lambda got, want: got[1] == want[1]),
            ),
        ),
        "mixed": (
            "Two spills share a folder, and one gave back what belongs to the other.",
            signs.any_of(
                signs.wrong_only_at("another spill"), lambda got, want: " y" in signs.row_of(got, "first loop").is_
            ),
        ),
        "big-pieces": (
            "A piece has more than 64 KiB, and a piece lies in memory. Read and yield 64 KiB at a time.",
            signs.wrong_first("a piece has"),
        ),
        "once-only": (
            "The second loop found nothing. Each begins with the first byte.",
            signs.says("second loop", "b''"),
        ),
        "overwritten": (
            "A loop was left after its first piece, then more was written: into the middle, over older bytes.",
            signs.wrong_first("left early, written on"),
        ),
        "one-place": (
            "Two loops at a time took pieces from each other. Each loop has a place of its own in the file.",
            signs.wrong_only_at("two loops in turn"),
        ),
        "piece-lost": (
            "A piece did not come back, the first or the last, or holds by now what another one holds.",
            signs.wrong_first("first loop"),
        ),
        "size": (
            "`size` is how many bytes were written, wherever somebody has read to.",
            signs.any_of(signs.wrong_at("size"), signs.wrong_only_at("size, read again")),
        ),
    },
)
def back(Spill, trial):  # noqa: N803 — the piece is a class
    for sizes in trial.cases([70_000, 5, 0], draw=some_writes):
        letters = "abcdefgh"
        texts = [letters[number].encode() * size for number, size in enumerate(sizes)]
        whole = b"".join(texts)
        with tempfile.TemporaryDirectory() as folder:
            spill, other = Spill(folder), Spill(folder)
            other.write(b"yyyyy")
            for text in texts:
                buffer = bytearray(text)
                spill.write(buffer)
                buffer[:] = b"?" * len(buffer)
            pieces = trial.take(100, spill)
            rows = [("size", spill.size), ("first loop", runs(b"".join(pieces)))]
            rows.append(("a piece has", "at most 64 KiB" if max(map(len, pieces), default=0) <= PIECE else "more"))
            rows.append(("second loop", runs(b"".join(spill))))
            trial.take(1, spill)
            spill.write(b"z" * 70_000)
            rows.append(("left early, written on", runs(b"".join(spill))))
            begun = iter(spill)
            first = b"".join(trial.take(1, begun))
            trial.take(2, spill)
            rows.append(("size, read again", spill.size))
            rows.append(("two loops in turn", runs(first + b"".join(begun))))
            rows.append(("another spill", runs(b"".join(other))))
            empty = Spill()
            rows.append(("one without folder or bytes", runs(b"".join(empty))))
            for one in (spill, other, empty):
                one.close()
        want = [("size", len(whole)), ("first loop", runs(whole)), ("a piece has", "at most 64 KiB"),
                ("second loop", runs(whole)), ("left early, written on", runs(whole + b"z" * 70_000)),
                ("size, read again", len(whole) + 70_000), ("two loops in turn", runs(whole + b"z" * 70_000)),
                ("another spill", "5 y"), ("one without folder or bytes", "b''")]  # fmt: skip
        trial.compare(f"a Spill, to which {sizes} bytes were written", ("what", "is"), got=rows, want=want)


def runs(data):
    """Bytes told by runs of the same letter: b"aab" is "2 a, 1 b"."""
    told, start = [], 0
    while start < len(data):
        letter = data[start : start + 1]
        size = len(data) - start - len(data[start:].lstrip(letter))
        told.append(f"{size:,} {letter.decode()}")
        start += size
    return ", ".join(told) or "b''"


@graded(
    "03.3.held",
    piece="Spill",
    points=2,
    title="A megabyte is held, however much was written, and none is left behind",
    hints=(
        "Which of your attributes grows with what is written?",
        "Where do the bytes go in `write`? And what happens in the loop before the first `yield`?",
        "Write to a `tempfile.SpooledTemporaryFile(1 << 20, dir=folder)`; read 64 KiB of it, yield them, read on.",
    ),
    causes={
        "kept": (
            "What was written stays in memory: of 10 MB that were written, more than one is held.",
            signs.wrong_at("10 MB written"),
        ),
        "moved-late": (
            "Of 10 MB little is held, but of the first 3 MB more than one was: move them to the disk sooner.",
            signs.wrong_first("3 MB written"),
        ),
        "folder-only": (
            "With a folder little is held, and without one all of it: who names no folder has one, too.",
            signs.wrong_only_at("3 MB written, no folder"),
        ),
        "read-at-once": (
            "Writing held little, and reading brought more than a megabyte into memory at once.",
            signs.wrong_at("10 MB read back"),
        ),
        "left-behind": (
            "After `close`, something is left in the folder. `tempfile.TemporaryFile` has no name, and goes by itself.",
            signs.wrong_at("left in the folder after close"),
        ),
        "left-open": (
            "After `close`, a file is still open, perhaps that of a loop which was left early. A process may have some "
            "thousand, and each spill takes one for ever.",
            signs.wrong_only_at("files open after close"),
        ),
        "lost": (
            "Not all that was written came back: lines that end in `\\r\\n`, all the same, and most of them spaces.",
            signs.wrong_only_at("bytes read back"),
        ),
    },
)
def held(Spill, trial):  # noqa: N803 — the piece is a class
    def stays(steps):
        """Say how much Python holds, at most, after one of the steps."""
        most = max((tracemalloc.get_traced_memory()[0] for _ in steps), default=0)
        return "at most 1.5 MB" if 2 * most <= 3 * MEGABYTE else "more than 1.5 MB"

    rows, back = [], []
    with tempfile.TemporaryDirectory() as folder, watched(folder):
        open_before = open_files()
        spill = Spill(folder)
        for written, more, size in (("3 MB", 3_000, 1_000), ("10 MB", 700, 10_000)):
            rows.append((f"{written} written", stays(spill.write(b"\r\n".rjust(size)) for _ in range(more))))
        rows.append(("10 MB read back", stays(back.append(len(piece)) for piece in spill)))
        rows.append(("bytes read back", sum(back)))
        trial.take(1, spill)
        spill.close()
        rows.append(("left in the folder after close", len(os.listdir(folder))))
        rows.append(("files open after close", len(open_files() - open_before)))
    spill = Spill()
    tracemalloc.start()
    rows.append(("3 MB written, no folder", stays(spill.write(bytes(10_000)) for _ in range(300))))
    tracemalloc.stop()
    spill.close()
    want = [
        ("3 MB written", "at most 1.5 MB"),
        ("10 MB written", "at most 1.5 MB"),
        ("10 MB read back", "at most 1.5 MB"),
        ("bytes read back", 10_000_000),
        ("left in the folder after close", 0),
        ("files open after close", 0),
        ("3 MB written, no folder", "at most 1.5 MB"),
    ]
    trial.compare(
        "a Spill, to which 1,000 bytes are written 3,000 times, then 10,000 bytes 700 times",
        ("when", "held"),
        got=rows,
        want=want,
    )


@contextmanager
def watched(folder):
    """Count memory, and let whoever does not say in which folder a temporary file lies find that there is none."""
    usual, tempfile.tempdir = tempfile.tempdir, os.path.join(folder, "another folder than the one that was given")
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()
        tempfile.tempdir = usual


def open_files():
    """The numbers under which this process has files open, as far as they are small."""
    found = set()
    for number in range(256):
        with suppress(OSError):
            os.fstat(number)
            found.add(number)
    return found


class Recording:
    """Stands for an output and an index: keeps the bytes of the file, and the entries."""

    def __init__(self):
        self.file, self.entries, self.weeks = bytearray(), [], 0

    def sync(self):
        """All is where it belongs as soon as it is written."""

    def write_at(self, position, *parts):
        data = b"".join(parts)
        self.file[len(self.file) :] = bytes(max(0, position - len(self.file)))
        self.file[position : position + len(data)] = data
        self.weeks += data.count(b"week")

    def write(self, entry):
        self.entries += struct.iter_unpack(">QQII", bytes(entry))

    def blocks(self, position):
        """Where blocks lie in the file, from a position on, as a walk finds them."""
        while position + 8 <= len(self.file):
            size, kind = struct.unpack_from(">I4s", self.file, position)
            if kind not in (b"TEXT", b"IMAG") or size < HEADER:
                return
            yield position, size
            position += size

    def contents(self, position):
        """What stands in the blocks behind their headers, as text."""
        for at, size in self.blocks(position):
            yield bytes(self.file[at + HEADER : at + size]).decode(errors="replace")


class Framing:
    """Makes blocks of five parts, in which all that a walk does not look at is zero; counts them."""

    def __init__(self):
        self.made = 0

    def __call__(self, type_code, data, metadata):
        self.made += 1
        size = HEADER + len(data) + len(metadata)
        return struct.pack(">II96x", size, type_code), bytes(256), bytes(12), data, metadata


def some_sizes(rng):
    return [rng.randint(0, 40) for _ in range(rng.randint(0, 8))], rng.choice((444, 5_000))


@graded(
    "03.4.places",
    piece="write_blocks",
    points=2,
    title="Blocks lie end to end, and the index says where",
    hints=(
        "What is `position` while a block is written, and what is it afterwards?",
        "Look at the line that moves `position`: is it before or behind the entry, and does it move by all five parts?",
        "Write at `position`, enter `(position, size, type_code, 0)`, then `position += size`; return it at the end.",
    ),
    causes={
        "shared": (
            "A second call went on where the first had ended: without a `position`, each begins at 444.",
            lambda got, want: got[0].position != 444 and want[0].size == HEADER + 5,
        ),
        "overlap": (
            "The blocks do not lie end to end. Each takes as many bytes as all its parts together.",
            lambda got, want: count(got, "in the file") < count(got, "in the index"),
        ),
        "no-entry": (
            "Blocks are in the file, and not one has an entry in the index.",
            lambda got, want: count(got, "in the index") == 0 < count(got, "in the file"),
        ),
        "left-out": (
            "A block is missing, in the file and in the index. One without data is a block like any other, and so is "
            "one like the block before.",
            lambda got, want: count(got, "in the index") < count(want, "in the index"),
        ),
        "from-zero": (
            "Your first block lies on the header. Begin at `position`.",
            lambda got, want: got[0].where == "in the file" and got[0].position == 0 < want[0].position,
        ),
        "made-up": (
            "A block has more in it than was given. Data and metadata are written as they come, empty or not.",
            lambda got, want: any(row[:2] == due[:2] and row[2] > due[2] for row, due in zip(got, want, strict=True)),
        ),
        "entry-of-end": (
            "The entries say where blocks end. A reader wants to know where they begin.",
            lambda got, want: signs.row_of(got, "in the index").position == sum(signs.row_of(got, "in the file")[1:]),
        ),
        "entry-from-header": (
            "The entries count from the first block. A position is one in the file, header included.",
            lambda got, want: signs.says("in the index", 0, "position")(got, want),
        ),
        "entry-size": (
            "The index has another size than the block. It counts all five parts, as the header does.",
            lambda got, want: signs.row_of(got, "in the index").size < signs.row_of(want, "in the index").size,
        ),
        "position-ignored": (
            "The caller said where the first block goes, and yours lies elsewhere.",
            lambda got, want: got[0].position == 444 != want[0].position,
        ),
        "framed-again": (
            "`frame` was called more than once for a block. Each block that it makes names the one that it made "
            "before: with a block that is nowhere, the chain is broken.",
            signs.wrong_only_at("calls of frame"),
        ),
        "contents": (
            "Blocks have their places, and not their contents: in each, the data comes first, then the metadata.",
            signs.wrong_only_at("contents"),
        ),
        "entry-type": (
            "The last two numbers of an entry are the block's type and its flags, which are 0 here.",
            signs.wrong_only_at("type and flags"),
        ),
        "no-end": (
            "File and index are right. Now return the position where the last block ends.",
            signs.wrong_only_at("returned"),
        ),
    },
)
def end_to_end(write_blocks, trial):
    telling = ([5, 0, 9, 9], 444), ([5], 5_000), ([5], 0), ([3], 444), ([], 444)
    for sizes, start in trial.cases(*telling, draw=some_sizes):
        record, frame = Recording(), Framing()
        kinds = [TEXT, IMAG, *[TEXT] * len(sizes)][: len(sizes)]
        blocks = [(kind, b"x" * size, b"{}"[: 2 * size]) for kind, size in zip(kinds, sizes, strict=True)]
        place = [start] if start != 444 else []
        end = write_blocks(blocks if len(sizes) == 1 else trial.source(blocks), record, record, frame, *place)
        first = next((at for at in (start, 444, 0) if any(record.blocks(at))), start)
        got = [("in the file", *found) for found in record.blocks(first)]
        got += [("in the index", *entry[:2]) for entry in record.entries]
        whole = [HEADER + len(data) + len(metadata) for _, data, metadata in blocks]
        lie = [(start + sum(whole[:number]), size) for number, size in enumerate(whole)]
        want = [(where, *at) for where in ("in the file", "in the index") for at in lie]
        call = (
            f"write_blocks(blocks with {sizes} bytes of data, output, index, frame{''.join(f', {at}' for at in place)})"
        )
        got.append(("contents", " ".join(record.contents(first)), ""))
        want.append(("contents", " ".join("x" * size + "{}"[: 2 * size] for size in sizes), ""))
        got.append(("type and flags", ", ".join(str(entry[2:]) for entry in record.entries), ""))
        want.append(("type and flags", ", ".join(f"({kind}, 0)" for kind in kinds), ""))
        got.append(("calls of frame", frame.made, ""))
        want.append(("calls of frame", len(sizes), ""))
        got.append(("returned", end, ""))
        want.append(("returned", start + sum(whole), ""))
        trial.compare(call, ("where", "position", "size"), got=got, want=want)


def count(rows, where):
    return sum(row[0] == where for row in rows)


class SourceError(OSError, ValueError, LookupError, RuntimeError):
    """An error of many kinds: whoever holds back one of them holds back this."""


@graded(
    "03.4.flow",
    piece="write_blocks",
    points=2,
    title="A block is written and entered before the next is asked for",
    hints=(
        "The source never ends. When would your code write its first block?",
        "Which calls stand inside of your loop, and which before or behind it?",
        "for type_code, data, metadata in blocks: frame it, write it, enter it, and move on. Keep nothing.",
    ),
    causes={
        "collected": (
            "You asked for all blocks before you wrote any. This source has no end, so nothing would ever be written.",
            lambda got, want: all(row.in_the_file == row.in_the_index == 0 for row in got),
        ),
        "index-late": (
            "The blocks are in the file, but not in the index. Stopped here, the writer has lost sight of them.",
            signs.all_of(signs.wrong_only_in("in the index"), signs.too_small("in the index")),
        ),
        "one-late": (
            "You ask for the next block before you write the one in hand. On a live source, each comes late.",
            lambda got, want: [row.in_the_file for row in got] == [max(0, row.in_the_file - 1) for row in want],
        ),
        "swallowed": (
            "The source failed, and nobody was told. Let its error pass.",
            signs.any_of(signs.says("7, and fails", "returned"), signs.says("7, and Ctrl-C comes", "returned")),
        ),
        "held": (
            "All is written in time, but the data of older blocks is still held. What do you keep in a list?",
            signs.wrong_only_in("blocks held"),
        ),
    },
)
def in_time(write_blocks, trial):
    rows, want = [], []
    for error, label in ((SourceError, "7, and fails"), (KeyboardInterrupt, "7, and Ctrl-C comes")):
        record, gauge, ended = Recording(), trial.held(), "returned"

        def live(record=record, gauge=gauge, error=error):
            for asked in range(1, 7):
                now = "1 or none" if gauge.now <= 1 else str(gauge.now)
                rows.append((asked, record.weeks, len(record.entries), now))
                yield TEXT, gauge.item(b"week %d" % asked), b"{}"
            raise error

        try:
            write_blocks(live(), record, record, Framing())
        except error as raised:
            ended = type(raised).__name__
        rows.append((label, record.weeks, len(record.entries), ended))
        want += [(asked, asked - 1, asked - 1, "1 or none") for asked in range(1, 7)]
        want.append((label, 6, 6, error.__name__))
    call = "write_blocks(blocks without end, output, index, frame)"
    trial.compare(call, ("asked for block", "in the file", "in the index", "blocks held"), got=rows, want=want)


FOOTER_AT, FOOTER, HEAD = 600, b"the footer", b"the header"
WHOLE = HEAD + b"-" * (FOOTER_AT - len(HEAD)) + FOOTER


class Disk:
    """Takes the calls of an output, and knows what the file may hold if the power fails after any of them."""

    def __init__(self, size):
        self.durable, self.waiting, self.failures = b"-" * size, [], []

    def write_at(self, position, *parts):
        data = b"".join(parts)
        self._wait(lambda held: held[:position].ljust(position, b"\0") + data + held[position + len(data) :])

    def finish(self, size):
        self._wait(lambda held: held[:size].ljust(size, b"\0"))

    def sync(self):
        self.durable, self.waiting = self.now(), []

    def now(self):
        """What a reader sees who asks the operating system."""
        held = self.durable
        for change in self.waiting:
            held = change(held)
        return held

    def _wait(self, change):
        self.waiting.append(change)
        self.failures += self.after_failure()

    def after_failure(self):
        """Every outcome: of the calls that wait, some were carried out, and the others not."""
        for chosen in product([True, False], repeat=len(self.waiting)):
            held = self.durable
            for change in compress(self.waiting, chosen):
                held = change(held)
            yield held


def states(outcomes):
    """What files say of themselves, and whether it is true."""
    found = {"whole" if held == WHOLE else "a lie" if held.startswith(HEAD) else "unfinished" for held in outcomes}
    return " or ".join(sorted(found, key=("unfinished", "whole", "a lie").index))


@graded(
    "03.5.calm",
    piece="commit",
    points=1,
    title="The file ends with its footer and begins with its header",
    hints=(
        "The file was longer before. Which method of `output` has not been called yet?",
        "The size of the file is the place of the footer and the bytes of the footer.",
        "output.finish(footer_at + len(footer))",
    ),
    causes={
        "surplus": (
            "Old bytes are left behind the footer. A reader looks for the footer in the last bytes of the file.",
            lambda got, want: got[0][1] > want[0][1],
        ),
        "cut-off": (
            "The footer was cut off. `finish` takes the size that the file should have, footer included.",
            lambda got, want: got[0][1] < want[0][1],
        ),
        "no-header": ("The header was never written, or not at 0.", lambda got, want: got[1] != want[1]),
        "no-footer": ("The file does not end with its footer.", signs.wrong_only_at("ends with")),
        "no-blocks": (
            "Header and footer are there, and the blocks between them are not any more.",
            signs.wrong_only_at("blocks are"),
        ),
    },
)
def calm(commit, trial):
    for size in trial.cases(900, draw=lambda rng: rng.randint(FOOTER_AT, 2_000)):
        disk = Disk(size)
        commit(disk, FOOTER_AT, FOOTER, HEAD)
        held = disk.now()
        same = "as they were" if held[10:FOOTER_AT] == WHOLE[10:FOOTER_AT] else "overwritten"
        got = [("size", len(held)), ("begins with", held[:10]), ("ends with", held[-10:]), ("blocks are", same)]
        want = [("size", len(WHOLE)), ("begins with", HEAD), ("ends with", FOOTER), ("blocks are", "as they were")]
        call = f"commit(output, {FOOTER_AT}, {FOOTER}, {HEAD}), where the file has {size} bytes"
        trial.compare(call, ("the file's", "is"), got=got, want=want)


@graded(
    "03.5.power",
    piece="commit",
    points=2,
    title="The header is written when all that it promises is on the disk",
    hints=(
        "Two calls wait for the disk. In which order may it carry them out?",
        "Look at the call that writes the header. What must have returned before it, and what must return after it?",
        "Footer, finish, sync; then header, sync.",
    ),
    causes={
        "not-durable": (
            "When `commit` returned, its last call was on its way, no more. The caller believes it is on the disk.",
            lambda got, want: "whole" in got[1].the_file_is and got[1] != want[1],
        ),
        "lie": (
            "The header can reach the disk before what it promises. Let a `sync` return between the two.",
            lambda got, want: "a lie" in got[0].the_file_is and got[1] == want[1],
        ),
        "never-whole": (
            "Even afterwards the file is not whole. `03.5.calm` says what is wrong.",
            lambda got, want: "whole" not in got[1].the_file_is,
        ),
    },
)
def power(commit, trial):
    disk = Disk(900)
    commit(disk, FOOTER_AT, FOOTER, HEAD)
    got = [("while commit runs", states(disk.failures)), ("after it has returned", states(disk.after_failure()))]
    want = [("while commit runs", "unfinished or whole"), ("after it has returned", "whole")]
    trial.compare(
        "commit(output, footer_at, footer, header), where the file was longer",
        ("the power fails", "the file is"),
        got=got,
        want=want,
    )


# 03.6: two slots, each with a number, an end and a checksum


def slot(number, end):
    promise = struct.pack(">QQ", number, end)
    return promise + zlib.crc32(promise).to_bytes(4, "big")


def promised(held):
    """Number and bytes of the newest promise that is whole; None if there is none."""
    slots = [held[:20], held[20:40]]
    found = [struct.unpack(">QQ", one[:16]) for one in slots if one == slot(*struct.unpack(">QQ", one[:16]))]
    return found and (max(found)[0], held[40 : max(found)[1]])


class TearingDisk(Disk):
    """A disk that writes what it is given in four parts, in any order, and may lose some of them."""

    def __init__(self, held):
        super().__init__(0)
        self.durable = held

    def write_at(self, position, *parts):
        data = b"".join(parts)
        for part in range(4):  # of which each border but one lies within a slot, be it one or two
            start, end = (len(data) * part // 4, len(data) * (part + 1) // 4)
            super().write_at(position + start, data[start:end])


FRESH = slot(0, 40) + bytes(20)
SECOND_COUNTS = slot(6, 41) + slot(7, 43) + b"abc"
SECOND_TORN = slot(6, 43) + slot(7, 49)[:10] + slot(5, 41)[10:] + b"abcdef"
FIRST_TORN = slot(8, 49)[:10] + slot(6, 41)[10:] + slot(7, 43) + b"abc"
ODD_IN_FRONT = slot(7, 43) + slot(6, 41) + b"abc"
NOTHING_ADDED = slot(6, 43) + slot(7, 43) + b"abc"


def some_file(rng):
    number, content = rng.randint(1, 99), b"abcdefgh"[: rng.randint(1, 8)]
    slots = [slot(number, 40 + len(content)), slot(number - 1, 40)]
    return slots[number % 2] + slots[(number + 1) % 2] + content, b"week"[: rng.randint(1, 4)]


def published(publish, held, data):
    """Publish on a tearing disk; return the disk, and what came back."""
    disk = TearingDisk(held)
    return disk, publish(disk, data, held[:40])


def with_more(promise, data):
    """The promise that is due after another one: number and bytes."""
    number, content = promise
    return number + 1, content + data


FILES = (
    (FRESH, b"week"),
    (SECOND_COUNTS, b"week"),
    (SECOND_TORN, b"week"),
    (FIRST_TORN, b"week"),
    (ODD_IN_FRONT, b"week"),
    (NOTHING_ADDED, b"week"),
    (FRESH, b""),
)


@graded(
    "03.6.calm",
    piece="publish",
    points=0,
    title="The newest promise has the next number and holds the data",
    hints=(),
    causes={
        "no-promise": ("The file has no whole slot any more.", lambda got, want: got[0].is_ == "none"),
        "torn-counted": (
            "The new number is too large: it follows that of the newest slot that is *whole*.",
            lambda got, want: got[0].is_ > want[0].is_,
        ),
        "still-old": ("No slot has a higher number than the old promise.", lambda got, want: got[0].is_ < want[0].is_),
        "another-end": (
            "The new promise does not end where the data does.",
            lambda got, want: got[0] == want[0] and len(got[1].is_) != len(want[1].is_),
        ),
        "not-there": (
            "The new promise ends in the right place, and the bytes before that are not those that were published.",
            lambda got, want: got[0] == want[0] and got[1] != want[1],
        ),
        "slots": ("The file is right. What came back is not how it begins now.", signs.wrong_only_at("what came back")),
    },
)
def calm_slots(publish, trial):
    for held, data in trial.cases(*FILES, draw=some_file):
        disk, slots = published(publish, held, data)
        number, content = promised(disk.now()) or ("none", b"")
        same = "is how the file begins" if slots == disk.now()[:40] else slots
        got = [("number", number), ("promised bytes", content), ("what came back", same)]
        due = (*with_more(promised(held), data), "is how the file begins")
        want = [(label, cell) for (label, _), cell in zip(got, due, strict=True)]
        trial.compare(f"publish(output, {data}, slots), on {held}", ("the file's", "is"), got=got, want=want)


@graded(
    "03.6.power",
    piece="publish",
    points=0,
    title="Whenever the power fails, the file keeps the old promise or the new one",
    hints=(),
    causes={
        "overwritten": (
            "The power can fail so that no slot is whole, or an older one counts: the promise that held was written "
            "over.",
            lambda got, want: "no promise" in got[0].the_file_has or "an older one" in got[0].the_file_has,
        ),
        "lie": (
            "The new promise can be on the disk before all that it promises.",
            lambda got, want: "a lie" in got[0].the_file_has,
        ),
        "not-durable": (
            "`publish` has returned, and the old promise can still be what counts: the new one is on its way, no more.",
            lambda got, want: got[1].the_file_has == "the old one or the new one",
        ),
        "never-new": (
            "Afterwards the new promise does not count; `03.6.calm` says more.",
            lambda got, want: "the new one" not in got[1].the_file_has,
        ),
    },
)
def torn(publish, trial):
    for held, data in trial.cases(*FILES[:6], draw=some_file):
        (disk, _), old = published(publish, held, data), promised(held)
        names = {old[1]: "the old one", with_more(old, data)[1]: "the new one"}

        def kept(outcomes, names=names, oldest=old[0]):
            found = [promised(outcome) for outcome in outcomes]
            said = {
                names.get(one[1]) or ("an older one" if one[0] < oldest else "a lie") if one else "no promise"
                for one in found
            }
            order = ("the old one", "the new one", "an older one", "a lie", "no promise")
            return " or ".join(sorted(said, key=order.index))

        got = [("before it has returned", kept(disk.failures)), ("afterwards", kept(disk.after_failure()))]
        want = [("before it has returned", "the old one or the new one"), ("afterwards", "the new one")]
        call = f"publish(output, {data}, slots), on {held}"
        trial.compare(call, ("the power fails", "the file has"), got=got, want=want)
