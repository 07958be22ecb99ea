"""What the exercises of lesson 02 are graded by."""

import re
import tracemalloc
from contextlib import suppress
from itertools import islice

from maif.errors import LineError, MAIFError
from maif_course.checks import anything, at_most, between, graded, signs


class Pipe:
    """Reads as a pipe does: what is there, and at most what was asked for. A part that does not fit stays for later."""

    def __init__(self, parts):
        self._parts, self._rest, self.given = iter(parts), b"", 0

    def read(self, size=-1):
        if size < 0:
            self._rest, size = b"".join([self._rest, *self._parts]), 1 << 40
        self._rest = self._rest or next(self._parts, b"")
        part, self._rest = self._rest[:size], self._rest[size:]
        self.given += len(part)
        return part


def pieces(data, size):
    return [data[start : start + size] for start in range(0, len(data), size)]


def some_parts(rng):
    return [rng.randbytes(rng.randint(1, 9)) for _ in range(rng.randint(0, 12))]


@graded(
    "02.1.full",
    piece="full_chunks",
    points=2,
    title="Every chunk is full, and only the last may be shorter",
    hints=(
        "`read(4)` returned 3 bytes. Is that the end, and what do you need before you can yield?",
        "Where do you decide that there is nothing more to come? And how much do you ask for the second time?",
        "Collect parts; `missing -= len(part)`; ask `read(missing)` until it is 0 or no bytes come. Yield the rest.",
    ),
    causes={
        "shared": (
            "Two readers at a time, or one after the other, disturb each other: what a call knows has to be its own.",
            signs.any_of(lambda got, want: hasattr(got[0], "use"), lambda got, want: got[0].chunk == b"JFEW"),
        ),
        "reused": (
            "One and the same buffer came out each time, and holds what was read last. Yield bytes of their own.",
            lambda got, want: (
                not isinstance(got[0].chunk, bytes)
                and len({bytes(row.chunk) for row in got[: len(want) - 1]}) == 1 < len(got)
            ),
        ),
        "text": (
            "These are texts. Chunks are bytes, as they were read.",
            lambda got, want: isinstance(got[0].chunk, str),
        ),
        "equal-once": ("Two equal chunks are two chunks.", lambda got, want: got == want[:1] and want[0] == want[1]),
        "white-is-end": (
            "White space and zeros are bytes to read: the end is where no bytes come at all.",
            lambda got, want: want[0].chunk == b" \n\0E" and len(got) < 2,
        ),
        "nothing": ("Bytes were there to read, and not one chunk came out.", signs.nothing_came_out),
        "empty-chunk": (
            "A chunk with no bytes came out. Where the file ends with a full chunk, nothing is left to yield.",
            lambda got, want: any(not row.chunk for row in got),
        ),
        "as-they-come": (
            "A chunk in the middle is too short. Read on until it has `size` bytes.",
            lambda got, want: any(len(row.chunk) < len(want[0].chunk) for row in got[:-1]),
        ),
        "another-size": (
            "The caller asked for chunks of 3 bytes, and yours have another size.",
            lambda got, want: len(want[0].chunk) == 3 != len(got[0].chunk),
        ),
        "padded": (
            "The last chunk was filled up with bytes that nobody has read. It may be shorter.",
            lambda got, want: got[:-1] == want[:-1] and got[-1].chunk.startswith(want[-1].chunk),
        ),
        "too-long": (
            "A chunk has more than `size` bytes. The second time, ask for what is missing.",
            lambda got, want: any(len(row.chunk) > len(want[0].chunk) for row in got),
        ),
        "rest-lost": (
            "The last chunk is missing. It is shorter than `size`, and belongs to the file.",
            signs.last_missing,
        ),
        "short-is-end": (
            "You took a read of few bytes for the end. Only a read of no bytes is the end.",
            lambda got, want: len(got) < len(want) - 1,
        ),
    },
)
def full(full_chunks, trial):
    telling = [b"EWR", b"JFKLGA", b"EW", b"RJF"], [b"EWRJ"], [], [b" \n", b"\0", b"EWR"], [b"EWRJEWRJ"]
    cases = [*((parts, 4) for parts in telling), ([b"EWRJFK"], 3), ([b"A", b"B"] * 6, 12)]
    for parts, size in trial.cases(*cases, draw=lambda rng: (some_parts(rng), rng.randint(1, 9))):
        data = b"".join(parts)
        got = [(chunk,) for chunk in trial.take(len(data) + 1, full_chunks(Pipe(parts).read, size))]
        want = [(chunk,) for chunk in pieces(data, size)]
        trial.compare(f"full_chunks(read, {size}), where read gives {parts}", ("chunk",), got=got, want=want)
    trial.independent(
        "full_chunks(read, 4), beside full_chunks(read_another, 4)",
        lambda parts: full_chunks(Pipe(parts).read, 4),
        items=([b"EWR", b"JFKLGA"], [b"BO", b"SDCA"]),
        want=(pieces(b"EWRJFKLGA", 4), pieces(b"BOSDCA", 4)),
    )


@graded(
    "02.1.lazy",
    piece="full_chunks",
    points=1,
    title="No byte is read before its chunk is asked for",
    hints=(
        "To give the first chunk of 4 bytes, how many bytes does anybody need?",
        "How many bytes do you ask for in each `read`, and do you `yield` before you read on?",
        "Ask for `size` minus what you have of this chunk, and `yield` as soon as that is nothing.",
    ),
    causes={
        "at-the-call": ("Bytes were read before anybody asked for a chunk.", signs.wrong_at("bytes read at the call")),
        "ahead": (
            "You had read more than you gave. What is read and not given is lost for whoever reads on from the pipe.",
            signs.wrong_at("bytes read ahead of them"),
        ),
    },
)
def lazy(full_chunks, trial):
    for parts in trial.cases([b"EWR", b"JFKLGA"], draw=lambda rng: [*some_parts(rng), b"EWR"]):
        pipe = Pipe(trial.endless(parts))
        given = ahead = came = 0
        chunks = full_chunks(pipe.read, 4)
        early = pipe.given
        for chunk in islice(chunks, 1_200):
            came, given = came + 1, given + len(chunk)
            ahead = max(ahead, pipe.given - given)
        trial.compare(
            f"full_chunks(read, 4), where read gives {parts} over and over",
            ("what", "how many"),
            got=[("chunks that came", came), ("bytes read at the call", early), ("bytes read ahead of them", ahead)],
            want=[
                ("chunks that came", between(1, 1_200)),
                ("bytes read at the call", 0),
                ("bytes read ahead of them", 0),
            ],
        )


