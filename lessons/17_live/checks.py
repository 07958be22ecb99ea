"""The checks of lesson 17: what a kill leaves, where whole lines end, what may be committed, what is tried again."""

from maif.errors import InvalidArgumentError
from maif_course.checks import at_most, graded, signs


def somewhere(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


# 17.1

LEFT = {  # what the file holds: killed after two calls, and after three
    "commits first": ("ABCD", "ACD"),
    "writes first": ("ABCD", "ABBCD"),
    "in twos": ("ABABCD", "ABCD"),
    "remembers": ("ABCD", "ABCD"),
    "side by side": ("BCD", "BACD"),
}


def shown(trial, trace, which):
    """The rows of one column of the learner's table."""
    table = dict(trace())

    def text(pair):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            return "missing"
        try:
            return "".join(pair[which]).replace(" ", "").upper()
        except TypeError:
            return repr(pair[which])

    got = [(name, text(table.get(name))) for name in LEFT]
    want = [(name, texts[which]) for name, texts in LEFT.items()]
    trial.compare("trace", ("consumer", "the file holds"), got=got, want=want, reveal=False)


def holds(name, *texts):
    return lambda got, want: signs.row_of(got, name).the_file_holds in texts


STOPS = (
    "A consumer is missing: the trace has a pair of texts for each of the five.",
    lambda got, want: any(row.the_file_holds == "missing" for row in got),
)


@graded(
    "17.1.two",
    piece="trace",
    points=1,
    title="What is in the file when two calls were made",
    hints=(
        "After two calls, where does each consumer's last commit say that it goes on?",
        "Write down two things for each: what is in the file by then, and the message at which it begins again.",
        "in twos begins again at A, and A and B are in the file already. side by side begins again at C.",
    ),
    causes={
        "stops": STOPS,
        "written-is-committed": (
            "`in twos` has written A and B, and committed neither: it begins again at A.",
            holds("in twos", "ABCD"),
        ),
        "file-emptied": (
            "What was written stays in the file when the consumer is killed; what `in twos` writes after that comes "
            "behind it.",
            holds("in twos", "CD", "AB"),
        ),
        "commit-waits": (
            "`side by side` has committed behind B, and B is not A. It goes on at C, and nobody writes A.",
            lambda got, want: "A" in signs.row_of(got, "side by side").the_file_holds,
        ),
        "again": (
            "Both calls for A were made, by those that take one message after the other. They go on at B, and A is "
            "there once.",
            lambda got, want: any(
                signs.row_of(got, name).the_file_holds != "ABCD"
                for name in ("commits first", "writes first", "remembers")
            ),
        ),
    },
)
def two(trace, trial):
    shown(trial, trace, 0)


@graded(
    "17.1.three",
    piece="trace",
    points=2,
    title="What is in the file when three calls were made",
    hints=(
        "The third call is one half of what is done for B, at most. Which half is it, for each?",
        "commits first goes on at C. writes first goes on at B, for nobody committed that.",
        "ACD, ABBCD, ABCD, ABCD. side by side had written B, committed, and then written A: B stands before A.",
    ),
    causes={
        "stops": STOPS,
        "nothing-lost": (
            "`commits first` has committed behind B, and not written it. It goes on at C: B is lost.",
            holds("commits first", "ABCD"),
        ),
        "nothing-twice": (
            "`writes first` has written B, and not committed. It goes on at B, and writes it again.",
            holds("writes first", "ABCD"),
        ),
        "forgets": (
            "`remembers` finds B's position in the file, so it does not write B again.",
            holds("remembers", "ABBCD"),
        ),
        "twos-again": (
            "The third call of `in twos` is its commit, so nothing is written twice.",
            holds("in twos", "ABABCD"),
        ),
        "in-order": (
            "`side by side` has written B before A, and the file keeps that order.",
            holds("side by side", "ABCD"),
        ),
    },
)
def three(trace, trial):
    shown(trial, trace, 1)


# 17.2


class Growing:
    """A file that grows: it keeps what was read of it."""

    def __init__(self, data=b""):
        self.data, self.bytes, self.most = data, 0, 0

    def __call__(self, position, size):
        self.most = max(self.most, size)
        window = self.data[position : position + size]
        self.bytes += len(window)
        return window


def end_found(data, start, searched, size, max_line):
    """The end that is due, found slowly, and how far was searched."""
    while searched < len(data):
        ends = [at + 1 for at in range(searched, min(searched + size, len(data))) if data[at : at + 1] == b"\n"]
        if ends:
            return (ends[0] if searched - start > max_line else ends[-1]), searched
        searched = min(searched + size, len(data))
    return None, searched


def looked(make, file, steps, size, max_line, start=0):
    """Let a file grow; yield a row for each look: what was added, what `find_end` says, what that gives out."""
    cut, begun = make(start, max_line), start
    for added in steps:
        file.data += added
        label, end = repr(added)[1:], cut.find_end(file, size)
        while type(end) is int and begun < end <= len(file.data):
            yield label, end, cut.start, cut.searched
            cut.go_on(begun := end)
            label, end = "", cut.find_end(file, size)
        yield label, end, cut.start, cut.searched


class Slow:
    """What is right, found slowly."""

    def __init__(self, start, max_line):
        self.max_line = max_line
        self.go_on(start)

    def go_on(self, start):
        self.start = self.searched = start

    def find_end(self, read, size):
        end, self.searched = end_found(read.data, self.start, self.searched, size, self.max_line)
        return end


def some_lines(rng):
    steps = [
        b"".join(rng.choice((b"\n", b"a", b"bb", b"\xc3\xa9", b"\n\n", b"c\n")) for _ in range(rng.randint(0, 6)))
        for _ in range(5)
    ]
    return [(steps, rng.randint(1, 9), 100, 0)]


GROWTH = [
    ([b"a\nb\nccc\ndd", b"\n"], 4, 100, 0),
    ([b"to be\nor n", b"ot\n", b"", b"that\n"], 64, 100, 0),
    ([b"aaaaaaa", b"aa\nb", b"bbbbbbbb\n"], 4, 100, 0),
    ([b"\n", b"\n\n"], 64, 100, 0),
    ([b"gone\nhere\n"], 64, 100, 5),
    ([b"a\rb\x0c\xc3", b"\xa9\r\n"], 64, 100, 0),
    ([], 64, 100, 0),
]


def first_wrong(test):
    """A sign: what holds for the first row whose end is wrong, and the row that is due."""

    def holds(got, want):
        pairs = ((row, due) for row, due in zip(got, want, strict=False) if row.end != due.end)
        return any(test(row, due) for row, due in list(pairs)[:1])

    return holds


earlier = first_wrong(lambda row, due: None not in (row.end, due.end) and row.end < due.end)
later = first_wrong(lambda row, due: None not in (row.end, due.end) and row.end > due.end)
no_end = first_wrong(lambda row, due: row.end is None)


@graded(
    "17.2.ends",
    piece="LineCut",
    points=2,
    title="The last newline of the first window that has one",
    hints=(
        "Two windows are there, and the first has three newlines. Which of them do you need, and do you need the "
        "second window?",
        "A loop over windows from `self.searched` on. What do you do with one that has no newline, and when does it "
        "end?",
        "`while window := read(self.searched, size)`, then `window.rfind(b'\\n')`; below 0, add `len(window)` to "
        "`self.searched`.",
    ),
    causes={
        "no-position": (
            "An end is a position, a whole number; or None.",
            lambda got, want: any(row.end is not None and type(row.end) is not int for row in got),
        ),
        "goes-on-itself": (
            "`start` moved. It stays where it is until the reader, who has used the end, calls `go_on`.",
            lambda got, want: next(row.start != due.start for row, due in zip(got, want, strict=False) if row != due),
        ),
        "before-newline": (
            "You say where the newline is. The next line begins behind it.",
            first_wrong(lambda row, due: due.end and row.end == due.end - 1),
        ),
        "half-line": (
            "A half line came out. Behind the last newline nothing is whole.",
            first_wrong(lambda row, due: due.end is None and row.end > row.start),
        ),
        "not-none": (
            "Where no line is whole, `find_end` returns None.",
            first_wrong(lambda row, due: due.end is None),
        ),
        "beyond": (
            "`searched` moved farther than the file reached. At its end a window is shorter than `size`.",
            lambda got, want: any(
                row.end is due.end is None and row.searched > due.searched for row, due in zip(got, want, strict=False)
            ),
        ),
        "from-the-window": (
            "The end is counted from the beginning of the file, and a newline is found from that of the window, which "
            "is `searched`.",
            first_wrong(lambda row, due: None not in (row.end, due.end) and row.end < min(due.end, row.searched)),
        ),
        "first-newline": (
            "You cut behind the first newline of the window. There are more whole lines in it.",
            earlier,
        ),
        "all-windows": (
            "You went on behind the first window of `size` bytes that holds a newline.",
            later,
        ),
        "first-byte": (
            "A newline was missed that is the first byte of its window. `find` says 0 there, and -1 where there is "
            "none.",
            first_wrong(lambda row, due: row.end is None and row.searched == due.end == due.searched + 1),
        ),
        "one-window": (
            "There was a newline, in a window further on: a window without one is passed by.",
            no_end,
        ),
        "searched": (
            "The ends are right, and `searched` is not: it moves over windows without a newline, and over nothing "
            "else.",
            signs.wrong_only_in("searched"),
        ),
    },
)
def ends(LineCut, trial):  # noqa: N803 — the piece is a class
    for group in trial.cases(GROWTH, draw=some_lines):
        for steps, size, max_line, start in group:
            got = list(looked(LineCut, Growing(), steps, size, max_line, start))
            want = list(looked(Slow, Growing(), steps, size, max_line, start))
            call = f"cut = LineCut({start}, {max_line}), find_end(read, {size})"
            trial.compare(call, ("added", "end", "start", "searched"), got=got, want=want)


@graded(
    "17.2.read",
    piece="LineCut",
    points=2,
    title="A line costs its length, however slowly it is written",
    hints=(
        "A line of a hundred bytes comes a byte at a time. How many bytes have you read when it is whole?",
        "Which of your positions says what you know already, and when do you move it?",
        "Read from `self.searched`, `size` bytes at a time; a window without a newline adds `len(window)` to "
        "`self.searched`, also before you return None.",
    ),
    causes={
        "at-once": (
            "You ask for more than `size` bytes at a time.",
            lambda got, want: any(row.most_asked_for > 16 for row in got),
        ),
        "again": (
            "What was searched is read again: of a line of 100 bytes that comes byte by byte, 100 are new.",
            lambda got, want: got[0].bytes_read > 100,
        ),
        "the-rest": (
            "You read on behind the window that has a newline.",
            lambda got, want: got[1].bytes_read > 16,
        ),
        "wrong-end": (
            "The end is not where the line ends; `17.2.ends` says more.",
            signs.wrong("end"),
        ),
    },
)
def read(LineCut, trial):  # noqa: N803 — the piece is a class
    def grown(steps):
        file = Growing()
        cut = LineCut(0, 1_000_000)
        end = None
        for added in steps:
            file.data += added
            end = cut.find_end(file, 16)
        return end, file.bytes, file.most

    slowly, at_once, long = [b"."] * 99 + [b"\n"], [b"...............\n" * 100], [b"." * 999 + b"\n"]
    got = [("100 bytes, one by one", *grown(slowly)), ("1,600 bytes at once", *grown(at_once))]
    got.append(("a line of 1,000 bytes", *grown(long)))
    want = [("100 bytes, one by one", 100, 100, at_most(16)), ("1,600 bytes at once", 16, 16, at_most(16))]
    want.append(("a line of 1,000 bytes", 1_000, 1_000, at_most(16)))
    trial.compare("find_end(read, 16)", ("file", "end", "bytes read", "most asked for"), got=got, want=want)


def some_long_lines(rng):
    steps = [bytes(rng.choice(b"aaaaaab\n") for _ in range(rng.randint(0, 12))) for _ in range(6)]
    return [(steps, rng.randint(1, 5), rng.randint(1, 9), 0)]


LONG = [
    ([b"123456", b"7", b"8\nok\n"], 64, 6, 0),
    ([b"123456", b"\nok\n"], 64, 6, 0),
    ([b"12345678\na\nb\n"], 4, 6, 0),
    ([b"12345678\na\nb\n"], 64, 6, 0),
    ([b"...12345678", b"\na\nb\n"], 64, 6, 3),
]


@graded(
    "17.2.long",
    piece="LineCut",
    points=1,
    title="A line that is too long ends at its own newline",
    hints=(
        "A line is too long, and a window shows its end and two good lines. What becomes of these two if you cut "
        "behind them?",
        "When is the question asked: when a line is whole, or before a window is searched?",
        "`window.find(b'\\n') if self.is_too_long else window.rfind(b'\\n')`.",
    ),
    causes={
        "always-first": (
            "This line was not known to be too long before the window was read: the last newline counts.",
            first_wrong(lambda row, due: row.added == "'\\nok\\n'" and row.end == 7),
        ),
        "not-none": (
            "A line that is too long has no end before its newline is there: `find_end` returns None.",
            first_wrong(lambda row, due: due.end is None),
        ),
        "good-lines-too": (
            "You cut behind good lines that follow one that is too long. They would be left out with it.",
            later,
        ),
        "never-ends": (
            "A line that is too long has an end, too, and after it come others. Here its newline was not seen.",
            no_end,
        ),
        "wrong-end": (
            "The length is not to blame: the end would be wrong for any line. `17.2.ends` says more.",
            earlier,
        ),
    },
)
def long(LineCut, trial):  # noqa: N803 — the piece is a class
    for group in trial.cases(LONG, draw=some_long_lines):
        for steps, size, max_line, start in group:
            got = [row[:2] for row in looked(LineCut, Growing(), steps, size, max_line, start)]
            want = [row[:2] for row in looked(Slow, Growing(), steps, size, max_line, start)]
            call = f"cut = LineCut({start}, max_line={max_line}), find_end(read, {size})"
            trial.compare(call, ("added", "end"), got=got, want=want)


# 17.3


class Kept:
    """What is right, found slowly: everything that has begun, in order."""

    def __init__(self):
        self.begun, self.done = [], []

    def begin(self, position, next_position):
        if self.waiting(position):
            raise InvalidArgumentError(position)
        self.begun.append((position, next_position))
        self.done.append(False)

    def finish(self, position):
        if not self.waiting(position):
            raise InvalidArgumentError(position)
        self.done[self.waiting(position)[0]] = True

    def waiting(self, position):
        return [number for number, pair in enumerate(self.begun) if pair[0] == position and not self.done[number]]

    @property
    def prefix(self):
        return next((number for number, done in enumerate(self.done) if not done), len(self.done))

    def committable(self):
        return self.begun[self.prefix - 1][1] if self.prefix else None

    def __len__(self):
        return len(self.begun) - self.prefix

    @property
    def unfinished(self):
        return self.done.count(False)


def moves_of(text):
    """`5-6` begins 5 and goes on at 6; `/5` finishes 5."""
    for word in text.split():
        if word.startswith("/"):
            yield "finish", (int(word[1:]),)
        else:
            yield "begin", tuple(int(number) for number in word.split("-"))


def in_words(text):
    return "; ".join(f"{name} {', '.join(map(str, arguments))}" for name, arguments in moves_of(text))


ORDERS = (
    "0-1 1-2 2-3 /0 /1 /2",
    "0-7 7-9 9-20 /7 /9 /0",
    "5-6 6-9 9-10 /6 /5 /9",
    "8-9 3-4 6-7 /3 /6 /8",
    "0-1 /0 1-2 2-3 /2 /1",
    "0-1 /0 0-5 5-6 /5 /0",
    "3-4 9-0 /3 /9",
)


def some_moves(rng):
    position, waiting, words = rng.randint(0, 3), [], []
    for _ in range(rng.randint(1, 9)):
        gap = rng.randint(1, 4)
        words.append(f"{position}-{position + gap}")
        waiting.append(position)
        position += gap
        while waiting and rng.random() < 0.5:
            words.append(f"/{waiting.pop(rng.randrange(len(waiting)))}")
    rng.shuffle(waiting)
    return [" ".join([*words, *(f"/{left}" for left in waiting)])]


def played(make, text, see):
    positions = make()
    for name, arguments in moves_of(text):
        getattr(positions, name)(*arguments)
        yield f"{name} {', '.join(map(str, arguments))}", *see(positions)


def compared(make, trial, columns, see):
    for texts in trial.cases(ORDERS, draw=some_moves):
        for text in texts:
            trial.case = in_words(text)
            got, want = list(played(make, text, see)), list(played(Kept, text, see))
            trial.compare("positions = Positions()", ("move", *columns), got=got, want=want)


def committed(positions):
    return (positions.committable(),)


def pairs(got, want):
    """What the learner's rows and the right ones say, where both are numbers."""
    return [
        (row.committable, due.committable)
        for row, due in zip(got, want, strict=True)
        if row.committable is not None and due.committable is not None
    ]


def moved(got, want, *moves):
    return tuple(row.move for row in got)[: len(moves)] == moves


@graded(
    "17.3.prefix",
    piece="Positions",
    points=3,
    title="Only a prefix without a gap may be committed",
    hints=(
        "0 is unfinished, and 7 and 9 have finished. Where must reading go on after a restart?",
        "When a message finishes, look at the front of the line: for how long may you take messages off it?",
        "In `finish`: `while self._line and self._line[0][0] not in self._unfinished: self._committable = "
        "self._line.popleft()[1]`.",
    ),
    causes={
        "shared": (
            "Two `Positions` share what they hold: each needs a line and a set of its own.",
            lambda got, want: got[0].positions == "one",
        ),
        "nothing": (
            "Nothing may ever be committed, though everything has finished.",
            lambda got, want: all(row.committable is None for row in got),
        ),
        "position": (
            "You say the position of the last message that has finished. Reading goes on behind it, at its "
            "`next_position`.",
            lambda got, want: (
                moved(got, want, "begin 0, 1", "begin 1, 2", "begin 2, 3")
                and [row.committable for row in got][3:] == [0, 1, 2]
            ),
        ),
        "plus-one": (
            "Behind 0 reading goes on at 7, the `next_position`: positions need not follow one another.",
            lambda got, want: moved(got, want, "begin 0, 7") and got[-1].committable == 10,
        ),
        "zero": (
            "0 is a position, and None says that not even the first has finished: tell them apart.",
            somewhere(lambda row, due: {row.committable, due.committable} == {0, None}),
        ),
        "begun": (
            "Something may be committed that has begun, and not finished.",
            lambda got, want: got[0].committable is not None,
        ),
        "by-number": (
            "The order is that in which messages begin, here 8, 3, 6, and not that of their numbers.",
            lambda got, want: moved(got, want, "begin 8, 9", "begin 3, 4"),
        ),
        "highest": (
            "A message that has not finished would be lost: one behind it has finished, and you would go on there.",
            somewhere(lambda row, due: row.committable is not None and due.committable is None),
        ),
        "one-step": (
            "When the first message finishes, those behind it may have finished long ago: the prefix goes on behind "
            "them, too.",
            lambda got, want: any(mine < due for mine, due in pairs(got, want)),
        ),
        "falls-back": (
            "What could be committed once still can: before the next message finishes it is no less, and not None.",
            somewhere(lambda row, due: row.committable is None and due.committable is not None),
        ),
        "once-for-all": (
            "A position that has finished may begin anew, and is unfinished again then.",
            lambda got, want: moved(got, want, "begin 0, 1", "finish 0", "begin 0, 5"),
        ),
    },
)
def prefix(Positions, trial):  # noqa: N803 — the piece is a class
    compared(Positions, trial, ("committable",), committed)
    one, other = Positions(), Positions()
    one.begin(1, 2)
    other.begin(1, 9)
    one.finish(1)
    got = [("one", one.committable()), ("other", other.committable())]
    trial.compare("two at a time", ("positions", "committable"), got=got, want=[("one", 2), ("other", None)])
    many = Positions()
    for number in range(2_000):
        many.begin(number, number + 1)
    for number in reversed(range(2_000)):
        many.finish(number)
    trial.compare("2,000 that finish, the last first", ("committable",), got=[(many.committable(),)], want=[(2_000,)])


@graded(
    "17.3.counts",
    piece="Positions",
    points=1,
    title="How many are held, and how many are unfinished",
    hints=(
        "5 and 9 are unfinished, and 6 between them has finished. How many of the three can be forgotten?",
        "One count is that of your line, the other that of your set.",
        "`len(self._line)` and `len(self._unfinished)`; `unfinished` needs `@property`.",
    ),
    causes={
        "no-property": (
            "`unfinished` is a property: whoever asks writes no parentheses.",
            lambda got, want: any(not isinstance(row.unfinished, int) for row in got),
        ),
        "len-unfinished": (
            "Your `len` leaves a finished message out that still waits for one before it. Such a message counts.",
            somewhere(lambda row, due: row.len < due.len),
        ),
        "never-forgotten": (
            "Your `len` counts messages of the finished prefix, too. Those are forgotten.",
            somewhere(lambda row, due: row.len > due.len),
        ),
        "unfinished-len": (
            "Your `unfinished` counts a message that has finished.",
            somewhere(lambda row, due: row.unfinished > due.unfinished),
        ),
    },
)
def counts(Positions, trial):  # noqa: N803 — the piece is a class
    compared(Positions, trial, ("len", "unfinished"), lambda positions: (len(positions), positions.unfinished))


REFUSED = (  # the moves before, the one that may be refused, those after it
    ("0-1", "0-1", ""),
    ("0-1 1-2", "0-9", "/0"),
    ("", "/0", ""),
    ("0-1", "/1", ""),
    ("0-1 1-2 /1", "/1", ""),
    ("0-1 /0", "/0", ""),
    ("0-1 /0", "0-1", ""),
)


def tried(make, before, move, after):
    """What the moves leave, before and after the one that may be refused, and what becomes of that one."""
    positions, then = make(), "goes on"

    def left_by(text):
        for name, arguments in moves_of(text):
            getattr(positions, name)(*arguments)
        return f"{len(positions)}, {positions.unfinished}, {positions.committable()}"

    left = left_by(before)
    try:
        left_by(move)
    except (InvalidArgumentError, KeyError, ValueError, IndexError, AssertionError, TypeError) as error:
        then = type(error).__name__
    return ", then ".join(filter(None, (before, move, after))), left, then, left_by(after)


@graded(
    "17.3.refused",
    piece="Positions",
    points=1,
    title="A position begins once, and finishes once",
    hints=(
        "Which of your two collections knows at once whether a position has begun and not finished?",
        "Both methods ask before they change anything.",
        "`if position in self._unfinished: raise InvalidArgumentError(...)` in `begin`, and `not in` in `finish`.",
    ),
    causes={
        "begins-again": (
            "A position began twice, and nothing was said.",
            lambda got, want: any(row.then == "goes on" for row in got[:2]),
        ),
        "finishes-again": (
            "A position finished twice, or without having begun, and nothing was said.",
            lambda got, want: any(row.then == "goes on" for row in got[2:6]),
        ),
        "other-error": (
            "What is refused is told by another exception than `InvalidArgumentError`.",
            lambda got, want: any(row.then not in ("goes on", "InvalidArgumentError") for row in got),
        ),
        "new-life-refused": (
            "A position that has finished may begin anew, as a file that is read again does.",
            lambda got, want: got[-1].then != "goes on",
        ),
        "half-changed": (
            "A call that was refused has changed something all the same. Ask first, then change.",
            lambda got, want: (
                [row.before for row in got] == [due.before for due in want] and got[-1].after == want[-1].after
            ),
        ),
        "wrong-anyway": (
            "What is held, or may be committed, is wrong where nothing is refused: the checks before say more.",
            signs.wrong("before", "after"),
        ),
    },
)
def refused(Positions, trial):  # noqa: N803 — the piece is a class
    got = [tried(Positions, *moves) for trial.case in REFUSED for moves in [trial.case]]
    want = [tried(Kept, *moves) for moves in REFUSED]
    call = "positions = Positions(); 0-1: begin(0, 1); /0: finish(0); before, after: len, unfinished, committable"
    trial.compare(call, ("moves", "before", "then", "after"), got=got, want=want)


@graded(
    "17.3.held",
    piece="Positions",
    points=1,
    title="More messages do not mean more in memory",
    hints=(
        "A million messages have finished. Which of them does a commit still need?",
        "What leaves your line when a message finishes, and what leaves your set?",
        "`self._unfinished.remove(position)`, and `popleft()` for each message of the finished prefix.",
    ),
    causes={
        "wrong": (
            "What may be committed in the end is wrong; `17.3.prefix` says more.",
            signs.wrong("committable"),
        ),
        "kept": (
            "Positions are held that belong to the finished prefix.",
            signs.grows("held at most"),
        ),
    },
)
def held(Positions, trial):  # noqa: N803 — the piece is a class
    def most_held(count):
        gauge, positions = trial.held(), Positions()
        for number in range(count):
            first, second = (gauge.item(10 * number + more) for more in (1, 2))
            positions.begin(first, second)
            positions.begin(second, gauge.item(10 * number + 3))
            positions.finish(second)
            positions.finish(first)
        return positions.committable(), gauge.most

    got = [(count, *seen) for count, seen in trial.growing(most_held, sizes=(100, 1000))]
    want = [(count, 10 * count - 7, at_most(9)) for count in (100, 1000)]
    trial.compare("positions = Positions()", ("messages", "committable", "held at most"), got=got, want=want)


# 17.4


def pause_due(attempt, first, longest, factor=2.0):
    """The pause found slowly, by multiplying again and again until nothing more can change."""
    pause = first
    for _ in range(min(attempt - 1, 2_000)):
        pause = pause * factor
        if pause > longest and factor >= 1:
            return longest
    return min(pause, longest)


def some_pauses(rng):
    first, longest = rng.randint(0, 8) / 4, rng.randint(0, 40) / 4
    return [(rng.randint(1, 9), first, longest, rng.choice((1.0, 2.0, 4.0)))]


PAUSES = [
    (1, 1.0, 60.0, 2.0),
    (4, 1.0, 60.0, 2.0),
    (3, 0.5, 60.0, 3.0),
    (7, 1.0, 60.0, 2.0),
    (1, 5.0, 3.0, 2.0),
    (3, 0.0, 60.0, 2.0),
    (5000, 0.001, 60.0, 2.0),
    (5000, 0.0, 60.0, 2.0),
    (1000, 1.0, 60.0, 1.01),
    (3, 2.0, 60.0),
]


def at(attempt, first):
    """The row of these two arguments."""
    return lambda rows: next((row for row in rows if row.call.startswith(f"growing_pause({attempt}, {first},")), None)


def pause_is(attempt, first, *pauses):
    return lambda got, want: at(attempt, first)(got).seconds in pauses


@graded(
    "17.4.pauses",
    piece="growing_pause",
    points=2,
    title="Pauses grow from the first to the longest",
    hints=(
        "After the first attempt one waits for `first` seconds. How often has it been multiplied after the fourth?",
        "Three things: the exponent, the bound, and numbers that are too large for a float.",
        "`min(first * float(factor) ** (attempt - 1), longest)`; an `OverflowError` means `longest`, unless `first` is "
        "0.",
    ),
    causes={
        "steps": (
            "After attempt 4 the pause is 1 · 2 · 2 · 2 = 8 seconds: it is multiplied each time, not added to.",
            lambda got, want: at(1, 1.0)(got).seconds in (1, 2) and at(4, 1.0)(got).seconds in (4, 5, 7),
        ),
        "first-multiplied": (
            "The pause after attempt 1 is `first`, not multiplied yet.",
            pause_is(1, 1.0, 2),
        ),
        "unbounded": (
            "After attempt 7 the pause is longer than the longest.",
            pause_is(7, 1.0, 64),
        ),
        "factor": (
            "`factor` may be another than 2.",
            pause_is(3, 0.5, 2.0),
        ),
        "first-unbounded": (
            "The first pause is no longer than the longest, either.",
            pause_is(1, 5.0, 5),
        ),
        "overflow": (
            "After attempt 5,000 the number is too large for a float, and the pause is the longest all the same.",
            pause_is(5000, 0.001, "OverflowError", "inf"),
        ),
        "not-all": (
            "By a hundredth each time, 1 second grows to 60 as well, long before attempt 1,000.",
            lambda got, want: at(1000, 1.0)(got).seconds != 60,
        ),
        "zero": (
            "Whoever says 0 never wants to wait, also not after 5,000 attempts.",
            lambda got, want: at(5000, 0.0)(got).seconds != 0 or at(3, 0.0)(got).seconds != 0,
        ),
    },
)
def pauses(growing_pause, trial):
    def pause(*arguments):
        try:
            seconds = growing_pause(*arguments)
        except OverflowError:
            return "OverflowError"
        return "inf" if seconds == float("inf") else round(seconds, 6) if isinstance(seconds, int | float) else seconds

    for calls in trial.cases(PAUSES, draw=some_pauses):
        got, want = [], []
        for arguments in calls:
            call = f"growing_pause({', '.join(map(str, arguments))})"
            got.append((call, pause(*arguments)))
            want.append((call, round(pause_due(*arguments), 6)))
        trial.compare("growing_pause(attempt, first, longest, factor)", ("call", "seconds"), got=got, want=want)


OUTCOMES = [  # rule, attempts, hopeless
    ("retry", 1, False),
    ("retry", 3, False),
    ("retry", 4, False),
    ("retry", 1, True),
    ("skip", 1, False),
    ("skip", 4, True),
    ("stop", 1, False),
    ("stop", 4, True),
    ("dead_letter", 1, False),
    ("retry", 2),
]


def outcome_is(rule, attempts, hopeless, *outcomes):
    label = f"{rule}, {attempts}, {hopeless}"
    return lambda got, want: signs.row_of(got, label).outcome in outcomes


def outcome_due(retries, rule, attempts, hopeless=False):
    """What becomes of a message."""
    return "dead_letter" if rule == "retry" and (hopeless or attempts > retries) else rule


def some_outcomes(rng):
    rules = ("retry", "retry", "skip", "stop", "dead_letter")
    return 3, [(rng.choice(rules), rng.randint(1, 5), rng.random() < 0.3)]


@graded(
    "17.4.outcome",
    piece="RetryPlan",
    points=2,
    title="Again while that may help, then aside",
    hints=(
        "With three retries, how many attempts does a message have?",
        "One rule of the four has an exception. Which, and what are its two reasons?",
        '`if rule == "retry" and (hopeless or attempts > self.retries): return "dead_letter"`, else `rule`.',
    ),
    causes={
        "rule-ignored": (
            "A message went another way than its rule says. `skip`, `stop` and `dead_letter` are what they are, after "
            "whatever attempt.",
            somewhere(
                lambda row, due: row.outcome != due.outcome and not row.rule_attempts_hopeless.startswith("retry")
            ),
        ),
        "one-fewer": (
            "Three retries are four attempts: after the third a message is tried once more.",
            outcome_is("retry", 3, False, "dead_letter"),
        ),
        "one-more": (
            "A message had its first attempt and three more, and is tried again.",
            outcome_is("retry", 4, False, "retry"),
        ),
        "hopeless": (
            "A message that is hopeless is tried again.",
            outcome_is("retry", 1, True, "retry"),
        ),
        "never-again": (
            "Without any retries the first attempt is the last.",
            lambda got, want: got[0].outcome == "retry" and want[0].outcome == "dead_letter",
        ),
    },
)
def outcomes(RetryPlan, trial):  # noqa: N803 — the piece is a class
    for retries, calls in trial.cases((3, OUTCOMES), (0, [("retry", 1, False), ("stop", 1)]), draw=some_outcomes):
        plan = RetryPlan(retries, 100)
        got = [(", ".join(map(str, call)), plan.outcome(*call)) for call in calls]
        want = [(", ".join(map(str, call)), outcome_due(retries, *call)) for call in calls]
        trial.compare(
            f"RetryPlan({retries}, most_in_a_row=100).outcome(rule, attempts, hopeless)",
            ("rule, attempts, hopeless", "outcome"),
            got=got,
            want=want,
        )


ROWS = [  # how many are too many; "g" is given up, "h" is handled; of "o" the outcome is asked, under each rule
    (3, "gggg"),
    (3, "gghggg"),
    (1, "gg"),
    (2, "hghgg"),
    (3, "googg"),
]


def some_row(rng):
    return [(rng.randint(1, 4), "".join(rng.choice("gggho") for _ in range(12)))]


def counted(most, story):
    """What `give_up` returns, found slowly: by the length of the last stretch without an "h"."""
    for number, letter in enumerate(story, 1):
        if letter == "g":
            yield story[:number].rpartition("h")[2].count("g") >= most


def told_once(got, want):
    """A sign: the first that is too many is told, and one that follows is not."""
    told = [row.too_many for row, due in zip(got, want, strict=True) if due.too_many]
    return told[0] and not all(told)


@graded(
    "17.4.row",
    piece="RetryPlan",
    points=1,
    title="Too many in a row, and a success begins the row anew",
    hints=(
        "If the third of three says yes, what does the count have to be when it is compared?",
        "Count first, then compare. Is the bound itself too many?",
        "`self.in_a_row += 1`, then `return self.in_a_row >= self.most_in_a_row`.",
    ),
    causes={
        "no-answer": (
            "`give_up` says True or False, each time.",
            lambda got, want: any(not isinstance(row.too_many, bool) for row in got),
        ),
        "told-once": (
            "The last of `most_in_a_row` is too many, and so is each that follows without one that was handled.",
            told_once,
        ),
        "late": (
            "The last of `most_in_a_row` says so already.",
            somewhere(lambda row, due: due.too_many and not row.too_many),
        ),
        "early": (
            "There were not so many yet, or one was handled in between and begins the row anew. `outcome` counts none.",
            somewhere(lambda row, due: row.too_many and not due.too_many),
        ),
    },
)
def row(RetryPlan, trial):  # noqa: N803 — the piece is a class
    for stories in trial.cases(ROWS, draw=some_row):
        for most, story in stories:
            plan, got = RetryPlan(3, most), []
            for number, letter in enumerate(story, 1):
                if letter == "g":
                    got.append((f"{number}: given up", plan.give_up()))
                elif letter == "h":
                    plan.in_a_row = 0
                else:
                    for rule in ("retry", "dead_letter", "skip", "stop"):
                        plan.outcome(rule, 9)
            numbers = [number for number, letter in enumerate(story, 1) if letter == "g"]
            want = [(f"{number}: given up", told) for number, told in zip(numbers, counted(most, story), strict=True)]
            told = ", ".join({"g": "given up", "h": "handled", "o": "outcomes asked"}[letter] for letter in story)
            trial.compare(
                f"plan = RetryPlan(3, most_in_a_row={most}); {told}", ("message", "too many"), got=got, want=want
            )


# 17.5


def one_by_one(world, written=lambda *pair: pair):
    """Looks at the file once, when it begins; `written` makes what stands there of a position and a message."""
    held, position = set(world.held()), world.committed
    while (message := world.read(position)) is not None:
        if (pair := written(position, message))[0] not in held:
            world.write(*pair)
        position += 1
        world.commit(position)


def counts_from_one(world):
    one_by_one(world, lambda position, message: (position + 1, message))


def says_it_twice(world):
    one_by_one(world, lambda position, message: (position, 2 * message))


def behind_the_file(world):
    """Goes on behind what the file holds, and never commits."""
    position = max(world.held(), default=-1) + 1
    while (message := world.read(position)) is not None:
        world.write(position, message)
        position += 1


def in_twos(world):
    """Writes two, then commits both."""
    held, position = world.held(), world.committed
    while (message := world.read(position)) is not None:
        for number in (position, position + 1):
            if (message := world.read(number)) is not None and number not in held:
                world.write(number, message)
        position += 2
        world.commit(position)


def backwards(world):
    """Writes the last one first."""
    held, log = world.held(), []
    while (message := world.read(len(log))) is not None:
        log.append(message)
    for position in reversed(range(len(log))):
        if position not in held:
            world.write(position, log[position])
    world.commit(len(log))


def nobody(world):
    """Writes nothing."""
    world.commit(len(world.log))


def commits_first(world):
    position = world.committed
    while (message := world.read(position)) is not None:
        position += 1
        world.commit(position)
        world.write(position - 1, message)


def writes_first(world):
    position = world.committed
    while (message := world.read(position)) is not None:
        world.write(position, message)
        position += 1
        world.commit(position)


def never_commits(world):
    position = 0
    while (message := world.read(position)) is not None:
        world.write(position, message)
        position += 1


def commits_the_highest(world):
    """Works at two, of which the second is done first."""
    held, position = world.held(), world.committed
    while world.read(position) is not None:
        for number in (position + 1, position):
            if (message := world.read(number)) is not None and number not in held:
                world.write(number, message)
            world.commit(position + 2)
        position += 2


def commits_the_first_first(world):
    """Works at the first one while it commits it; after that it takes care."""
    held, position = world.held(), world.committed
    while (message := world.read(position)) is not None:
        if position == 0:
            world.commit(1)
        if position not in held:
            world.write(position, message)
        position += 1
        world.commit(position)


def commits_the_last_first(world):
    """Commits all when it has come to the last one, and writes that then."""
    held, position = world.held(), world.committed
    while (message := world.read(position)) is not None:
        last = world.read(position + 1) is None
        if last:
            world.commit(position + 1)
        if position not in held:
            world.write(position, message)
        position += 1
        if not last:
            world.commit(position)


def knows_the_last(world):
    """Writes two before it commits, and looks at the last one in the file alone."""
    last, position = world.held()[-1:], world.committed
    while world.read(position) is not None:
        for number in (position, position + 1):
            if (message := world.read(number)) is not None and number not in last:
                world.write(number, message)
        position += 2
        world.commit(position)


def forgets_the_beginning(world):
    """Takes a commit of 0 for a first start, at which nothing can be in the file."""
    held, position = (world.held() if world.committed else []), world.committed
    while (message := world.read(position)) is not None:
        if position not in held:
            world.write(position, message)
        position += 1
        world.commit(position)


def doubles_the_last(world):
    """Knows by the commit alone whether the last message is written."""
    held, position = world.held(), world.committed
    while (message := world.read(position)) is not None:
        if position not in held or world.read(position + 1) is None:
            world.write(position, message)
        position += 1
        world.commit(position)


def takes_it_as_done(world):
    """Takes the message at its commit for the one that killed it, and passes it by."""
    held, position = world.held(), world.committed
    if held and position not in held:
        position += 1
    while (message := world.read(position)) is not None:
        if position not in held:
            world.write(position, message)
        position += 1
        world.commit(position)


def writes_it_later(world):
    """Commits the end when it has read all."""
    held, log = world.held(), []
    while (message := world.read(world.committed + len(log))) is not None:
        log.append((world.committed + len(log), message))
    if log:
        world.commit(log[-1][0] + 1)
    for position, message in log:
        if position not in held:
            world.write(position, message)


def stops_at_nothing(world):
    held, position = world.held(), world.committed
    while message := world.read(position):
        if position not in held:
            world.write(position, message)
        position += 1
        world.commit(position)


def keeps_three(world):
    """Looks at the last three of the file, and commits when five are done."""
    held, position = world.held()[-3:], world.committed
    while (message := world.read(position)) is not None:
        if position not in held:
            world.write(position, message)
        position += 1
        if position % 5 == 0:
            world.commit(position)


def knows_texts(world):
    """Right, but that it looks for texts: where two messages are alike it would go wrong."""
    texts = [world.log[position] for position in world.held()]
    position = world.committed
    while (message := world.read(position)) is not None:
        if message not in texts:
            world.write(position, message)
        position += 1
        world.commit(position)


CONSUMERS = {
    "looks, one by one": (one_by_one, "passes"),
    "goes on behind the file": (behind_the_file, "passes"),
    "looks, in twos": (in_twos, "passes"),
    "writes the last one first": (backwards, "passes"),
    "looks for texts": (knows_texts, "passes"),
    "writes nothing": (nobody, "fails"),
    "stops at an empty message": (stops_at_nothing, "fails"),
    "never commits": (never_commits, "fails"),
    "commits first": (commits_first, "fails"),
    "writes first": (writes_first, "fails"),
    "commits the highest": (commits_the_highest, "fails"),
    "commits, then writes all": (writes_it_later, "fails"),
    "passes one by": (takes_it_as_done, "fails"),
    "forgets the beginning": (forgets_the_beginning, "fails"),
    "commits the first too early": (commits_the_first_first, "fails"),
    "commits the last too early": (commits_the_last_first, "fails"),
    "knows the last alone": (knows_the_last, "fails"),
    "doubles the last": (doubles_the_last, "fails"),
    "knows the last three": (keeps_three, "fails"),
    "counts positions from 1": (counts_from_one, "fails"),
    "writes another text": (says_it_twice, "fails"),
}


NEVER_RIGHT = ("writes nothing", "stops at an empty message", "counts positions from 1", "writes another text")
KILLED = "raises Killed"


def spares(*names):
    return lambda got, want: any(signs.row_of(got, name).your_test == "passes" for name in names)


@graded(
    "17.5.verdicts",
    piece="examine",
    points=3,
    title="The test fails consumers that lose or double a message, and no others",
    hints=(
        "When is a consumer in danger: at one of its calls, or at any?",
        "For each number of calls: a new world, a run that may be killed, a second one if it was. What must the file "
        "hold then, whatever its order?",
        "`for kill in range(1, 42)`: run, and after `Killed` set `world.kill = 0` and run again; each time "
        "`sorted(world.file) == list(enumerate(log))`.",
    ),
    causes={
        "killed": (
            "`Killed` came out of your test. It is no `Exception`: write `except Killed`. And the second run is "
            "killed, too, while `world.kill` is not 0.",
            lambda got, want: any(row.your_test == KILLED for row in got),
        ),
        "fails-right": (
            "A consumer that keeps the promise fails your test. It may write in any order, and commit when it likes.",
            somewhere(lambda row, due: row.your_test == "fails" and due.your_test == "passes"),
        ),
        "spares-nobody": (
            "A consumer that writes nothing passes your test.",
            spares("writes nothing"),
        ),
        "spares-empty": (
            "A consumer passes your test that takes an empty message for the end of the log.",
            spares("stops at an empty message"),
        ),
        "spares-killed": (
            "No consumer fails your test that goes wrong only when it is killed. Is each of them killed, and started "
            "again in the same world?",
            lambda got, want: all(row.your_test == "passes" for row in got if row.consumer not in NEVER_RIGHT),
        ),
        "spares-double": (
            "A consumer passes your test that writes a message twice if it is killed at the right moment.",
            spares("never commits", "writes first"),
        ),
        "spares-lost": (
            "A consumer passes your test that loses a message if it is killed between commit and write.",
            spares("commits first", "commits the highest", "commits, then writes all"),
        ),
        "spares-moment": (
            "A consumer passes your test that goes wrong at one moment alone. Kill before each call, from the first to "
            "the last.",
            spares(
                "passes one by",
                "forgets the beginning",
                "commits the first too early",
                "commits the last too early",
                "knows the last alone",
                "doubles the last",
            ),
        ),
        "spares-late": (
            "A consumer passes your test that goes wrong from the fourth message on: five messages show it.",
            spares("knows the last three"),
        ),
        "spares-other": (
            "A consumer passes your test that writes another text than it has read, or under another position.",
            spares("counts positions from 1", "writes another text"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(consume):
        try:
            examine(consume)
        except AssertionError:
            return "fails"
        except BaseException as error:
            if type(error).__name__ != "Killed":  # the class of the learner's notebook
                raise
            return KILLED
        return "passes"

    got = [(name, verdict(CONSUMERS[name][0])) for trial.case in CONSUMERS for name in [trial.case]]
    want = [(name, due) for name, (_, due) in CONSUMERS.items()]
    trial.compare("examine(consume)", ("consumer", "your test"), got=got, want=want)


# 17.6


class KilledError(BaseException):
    """The consumer is no more."""


class Desk:
    """Where messages are worked at side by side; it notes the first thing that goes wrong.

    `order` says whose work is done next: the number of each in the line of those at work, again and again.
    """

    def __init__(self, log, most, order, kill):
        self.log, self.most, self.order, self.kill = log, most, order, kill
        self.committed, self.file, self.at_work = 0, {}, {}
        self.calls = self.done = self.ahead = 0
        self.wrong = ""

    def _call(self):
        self.calls += 1
        if self.kill and self.calls >= self.kill:
            raise KilledError

    def _note(self, what):
        self.wrong = self.wrong or what

    def begin_anew(self):
        self.kill, self.at_work = 0, {}

    def read(self, position):
        self._call()
        return self.log[position] if position < len(self.log) else None

    def held(self):
        self._call()
        return list(self.file)

    def begin(self, position, message):
        self._call()
        if position in self.file or position in self.at_work:
            self._note(f"began {position} again")
        self.at_work[position] = message
        self.ahead = max(self.ahead, position - min(self.at_work) + 1)

    def commit(self, position):
        self._call()
        if type(position) is not int or position <= self.committed:
            self._note(f"committed again: {position}")
        elif gap := [number for number in range(position) if number not in self.file]:
            self._note(f"committed {position} without {gap[0]}")
        else:
            self.committed = position

    def look(self):
        """Note what should have happened before one waits, or returns."""
        prefix = self.committed
        while prefix in self.file:
            prefix += 1
        if prefix > self.committed:
            self._note(f"{prefix} not yet committed")

    def next_done(self):
        self._call()
        self.look()
        if not self.at_work:
            self._note("waited for nobody")
            return None
        newest = max(self.at_work) + 1
        while newest in self.file:
            newest += 1
        if newest < len(self.log) and newest - min(self.at_work) < self.most:
            self._note(f"waited, and {newest} could begin")
        position = list(self.at_work)[self.order[self.done % len(self.order)] % len(self.at_work)]
        self.done += 1
        self.file[position] = self.at_work.pop(position)
        return position


def some_desk(rng):
    log = [rng.choice(("", "a", "b")) for _ in range(rng.randint(0, 9))]
    return log, rng.randint(1, 4), [rng.randint(0, 9) for _ in range(5)], 40


DESKS = [  # a log, how many may be ahead, whose work is done next, and up to which call it is killed
    (["a", "b", "c"], 2, [1, 0], 12),
    (["a", "", "c"], 1, [0], 12),
    (["a", "b", "c", "d"], 3, [0, 1, 1], 16),
    ([], 2, [0], 3),
]


def trouble(words):
    """A sign: in the first life that goes wrong, this is what does."""

    def holds(got, want):
        wrong = [row.went_wrong for row in got if row.went_wrong != "nothing"]
        return any(words in what for what in wrong[:1])

    return holds


@graded(
    "17.6.once",
    piece="consume",
    points=0,
    title="Side by side, bounded, committed without a gap, and once",
    hints=(),
    causes={
        "gap": (
            "A commit says that all before it is done. Here it is not, and a kill now would lose it.",
            trouble(" without "),
        ),
        "committed-again": (
            "Something was committed that had been committed before, or is no position.",
            trouble("committed again"),
        ),
        "again": (
            "A message was begun that is in the file, or being worked at.",
            trouble("began"),
        ),
        "late-commit": (
            "One waits, or returns, and more might have been committed.",
            trouble("not yet committed"),
        ),
        "idle": (
            "One waits, though another message could have begun within the bound; or waits for nobody.",
            trouble("waited"),
        ),
        "too-far": (
            "More than `most` lie between the first unfinished and the newest begun. A finished one counts, too, while "
            "one before it is unfinished.",
            somewhere(lambda row, due: row.ahead != due.ahead),
        ),
        "lost": (
            "A message is missing in the file, or another than the log has.",
            signs.wrong("in the file"),
        ),
    },
)
def once(consume, trial):
    def lived(log, most, order, kill):
        desk = Desk(log, most, order, kill)
        try:
            consume(desk, most)
        except KilledError:
            desk.begin_anew()
            consume(desk, most)
        desk.look()
        return [desk.file[position] for position in sorted(desk.file)], desk.ahead, desk.wrong or "nothing"

    for log, most, order, calls in trial.cases(*DESKS, draw=some_desk):
        labels = ["never killed", *(f"killed at call {kill}" for kill in range(1, calls + 1))]
        got = [(label, *lived(log, most, order, kill)) for kill, label in enumerate(labels)]
        want = [(label, log, at_most(most), "nothing") for label in labels]
        trial.compare(
            f"consume(desk of {log}, {most})", ("life", "in the file", "ahead", "went wrong"), got=got, want=want
        )