CHUNKS = [b"EWR\nJF", b"K\r", b"\nLG", b"A\r", b"BOS"]
TRACE = [(b"EWR\n", b"JF"), (b"", b"JFK\r"), (b"JFK\r\n", b"LG"), (b"", b"LGA\r"), (b"LGA\r", b"BOS"), (b"BOS", b"")]


@graded(
    "02.2.waits",
    piece="trace",
    points=2,
    title="What is certain comes out, what is not waits",
    hints=(
        "The second chunk ends with a carriage return. Which two things can the following byte make of it?",
        "Keep the line that has begun together: what waits after a chunk is what waited before it, and what it adds.",
        "After `K\\r` nothing comes out and `JFK\\r` waits. `\\nLG` settles it: `JFK\\r\\n` comes out. Now `A\\r`.",
    ),
    causes={
        "text": (
            'These are texts. A file in chunks holds bytes: write `b"..."`.',
            lambda got, want: got[1][1][:1] in ("'", '"'),
        ),
        "return-ends": (
            "You let a line go at a `\\r` that ends its chunk. A `\\n` may follow, and did.",
            lambda got, want: repr(b"JFK\r") == got[1][1] or repr(b"LGA\r") == got[3][1],
        ),
        "line-torn": (
            "Only the newest bytes wait in your trace. The beginning of their line waits with them.",
            lambda got, want: got[1][1:] == ("b''", repr(b"K\r")),
        ),
        "return-forgotten": (
            "`BOS` follows the `\\r`, not `\\n`: so it was a newline by itself, and its line is whole.",
            lambda got, want: got[:4] == want[:4] and got[4][1] == "b''",
        ),
        "end-lost": (
            "Your trace is right up to the end of the file: there, what waits comes out.",
            lambda got, want: got[:5] == want[:5],
        ),
        "stops": (
            "So far it is right, and there are more chunks. A pair is due for each, and one for the end.",
            lambda got, want: got == want[: len(got)],
        ),
    },
)
def waits(trace, trial):
    def row(chunk, pair):
        if isinstance(pair, tuple | list) and len(pair) == 2:
            return chunk, repr(pair[0]), repr(pair[1])
        return chunk, repr(pair), "no pair"

    def rows(pairs):
        return [row(chunk, pair) for chunk, pair in zip([*CHUNKS, "the end"], pairs, strict=False)]

    trial.compare("trace", ("chunk", "comes out", "waits"), got=rows(trace()), want=rows(TRACE), reveal=False)


def together(blocks):
    """The blocks as text: as one, if each but the last is made of whole lines, or else side by side."""
    joined = []
    for block in filter(None, blocks):
        before = joined[-1] if joined else b"x"
        if before.endswith(b"\n") or (before.endswith(b"\r") and not block.startswith(b"\n")):
            joined[-1] = before + block
        else:
            joined.append(block)
    return " and ".join(repr(bytes(block)) for block in joined) or "nothing"


def watched(cut_at_newlines, chunks, max_line):
    """The rows: each chunk, and what comes out while it is the newest."""
    out = [[] for _ in range(len(chunks) + 1)]
    newest = 0

    def coming():
        nonlocal newest
        for newest, chunk in enumerate(chunks):  # noqa: B007
            yield chunk
        newest = len(chunks)

    for block in cut_at_newlines(coming(), max_line):
        out[newest].append(block)
    return [(chunk, together(blocks)) for chunk, blocks in zip([*chunks, "the end"], out, strict=True)]


def settled(data):
    """The bytes up to the last newline that is certain: a `\\r` at the very end is not."""
    certain = data[:-1] if data.endswith(b"\r") else data
    return data[: max((found.end() for found in re.finditer(b"\r\n|\r|\n", certain)), default=0)]


def from_the_start(chunks):
    """The rows found slowly: after each chunk, look at all the bytes so far again."""
    ends = [len(settled(b"".join(chunks[: number + 1]))) for number in range(len(chunks))]
    data = b"".join(chunks)
    cuts = [0, *ends, len(data)]
    return [
        (chunk, together([data[start:end]]))
        for chunk, start, end in zip([*chunks, "the end"], cuts[:-1], cuts[1:], strict=True)
    ]


def compare_cuts(cut_at_newlines, chunks, trial, max_line=1000):
    trial.compare(
        f"cut_at_newlines({chunks}, {max_line})",
        ("chunk", "comes out"),
        got=watched(cut_at_newlines, chunks, max_line),
        want=from_the_start(chunks),
    )


def some_chunks(alphabet):
    def draw(rng):
        return [bytes(rng.choices(alphabet, k=rng.randint(1, 5))) for _ in range(rng.randint(0, 12))]

    return draw


@graded(
    "02.3.lines",
    piece="cut_at_newlines",
    points=2,
    title="A line that spans chunks comes out whole, with the chunk that ends it",
    hints=(
        "A chunk has come. Which part of it can go out now, and what has to go out before that part?",
        "Look at what you keep from chunk to chunk: when is it added to, when does it come out, when is it emptied?",
        "`cut = chunk.rfind(b'\\n') + 1`. Unless it is 0, yield what waited and `chunk[:cut]`. `chunk[cut:]` waits.",
    ),
    causes={
        "shared": (
            "Two files at a time, or one that was left before its end, disturb each other: "
            "what a call knows has to be its own.",
            lambda got, want: hasattr(got[0], "use"),
        ),
        "nothing": (
            "Lines were there, and nothing came out at all.",
            lambda got, want: len(got) > 1 and all(row.comes_out == "nothing" for row in got),
        ),
        "all-at-end": (
            "Nothing came out before the file ended. A line is due with the chunk that ends it.",
            lambda got, want: len(got) > 1 and all(row.comes_out == "nothing" for row in got[:-1]),
        ),
        "newline-lost": (
            "The newlines are gone. All blocks together must be the file, byte for byte.",
            lambda got, want: got[0].comes_out == "b'EWR'" and "\\n" not in got[1].comes_out,
        ),
        "newline-late": (
            "A line came out without its newline, which came before the next one. Cut behind it.",
            lambda got, want: got[0].comes_out == "b'EWR'" and got[1].comes_out.startswith("b'\\n"),
        ),
        "unfinished": (
            "A line came out before its end was there.",
            signs.any_of(
                lambda got, want: got[0].comes_out == repr(got[0].chunk) != want[0].comes_out,
                lambda got, want: got[0].comes_out != "nothing" == want[0].comes_out,
            ),
        ),
        "late": (
            "What the first chunk had ended came with the second. On a live source, each line would wait for the next.",
            lambda got, want: got[0].comes_out == "nothing" and got[1].comes_out.startswith("b'EWR\\n"),
        ),
        "start-lost": (
            "The beginning of a line is lost: it came with an earlier chunk.",
            lambda got, want: got[1].comes_out.startswith("b'K"),
        ),
        "came-twice": (
            "What had come out came out again. Empty what waits when you have yielded it.",
            lambda got, want: (
                got[:3] == want[:3] and len(signs.row_of(got, b"\nDCA").comes_out) > len(want[3].comes_out)
            ),
        ),
        "one-line": (
            "Two lines ended in one chunk, and one of them came late. Cut at the last newline, not at the first.",
            lambda got, want: got[1].comes_out == "b'JFK\\n'",
        ),
        "empty-is-end": (
            "A chunk without bytes is not the end: the file went on behind it.",
            lambda got, want: got[1].chunk == b"" and got[-1].comes_out == "nothing",
        ),
        "equal-once": (
            "A line that is equal to the one before is a line all the same.",
            lambda got, want: got[0].chunk == got[1].chunk and got[1].comes_out == "nothing",
        ),
        "byte-lost": (
            "A byte is gone. All blocks together must be the file, byte for byte.",
            signs.says(b"\n", repr(b"E\fWR\n")),
        ),
        "end-lost": ("The last line has no newline, and did not come out.", signs.wrong_only_at("the end")),
    },
)
def lines(cut_at_newlines, trial):
    telling = [b"EWR\nJF", b"K\nLGA\nBO", b"S", b"\nDCA"]
    others = [b"EWR\n", b"", b"JFK"], [b"\nEWR"], [b"E\fWR\0", b"\n"], [b"EWR\n", b"EWR\n"], []
    for chunks in trial.cases(telling, *others, draw=some_chunks(b"ab\n")):
        compare_cuts(cut_at_newlines, chunks, trial)
    trial.independent(
        "cut_at_newlines(chunks, 1000), beside cut_at_newlines(others, 1000)",
        lambda chunks: cut_at_newlines(chunks, 1000),
        items=([b"EW", b"R\nJF", b"K\nLGA"], [b"B", b"OS\nDCA"]),
        want=([b"EWR\n", b"JFK\n", b"LGA"], [b"BOS\n", b"DCA"]),
        show=bytes,
    )
    for kind, chunks in trial.kinds([b"EWR\nJF", b"K\n"]):
        got = [(kind, together(cut_at_newlines(chunks, 1000)))]
        trial.compare(
            f"cut_at_newlines({kind}, 1000)", ("chunks", "comes out"), got=got, want=[(kind, repr(b"EWR\nJFK\n"))]
        )


@graded(
    "02.3.returns",
    piece="cut_at_newlines",
    points=2,
    title="A carriage return ends a line unless it is half of a newline",
    hints=(
        "Which `\\r` can you judge as soon as you see it, and which not before the next chunk?",
        "Take a `\\r` off the end of the chunk before you look for newlines, and put it before the next chunk.",
        "`chunk = set_aside + chunk`; cut behind `max(chunk.rfind(b'\\n', 0, stop), chunk.rfind(b'\\r', 0, stop))`, "
        "where `stop` leaves out a `\\r` at the very end. After the loop, what is left includes that `\\r`.",
    ),
    causes={
        "split-pair": (
            "You cut between `\\r` and `\\n`. Each half now looks like a newline of its own.",
            lambda got, want: got[0].comes_out == repr(b"EWR\r") != want[0].comes_out,
        ),
        "empty-is-end": (
            "A chunk without bytes is not the end: the file went on behind it.",
            lambda got, want: got[1].chunk == b"" and got[2].comes_out == got[3].comes_out == "nothing",
        ),
        "empty-is-next": (
            "A chunk without bytes is no next byte: a `\\r` before it waits on.",
            signs.says(b"", repr(b"EWR\r")),
        ),
        "late": (
            "What one chunk had ended came with the next. On a live source, each line would wait for another.",
            lambda got, want: got[1].comes_out == "nothing" and got[2].comes_out == want[1].comes_out != "nothing",
        ),
        "return-ignored": (
            "A `\\r` with no `\\n` after it is a newline too: its line was whole, and did not come out.",
            lambda got, want: any(
                row.chunk in (b"LGA\rBO", b"\rJFK", b"JFK", b"EWR\r\r") and row.comes_out == "nothing" for row in got
            ),
        ),
        "changed": (
            "Of `\\r\\n`, a part is gone. All blocks together must be the file, byte for byte.",
            signs.says(b"\nJFK\r", repr(b"EWR\n")),
        ),
        "start-lost": (
            "The beginning of a line, which came with an earlier chunk, is lost.",
            lambda got, want: got[0].chunk[:3] == b"EWR" and not any("EWR" in row.comes_out for row in got),
        ),
        "came-twice": (
            "What had come out came out again. Empty what waits when you have yielded it.",
            lambda got, want: sum("EWR" in row.comes_out for row in got) > 1,
        ),
        "return-lost": (
            "The file ends with `\\r`, which you had set aside. It never came out.",
            signs.wrong_only_at("the end"),
        ),
        "return-counted": (
            "A line of 10 bytes was given up: as many are allowed, and a `\\r` that waits for its other half does not "
            "count.",
            signs.says(b"xxxxxxxxxx\r", repr(b"xxxxxxxxxx\r")),
        ),
    },
)
def returns(cut_at_newlines, trial):
    telling = [b"EWR\r", b"\nJFK\r", b"LGA\rBO", b"S\r"]
    for chunks in trial.cases(
        telling, [b"EWR", b"\rJFK"], [b"EWR\r", b"", b"JFK"], [b"EWR\r\r"], draw=some_chunks(b"ab\n\r\r")
    ):
        compare_cuts(cut_at_newlines, chunks, trial)
    compare_cuts(cut_at_newlines, [b"xxxxxxxxxx\r", b"\n"], trial, max_line=10)


LIMITED = {  # chunks, and how many of them are read where a line has at most 10 bytes
    "10 bytes, then the newline": ([b"xxxxx", b"xxxxx", b"\n"], 3),
    "11 bytes": ([b"xxxxx", b"xxxxx ", b"\n"], 2),
    "A\\nBCD, five times": ([b"A\nBCD"] * 5, 5),
    "a line, then 10 bytes and the newline": ([b"A\n", b"xxxxxxxxxx", b"\n"], 3),
    "a line, then 11 bytes": ([b"A\n", b"xxxxxxxxxxx", b"\n"], 2),
    "a line and 11 bytes at once": ([b"A\nxxxxxxxxxxx", b"\n"], 1),
    "a line and 5 bytes": ([b"ABCDE\nFGHIJ", b"K\n"], 2),
    "12 bytes and their newline at once": ([b"xxxxxxxxxxxx\nA", b"\n"], 2),
}
SHORT_LINES = ("A\\nBCD, five times", "a line, then 10 bytes and the newline", "a line and 5 bytes")


@graded(
    "02.3.limit",
    piece="cut_at_newlines",
    points=1,
    title="A line that grows beyond max_line is given up",
    hints=(
        "What would you hold after an hour, if a newline never comes?",
        "Count the bytes that wait. After which step can that count have grown, and after which is it 0 again?",
        "When more than `max_line` bytes wait, `break`: they come out behind the loop. A cut sets the count to 0.",
    ),
    causes={
        "discarded": (
            "The line that is too long was thrown away, or a part of it. What was read must come out: "
            "the caller says which line it was.",
            lambda got, want: signs.row_of(got, "xxxxx for ever")[1:] in (("nothing", 3), (repr(b"x" * 10), 3)),
        ),
        "too-early": (
            "A line of exactly `max_line` bytes is allowed. Give up when there are more.",
            signs.says("10 bytes, then the newline", 2, "pulled"),
        ),
        "whole-line": (
            "A line that came with its end was given up: it does not grow, however long it is.",
            signs.wrong_only_at("12 bytes and their newline at once"),
        ),
        "total": (
            "Short lines were given up: count the bytes of the line that has begun, and of no line that is out.",
            lambda got, want: any(
                row.pulled < due.pulled for row, due in zip(got, want, strict=True) if row.chunks in SHORT_LINES
            ),
        ),
        "went-on": (
            "You read on after the line that was too long.",
            lambda got, want: signs.row_of(got, "xxxxx for ever").pulled > 3,
        ),
        "one-more": (
            "A line of 11 bytes is one byte too long, whatever came before it, and you read on.",
            signs.too_late("pulled"),
        ),
    },
)
def limit(cut_at_newlines, trial):
    def row(what, source, most):
        trial.case = what
        return what, together(trial.take(most, cut_at_newlines(source, 10))), source.pulled

    got = [row("xxxxx for ever", trial.endless([b"xxxxx"], most=100), 3)]
    got += [row(label, trial.source(chunks), 9) for label, (chunks, _) in LIMITED.items()]
    want = [("xxxxx for ever", together([b"x" * 15]), 3)]
    want += [(label, together([b"".join(chunks[:pulled])]), pulled) for label, (chunks, pulled) in LIMITED.items()]
    trial.compare("cut_at_newlines(chunks, max_line=10)", ("chunks", "comes out", "pulled"), got=got, want=want)


@graded(
    "02.3.flat",
    piece="cut_at_newlines",
    points=1,
    title="Memory does not grow with the file",
    hints=(
        "A block has come out. Who needs its bytes now?",
        "Which of your variables only ever grows?",
        "Keep the bytes behind the last cut, and nothing from before it.",
    ),
    causes={
        "kept": (
            "You keep bytes that have come out already: ten times the file takes ten times the memory.",
            lambda got, want: got[1].most_in_memory != "less than 30 KB",
        ),
        "lost": ("Not all whole lines came out as whole lines.", signs.wrong_only_in("in whole lines")),
    },
)
def flat(cut_at_newlines, trial):
    def most_held(count):
        chunks = (b"x" * 600 + b"\n" + b"y" * 423 for _ in range(count))
        tracing = tracemalloc.is_tracing()
        tracemalloc.start()
        try:
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            came = sum(len(block) for block in cut_at_newlines(chunks, 2000) if block.endswith(b"\n"))
            held = tracemalloc.get_traced_memory()[1] - before
        finally:
            if not tracing:
                tracemalloc.stop()
        return f"{came >> 10} KB", "less than 30 KB" if held < 30 << 10 else f"{held >> 10} KB"

    got = [(f"{count} KB", *seen) for count, seen in trial.growing(most_held, sizes=(50, 500))]
    want = [("50 KB", "49 KB", "less than 30 KB"), ("500 KB", "499 KB", "less than 30 KB")]
    columns = ("file", "in whole lines", "most in memory")
    trial.compare("cut_at_newlines(chunks of 1 KB, 2000)", columns, got=got, want=want)


class Place:
    """Where reading has come to."""

    def __init__(self):
        self.line, self.offset = 1, 0

    def move(self, lines, size):
        self.line += lines
        self.offset += size


def number(line, place):
    """A `parse` that tells where it was called, and refuses what is no number."""
    try:
        return place.line, place.offset, f"value {int(line)}"
    except ValueError:
        raise LineError(f"{bytes(line).strip().decode()!r} reported", place.line, place.offset) from None


def some_blocks(rng):
    newline = rng.choice((b"\n", b"\r\n", b"\r"))

    def block():
        lines = rng.choices((b"7", b"12", b"?", b"?!", b"", b" \t"), k=rng.randint(1, 4))
        return b"".join(line + newline for line in lines)

    return [block() for _ in range(rng.randint(0, 6))]


def numbered(blocks):
    """The rows found slowly: every line with its number, and the sum of all sizes before it."""
    lines = b"".join(blocks).splitlines(keepends=True)
    rows = [(n + 1, sum(map(len, lines[:n])), line.strip().decode()) for n, line in enumerate(lines)]
    return [(n, byte, f"value {text}" if text.isdigit() else f"'{text}' reported") for n, byte, text in rows if text]


@graded(
    "02.4.place",
    piece="parsed_lines",
    points=2,
    title="Each line is known by its number and its first byte",
    hints=(
        "Three kinds of lines come by: good, bad and blank. After which of them are you one line further?",
        "Find `place.move`. Which lines never get there? And what has `splitlines()` done to the newlines?",
        "`for line in block.splitlines(keepends=True)`, and `place.move(1, len(line))` last in its body, always.",
    ),
    causes={
        "blank-reported": (
            "A line of white space was reported as a bad one. `bytes.isspace` knows them.",
            lambda got, want: any(row.what == "'' reported" for row in got),
        ),
        "moved-first": (
            "The first line is said to be the second: you moved on before you called `parse`.",
            lambda got, want: got[0].line == 2 > want[0].line,
        ),
        "late": ("A value, or a report, came late. Each is due before the next line is parsed.", signs.reordered),
        "newline-bytes": (
            "The numbers are right, the bytes are not. A newline has bytes too, and `splitlines()` takes it away.",
            signs.wrong_only_in("byte"),
        ),
        "stops": (
            "After the first bad line nothing came. Report it, and go on with the next.",
            lambda got, want: signs.end_missing(got, want) and got[-1].what.endswith("reported"),
        ),
        "empty-is-end": (
            "A block without bytes is not the end: lines came behind it.",
            lambda got, want: signs.end_missing(got, want) and [row.line for row in want] == [1, 2],
        ),
        "blank-uncounted": (
            "After the blank lines the numbers are too small. Blank lines are lines of the file.",
            lambda got, want: got[1].line == 2 < want[1].line,
        ),
        "by-block": (
            "The place stayed at the beginning of the block. Each line has a place of its own: move after each.",
            lambda got, want: got[1].line == 3 < want[1].line,
        ),
        "stays": (
            "Every line has the place of the first. After each, move on.",
            lambda got, want: len(got) > 1 and all(row.line == 1 for row in got),
        ),
        "unreported": (
            "A line is missing: every bad line is reported, be it like one before or not.",
            signs.some_missing,
        ),
        "split": (
            "The numbers are too large. Behind a block's last newline no line begins, and a form feed ends none.",
            lambda got, want: got[1].line == want[1].line + 1,
        ),
        "bad-uncounted": (
            "After a bad line the numbers are too small: you did not move on past it.",
            lambda got, want: got[:2] == want[:2] and got[2].line < want[2].line,
        ),
        "return": (
            "A lone `\\r` ends a line, too: `bytes.splitlines` knows.",
            lambda got, want: any("\\r" in row.what for row in got),
        ),
        "shared": (
            "Two readings at a time, or one that was left before its end, disturb each other: "
            "what a call knows has to be its own.",
            lambda got, want: hasattr(got[0], "use"),
        ),
    },
)
def places(parsed_lines, trial):
    for blocks in trial.cases(
        [b"1\n\n", b" \f\n?\n", b"2\r\n?\r3\n"], [b"1\n", b"", b"2"], [b"1\n"], [], draw=some_blocks
    ):
        got = []
        place = Place()

        def report(error, got=got):
            got.append((error.line, error.offset, error.what))

        for value in parsed_lines(trial.source(blocks), place, number, report):
            got.append(value)
        trial.compare(f"parsed_lines({blocks}, ...)", ("line", "byte", "what"), got=got, want=numbered(blocks))
    blocks, others = [b"1\n2\n", b"3\n"], [b"4\n", b"\n5\n"]
    trial.independent(
        f"parsed_lines({blocks}, ...), beside parsed_lines({others}, ...)",
        lambda blocks: parsed_lines(blocks, Place(), number, lambda error: None),
        items=(blocks, others),
        want=(numbered(blocks), numbered(others)),
    )


class RefusedError(LineError):
    """A bad line of another kind."""


class MistakeError(MAIFError, OSError, ValueError, LookupError, RuntimeError):
    """What is no bad line: all that a `LineError` is derived from, and more."""


MISTAKES = ("parse raises another error", "Ctrl-C comes in parse")
FALSY = "parse returns None, 0, an empty text, [], [] and [7]"


@graded(
    "02.4.bad",
    piece="parsed_lines",
    points=1,
    title="A bad line is reported, a mistake in the program goes up",
    hints=(
        "Which exception says that a line is bad? What do all others say?",
        "Look at the `except`: which exceptions does it take? And what happens to one that `report` raises?",
        "`try: value = parse(line, place)`, `except LineError as error: report(error)`, `else: yield value`.",
    ),
    causes={
        "all-reported": (
            "`parse` had a mistake in it, and you reported a bad line. Take `LineError` and nothing else.",
            signs.any_of(*map(signs.wrong_at, MISTAKES)),
        ),
        "report-silenced": (
            "`report` was to end the reading with an error of its own, and nobody saw one.",
            signs.any_of(signs.wrong_at("report raises LineError"), signs.wrong_at("report raises another error")),
        ),
        "source-silenced": (
            "The blocks could not be read, and nobody was told.",
            signs.wrong_at("the blocks raise an error"),
        ),
        "report-result": (
            "What `report` returns is no value of a line.",
            signs.says("a line is bad", "values [1, 'seen', 2]"),
        ),
        "falsy-lost": (
            "What `parse` returned is a value, whatever it is: None, 0, what is empty, or equal to the one before.",
            signs.wrong_only_at(FALSY),
        ),
        "one-class-only": (
            "What is derived from `LineError` is a `LineError`: `except` knows that, a comparison of types does not.",
            signs.wrong_only_at("parse raises what is derived from LineError"),
        ),
        "stripped": (
            "`parse` was given a line without its spaces. They belong to it: perhaps they mean something.",
            signs.wrong_only_at("a line begins and ends with a space"),
        ),
    },
)
def bad(parsed_lines, trial):
    def parse(line, place):
        if line.startswith((b"?", b"!")):
            raise (LineError if line.startswith(b"?") else RefusedError)("bad", place.line, place.offset)
        if line.startswith((b"m", b"c")):
            raise MistakeError("a mistake in parse") if line.startswith(b"m") else KeyboardInterrupt
        values = {b"1": 1, b"2": 2, b"n": None, b"0": 0, b"e": "", b"l": [], b"k": [7], b" 2 ": 3}
        return values.get(line.rstrip(b"\n"), "another line")

    def outcome(lines, report):
        seen = []
        try:
            for value in parsed_lines(trial.source(blocks(lines)), Place(), parse, report):
                seen.append(value)
        except (LineError, MistakeError, KeyboardInterrupt) as error:
            return f"{type(error).__name__} came out"
        return f"values {seen}"

    def blocks(lines):
        yield b"1\n"
        if lines is None:
            raise MistakeError("the blocks cannot be read")
        yield from (lines, b"2\n")

    def ignore(error):
        return "seen"

    def stop(error):
        raise error

    def fail(error):
        raise MistakeError("a mistake in report")

    cases = [
        ("a line is bad", b"?\n", ignore, "values [1, 2]"),
        ("parse raises another error", b"m\n", ignore, "MistakeError came out"),
        ("Ctrl-C comes in parse", b"c\n", ignore, "KeyboardInterrupt came out"),
        ("report raises LineError", b"?\n", stop, "LineError came out"),
        ("report raises another error", b"?\n", fail, "MistakeError came out"),
        ("the blocks raise an error", None, ignore, "MistakeError came out"),
        (FALSY, b"n\n0\ne\nl\nl\nk\n", ignore, "values [1, None, 0, '', [], [], [7], 2]"),
        ("parse raises what is derived from LineError", b"!\n", ignore, "values [1, 2]"),
        ("a line begins and ends with a space", b" 2 \n", ignore, "values [1, 3, 2]"),
    ]
    got = [(when, outcome(lines, report)) for when, lines, report, _ in cases]
    want = [(when, due) for when, _, _, due in cases]
    trial.compare("list(parsed_lines(blocks, place, parse, report))", ("when", "what comes of it"), got=got, want=want)


@graded(
    "02.4.closed",
    piece="parsed_lines",
    points=1,
    title="The blocks are closed, however the reading ends",
    hints=(
        "`blocks` is a generator that has a file open. Who closes it when your caller leaves after one value?",
        "What has to surround both loops, so that it runs on every way out?",
        "Put the loops inside `with closing(blocks):`.",
    ),
    causes={
        "never": (
            "The blocks were not closed at all. A loop over a generator does not close it.",
            lambda got, want: all(row.blocks == "open" for row in got),
        ),
        "early-exit": (
            "They are closed at the end, and stay open when the reading is left before.",
            signs.left_open("left after two"),
        ),
        "too-early": ("They are closed while they are still being read.", signs.closed_too_early("after two values")),
        "failure": (
            "When `report` raised, or Ctrl-C came, they stayed open.",
            signs.any_of(signs.left_open("report raised"), signs.left_open("Ctrl-C came")),
        ),
        "all-read": (
            "A block was read before the lines of the block before it were done.",
            signs.says("after two values", 3, "read"),
        ),
    },
)
def closed(parsed_lines, trial):
    def stop(error):
        raise error

    def state(source):
        return source.pulled, "closed" if source.closed else "open"

    def interrupt(line, place):
        raise KeyboardInterrupt

    left, whole, failing, interrupted = (trial.source([b"1\n", b"2\n?\n", b"3\n"]) for _ in range(4))
    reading = iter(parsed_lines(left, Place(), number, stop))
    trial.take(2, reading)
    got = [("after two values", *state(left))]
    trial.leave(reading)
    trial.take(9, parsed_lines(whole, Place(), number, lambda error: None))
    got += [("after the last", *state(whole)), ("left after two", *state(left))]
    with suppress(LineError):
        trial.take(9, parsed_lines(failing, Place(), number, stop))
    with suppress(KeyboardInterrupt):
        trial.take(9, parsed_lines(interrupted, Place(), interrupt, stop))
    got += [("report raised", *state(failing)), ("Ctrl-C came", *state(interrupted))]
    want = [
        ("after two values", 2, "open"),
        ("after the last", anything(), "closed"),
        ("left after two", anything(), "closed"),
        ("report raised", anything(), "closed"),
        ("Ctrl-C came", anything(), "closed"),
    ]
    trial.compare("parsed_lines(blocks, place, parse, report)", ("when", "read", "blocks"), got=got, want=want)


class Table(dict):
    """Columns; its length is the number of rows, as with a table of Arrow."""

    def __len__(self):
        return len(self["carrier"])


def table(rows):
    """A chunk of rows as columns; flights are planned for minute 100."""
    carriers, late = [carrier for carrier, _ in rows], [100 + minutes for _, minutes in rows]
    return Table(carrier=carriers, left=late, planned=[100] * len(rows))


def shown(means):
    return ", ".join(f"{carrier} {round(mean, 6):g}" for carrier, mean in sorted(means.items()))


def taken(means):
    """The averages as text, and the `dict` emptied, as a reader may."""
    text = shown(means)
    means.clear()
    return text


def so_far(chunks):
    """The rows found slowly: after each chunk, all flights so far, carrier by carrier."""
    for count in range(1, len(chunks) + 1):
        late = {}
        for carrier, minutes in (row for chunk in chunks[:count] for row in chunk):
            late.setdefault(carrier, []).append(minutes)
        yield count, shown({carrier: sum(minutes) / len(minutes) for carrier, minutes in late.items()})


def some_flights(rng):
    def flights():
        return [(rng.choice(("AA", "B6", "UA")), rng.randint(-20, 300)) for _ in range(rng.randint(1, 6))]

    return [flights() for _ in range(rng.randint(1, 6))]


@graded(
    "02.5.means",
    piece="mean_delays",
    points=2,
    title="After each chunk come the averages of all flights so far",
    hints=(
        "Which two numbers of a chunk can be added to those of another, so that their quotient stays right?",
        "What do you keep for a carrier, what do you do to it for each flight, and where is the division?",
        "Keep the sum of the minutes and the number of flights for each carrier. After each chunk, `yield` a new dict "
        "of quotients.",
    ),
    causes={
        "at-the-end": (
            "All chunks were read before the first averages came.",
            lambda got, want: len(want) > 1 and got[0].chunks_read == len(want),
        ),
        "one-ahead": (
            "You read a chunk more before you gave the averages. On a live source, each would come late.",
            signs.wrong_only_in("chunks read"),
        ),
        "same-dict": (
            "All the answers are one and the same `dict`, as it was at the end. Yield a new one each time.",
            lambda got, want: (
                signs.wrong_only_in("averages")(got, want) and {row.averages for row in got} == {want[-1].averages}
            ),
        ),
        "chunk-only": (
            "These are the averages of one chunk. Flights of earlier chunks count too.",
            lambda got, want: got[1].averages == "UA 9",
        ),
        "sums": (
            "These are no averages: a carrier's minutes are divided by the number of its own flights.",
            lambda got, want: got[0].averages in ("AA 1, UA 6", "AA 0.333333, UA 2"),
        ),
        "mean-of-means": (
            "You averaged averages. A chunk with one flight then counts as much as one with a thousand.",
            lambda got, want: got[0] == want[0] and got[1].averages == "AA 1, UA 6",
        ),
        "gone": (
            "A carrier without a flight in this chunk is gone. Its average so far is still its average.",
            lambda got, want: got[1].averages == "UA 5",
        ),
        "sign": (
            "Add up `left - planned` as it is: above zero where a flight left late, and below where it left early.",
            lambda got, want: got[2].averages in ("AA 0.5, UA -5", "AA 1.5, UA 5", "AA 0.5, UA 5"),
        ),
        "fraction": (
            "A fraction of an average is gone. The average of 1 and -2 is -0.5: divide with `/`, and do not round.",
            signs.any_of(
                lambda got, want: got[2].averages in ("AA -1, UA 5", "AA 0, UA 5"),
                lambda got, want: want[0].averages == "UA 1.175" and got[0].averages.startswith("UA 1"),
            ),
        ),
        "on-time": (
            "A flight that was on time is missing. It is a flight, and 0 a delay like any other.",
            lambda got, want: want[0].averages == " 0" and got[2].averages == " 3",
        ),
        "no-name": (
            "A carrier is missing whose name is an empty text: a name like any other.",
            lambda got, want: want[0].averages == " 0" and not any(row.averages for row in got),
        ),
        "midnight": ("A flight that left at minute 0 is missing.", lambda got, want: want[0].averages == "UA -100"),
        "no-rows": (
            "A chunk may be a table without rows: after it, too, come the averages so far.",
            lambda got, want: len(got) < len(want),
        ),
        "shared": (
            "Two uses at a time, or one after the other, disturb each other: what a call knows has to be its own.",
            signs.any_of(
                lambda got, want: hasattr(got[0], "use"),
                lambda got, want: "AA" in got[0].averages and "AA" not in want[0].averages,
            ),
        ),
    },
)
def means(mean_delays, trial):
    telling = [[("UA", 2), ("UA", 4), ("AA", 1)], [("UA", 9)], [("AA", -2)]]
    for chunks in trial.cases(
        telling, [[("", 0)], [], [("", 3)]], [[("UA", 2.25), ("UA", 0.1)]], [[("UA", -100)]], [], draw=some_flights
    ):
        source = trial.source(map(table, chunks))
        answers = [(source.pulled, answer) for answer in mean_delays(source)]
        got = [(pulled, shown(answer)) for pulled, answer in answers]
        call = f"mean_delays(chunks), delays {chunks}"
        trial.compare(call, ("chunks read", "averages"), got=got, want=so_far(chunks))
    chunks, others = [[("UA", 2)], [("UA", 4)]], [[("UA", 60)], [("AA", 30)]]
    trial.independent(
        f"mean_delays(chunks), delays {chunks}, beside delays {others}",
        lambda chunks: mean_delays(map(table, chunks)),
        items=(chunks, others),
        want=tuple([text for _, text in so_far(each)] for each in (chunks, others)),
        show=taken,
    )
    got = [(shown(answer),) for answer in mean_delays([table(chunk) for chunk in chunks])]
    trial.compare("mean_delays(a list)", ("averages",), got=got, want=[("UA 2",), ("UA 3",)])


@graded(
    "02.5.held",
    piece="mean_delays",
    points=1,
    title="No more than two chunks of rows are held",
    hints=(
        "A flight has been added to its carrier's sum. Who needs the flight now?",
        "Which of your variables has an entry for each flight, or for each chunk?",
        "Let nothing live on from chunk to chunk but two dicts with one number for each carrier.",
    ),
    causes={
        "grows": (
            "You hold more after more chunks: something keeps an entry for each flight.",
            signs.any_of(signs.grows("most rows held"), signs.grows("most delays held")),
        ),
        "chunks": (
            "You hold a few chunks more than the one in hand and the next.",
            signs.wrong_only_in("most rows held"),
        ),
        "not-each": (
            "After some chunks no answer came, or a wrong one: `02.5.means` says more.",
            signs.wrong_only_in("answers", "all of them"),
        ),
    },
)
def held(mean_delays, trial):
    def most_rows(count):
        gauge, delays = trial.held(), trial.held()

        class Minute(int):
            def __sub__(self, other):
                return delays.item(int(self) - other)

        def chunks():
            for number in range(0, count * 5, 5):  # no delay comes twice, and on average they are 4.5
                left = (Minute(n) for k in range(number, number + 5) for n in (k + 5, 4 - k))
                yield {"carrier": ["UA"] * 10, "left": list(gauge.items(left)), "planned": [0] * 10}

        answers = [shown(answer) for answer in mean_delays(chunks())]
        return len(answers), " and ".join(sorted(set(answers))), gauge.most, delays.most

    got = [(count, *seen) for count, seen in trial.growing(most_rows, sizes=(10, 100))]
    want = [(count, count, "UA 4.5", between(1, 20), at_most(20)) for count in (10, 100)]
    columns = ("chunks", "answers", "all of them", "most rows held", "most delays held")
    trial.compare("mean_delays(chunks of 10 rows)", columns, got=got, want=want)


def read_from_behind(last_lines, text, count, chunk):
    pieces = []

    def read_at(position, size):
        pieces.append((f"piece {len(pieces) + 1}", f"{size} bytes from {position}"))
        return text[position : position + size]

    lines = list(last_lines(read_at, len(text), count, chunk))
    return [*pieces, ("lines", lines)]


def from_behind(text, count, chunk):
    """The pieces and lines that are due: down to the newline in front of the first line, or to the file's beginning."""
    lines = text.removesuffix(b"\n").split(b"\n") if text else []
    chosen = lines[max(0, len(lines) - count) :]
    ends = len(text) - text.endswith(b"\n")
    newline = max(0, ends - len(b"\n".join(chosen)) - 1)
    pieces, position = [], len(text)
    while chosen and position > newline:
        start = max(0, position - chunk)
        pieces.append((f"piece {len(pieces) + 1}", f"{position - start} bytes from {start}"))
        position = start
    return [*pieces, ("lines", chosen)]


def some_log(rng):
    return bytes(rng.choices(b"ab\r\n\n", k=rng.randint(0, 30))), rng.randint(0, 4), rng.randint(1, 6)


def lines_of(rows):
    return rows[-1].seen


@graded(
    "02.6.behind",
    piece="last_lines",
    points=0,
    title="The last lines are read from the end, and no piece more",
    hints=(),
    causes={
        "from-the-front": (
            "Reading began at byte 0. The last lines lie at the other end.",
            lambda got, want: got[0].seen.endswith(" from 0") and not want[0].seen.endswith(" from 0"),
        ),
        "needless": ("There was nothing to read, and a piece was read.", lambda got, want: len(got) > 1 == len(want)),
        "no-line": (
            "Where nothing was read, there is no line, not even an empty one.",
            lambda got, want: lines_of(want) == [] and lines_of(got) == [b""],
        ),
        "before-the-file": (
            "A piece begins before the file does. The one at the front may be shorter than `chunk`.",
            lambda got, want: any(" from -" in row.seen for row in got[:-1]),
        ),
        "pieces": (
            "A piece lies elsewhere than it should: each has `chunk` bytes, and ends where the one before began.",
            lambda got, want: any(row.seen != due.seen for row, due in zip(got[:-1], want[:-1], strict=False)),
        ),
        "cut": (
            "Reading stopped too early: what came in front of the first line was not seen. Is a newline there, or more "
            "of the line? The newline at the very end stands in front of no line.",
            lambda got, want: len(got) < len(want),
        ),
        "too-far": (
            "The lines were known, and one piece more was read.",
            lambda got, want: len(got) > len(want) and lines_of(got) == lines_of(want),
        ),
        "as-text": (
            "Lines are text, or were. A piece may end within a character: leave it the `bytes` that it is.",
            lambda got, want: any(isinstance(line, str) or b"\xef\xbf\xbd" in line for line in lines_of(got)),
        ),
        "newlines-kept": (
            "The newline that ends a line does not belong to the answer.",
            lambda got, want: any(line.endswith(b"\n") for line in lines_of(got)),
        ),
        "carriage-return": (
            "`\\r` was taken for the end of a line. Here only `\\n` is one.",
            lambda got, want: (
                any(b"\r" in line for line in lines_of(want))
                and {*lines_of(got)} <= {part for line in lines_of(want) for part in line.split(b"\r")}
            ),
        ),
        "stripped": (
            "White space at the end of a line belongs to it, `\\r` as well.",
            lambda got, want: lines_of(got) == [line.strip() for line in lines_of(want)],
        ),
        "last-lost": (
            "The last line is missing. It has no newline at its end, and is a line.",
            lambda got, want: lines_of(got)[-1:] != lines_of(want)[-1:] and lines_of(want)[-1] not in lines_of(got),
        ),
        "one-more": (
            "Behind the last newline there is no line.",
            lambda got, want: lines_of(got)[-1] == b"" and lines_of(got)[-2] == lines_of(want)[-1],
        ),
        "empty-lost": (
            "An empty line got lost.",
            lambda got, want: lines_of(got).count(b"") < lines_of(want).count(b""),
        ),
        "turned-round": (
            "The right lines came in another order than they have in the file.",
            lambda got, want: sorted(lines_of(got)) == sorted(lines_of(want)) and lines_of(got) != lines_of(want),
        ),
    },
)
def behind(last_lines, trial):
    for text, count, chunk in trial.cases(
        (b"one\ntwo\nthree\nfour\n", 2, 4),
        (b"ab\ncd\nef\n", 1, 3),
        (b"ab\ncd\n\xc3\xa9", 1, 1),
        (b"ab\ncd\nef\n", 0, 4),
        (b"", 2, 4),
        (b"ab\ncd\n", 5, 4),
        (b"ab\n\ncd\n", 2, 3),
        (b"ab\r\nc\rd\n", 2, 5),
        (b"\n", 1, 4),
        (b"ab\n\n", 1, 2),
        draw=some_log,
    ):
        got, want = read_from_behind(last_lines, text, count, chunk), from_behind(text, count, chunk)
        call = f"last_lines(read_at, {len(text)}, {count}, {chunk}) of {text!r}"
        trial.compare(call, ("what", "seen"), got=got, want=want)
