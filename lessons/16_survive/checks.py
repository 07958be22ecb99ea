"""The checks of lesson 16: what is left, who loses it, where blocks may begin, what shrinks, what stays."""

from collections import OrderedDict

from maif.errors import FormatError, LimitError
from maif_course.checks import at_most, graded, signs


def somewhere(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


# 16.1

PROGRAMS = {  # what may be in `data`, after a killed program and after a power failure
    "begun": (["A"], ["A"]),
    "in place": (["B"], ["A", "B", "nothing"]),
    "moved": (["B"], ["A", "B", "nothing"]),
    "synced": (["B"], ["A", "B"]),
    "all": (["B"], ["B"]),
}


def shown(trial, trace, which):
    """The rows of one column of the learner's table; "" is shown as "nothing"."""
    table = dict(trace())

    def listed(pair):
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            return "missing"
        texts = pair[which]
        if not isinstance(texts, list | tuple | set | frozenset):
            return f"{texts!r} is no list"
        return " or ".join(sorted({str(text) or "nothing" for text in texts})) or "an empty list"

    got = [(program, listed(table.get(program))) for program in PROGRAMS]
    want = [(program, " or ".join(found[which])) for program, found in PROGRAMS.items()]
    trial.compare("trace", ("program", "data holds"), got=got, want=want, reveal=False)


STOPS = (
    "A program is missing: the trace has a pair of lists for each of the five.",
    lambda got, want: any(row.data_holds == "missing" for row in got),
)


@graded(
    "16.1.killed",
    piece="trace",
    points=1,
    title="What a killed program leaves",
    hints=(
        "The program is gone, the computer runs on. Who has what the program wrote?",
        "`write` and `rename` have returned before the program was killed. Does the computer forget them?",
        "begun leaves A: nobody renamed `new`. Every other program leaves B.",
    ),
    causes={
        "stops": STOPS,
        "needs-sync": (
            "You let the killed program `moved` leave something else than B. It has written and renamed; the computer "
            "did not stop, and brings both to the disk in the end.",
            lambda got, want: signs.row_of(got, "moved").data_holds != "B",
        ),
        "in-place-torn": (
            "`in place` had written B when it was stopped, after its last line.",
            lambda got, want: signs.row_of(got, "in place").data_holds != "B",
        ),
        "begun-moved": (
            "`begun` wrote `new`, and nobody renamed it: `data` is what it was.",
            lambda got, want: signs.row_of(got, "begun").data_holds != "A",
        ),
    },
)
def killed(trace, trial):
    shown(trial, trace, 0)


@graded(
    "16.1.power",
    piece="trace",
    points=2,
    title="What a power failure leaves",
    hints=(
        "Content and names reach the disk by ways of their own. Which of the two does `sync` send, and which "
        "`sync_folder`?",
        "For `moved`: take each name that `data` may have had, old and new, with each content that file may have then.",
        "in place and moved: A, nothing or B. synced: A or B. all: B alone.",
    ),
    causes={
        "stops": STOPS,
        "no-nothing": (
            "`moved` can leave an empty file: the new name may be on the disk before the content that belongs to it.",
            signs.says("moved", "A or B"),
        ),
        "in-place-whole": (
            "`in place` can leave an empty file: `write` empties it first, and that may be all that reaches the disk.",
            signs.says("in place", "A or B"),
        ),
        "rename-lasts": (
            "`synced` can leave A: the content is on the disk, the new name need not be. The folder was not synced.",
            signs.says("synced", "B"),
        ),
        "never-sure": (
            "After `all` only B is possible: content and name were synced, in this order.",
            lambda got, want: signs.row_of(got, "all").data_holds != "B",
        ),
        "may-be-there": (
            "What was not synced may be on the disk all the same: B is possible after `in place` and after `moved`.",
            lambda got, want: any("B" not in signs.row_of(got, name).data_holds for name in ("in place", "moved")),
        ),
    },
)
def power(trace, trial):
    shown(trial, trace, 1)


# 16.2


def saving(first, later=""):
    """A save by these calls, or by the later ones from the second time on. `it` is the file that is saved."""

    def save(disk, name, text):
        for step in (later if later and disk.moments else first).split(", "):
            call, _, file = step.partition(" ")
            file = name if file == "it" else file
            if call in ("write", "draft"):
                disk.write(file, text if call == "write" else "a draft")
            elif call == "sync":
                disk.sync(file)
            elif call == "rename":
                disk.rename(file, name)
            elif call == "away":
                disk.rename(name, file)
            else:
                disk.sync_folder()

    return save


SAFE = "write new, sync new, rename new, folder"
IN_PLACE = "write it, sync it, folder"


def put_back_the_first(disk, name, text):
    if disk.moments:
        saving(SAFE)(disk, name, *disk.moments[0][name])
    saving(SAFE)(disk, name, text)


SAVES = {
    "moves what is synced": (saving(SAFE), "passes"),
    "has another name for it": (saving("write other, sync other, folder, rename other, folder"), "passes"),
    "writes a draft first, and a lock": (saving("draft lock, draft new, " + SAFE), "passes"),
    "writes in place": (saving(IN_PLACE), "fails"),
    "moves, and syncs no content": (saving("write new, rename new, folder"), "fails"),
    "syncs the content afterwards": (saving("write new, rename new, sync it, folder"), "fails"),
    "syncs no folder": (saving("write new, sync new, rename new"), "fails"),
    "saves nothing": (saving("folder"), "fails"),
    "moves the old one away first": (saving("away before, " + SAFE), "fails"),
    "writes in place the second time": (saving(SAFE, IN_PLACE), "fails"),
    "syncs no folder the second time": (saving(SAFE, "write new, sync new, rename new"), "fails"),
    "puts the first text back": (put_back_the_first, "fails"),
}


def spares(*names):
    return lambda got, want: any(signs.row_of(got, name).your_test == "passes" for name in names)


@graded(
    "16.2.verdicts",
    piece="examine",
    points=3,
    title="The test fails saves that can lose a file, and no others",
    hints=(
        "There are two promises. At which moments does each of them have to hold?",
        "During a save each moment may have the old text or the new one. What is possible at the end, when `save` has "
        "returned?",
        "For each of two texts: save; every new entry of `disk.moments` has `moment['data'] <= {old, text}`, and the "
        "end is `{text}`.",
    ),
    causes={
        "fails-right": (
            "A save that keeps both promises fails your test. While it works, the old text and the new one are both "
            "allowed.",
            somewhere(lambda row, due: row.your_test == "fails" and due.your_test == "passes"),
        ),
        "spares-in-place": (
            "A save that writes in place passes your test: for a moment the file may be empty.",
            spares("writes in place"),
        ),
        "spares-unsynced": (
            "A save passes your test that moves content which was never synced: the file may be empty, even at the "
            "end.",
            spares("moves, and syncs no content"),
        ),
        "spares-late": (
            "A save passes your test that syncs the content when it has its name already. Look at the moments before "
            "the end, too.",
            spares("syncs the content afterwards"),
        ),
        "spares-end": (
            "A save passes your test that has not saved when it returns: the old text is still possible then.",
            spares("syncs no folder", "saves nothing"),
        ),
        "spares-gone": (
            "A save passes your test after whose first call the file may be gone: None is neither the old text nor "
            "the new.",
            spares("moves the old one away first"),
        ),
        "spares-second": (
            "A save that goes wrong the second time passes your test. Save two different texts on one disk.",
            spares("writes in place the second time", "syncs no folder the second time"),
        ),
        "spares-first": (
            "A save passes your test that puts back, the second time, what was there before the first.",
            spares("puts the first text back"),
        ),
    },
)
def verdicts(examine, trial):
    def verdict(save):
        try:
            examine(save)
        except AssertionError:
            return "fails"
        return "passes"

    got = [(name, verdict(SAVES[name][0])) for trial.case in SAVES for name in [trial.case]]
    want = [(name, due) for name, (_, due) in SAVES.items()]
    trial.compare("examine(save)", ("save", "your test"), got=got, want=want)


# 16.3

TYPES = ("TEXT", "EMBD", "IMAG", "AUDI", "VIDE", "KNOW", "BINA", "META")


def look(kind="TEXT", size=b"size", flags=b"flag", version=b"\0\0\0\1"):
    return size + kind.encode() + flags + version


def places(data, start, end):
    """The places found slowly, one after the other."""
    return [
        at
        for at in range(start, end - 15)
        if data[at + 4 : at + 8].decode("latin-1") in TYPES and data[at + 12 : at + 16] == b"\0\0\0\1"
    ]


def some_bytes(rng):
    parts = [
        rng.choice((look(rng.choice(TYPES)), b"TEXT", b"\0\0\0\1", rng.randbytes(rng.randint(1, 9)))) for _ in range(12)
    ]
    data = b"".join(parts)
    return data, rng.randint(0, 20), rng.randint(max(0, len(data) - 9), len(data)), rng.randint(1, 40)


class Windows:
    """What the piece reads through: it keeps what was asked for. A size below 0 reads all, as it does of a file."""

    def __init__(self, data):
        self.data, self.asked, self.last = data, [], 0

    def __call__(self, offset, size):
        size = len(self.data) if size < 0 else size
        self.asked.append(size)
        self.last = max(self.last, offset + size)
        return self.data[offset : offset + size]


LOOKS = look() + b"...." + look("EMBD") + b"TEXT" + look("META", b"TEXT", b"\0\0\0\1") + b"." * 9 + look("BINA")


@graded(
    "16.3.places",
    piece="lookalikes",
    points=2,
    title="Every place is found once, also where two windows meet",
    hints=(
        "A look has 16 bytes. What if a window ends after the tenth of them?",
        "Let windows overlap by the length of a look. Which places are then in two windows, and which of the two "
        "should tell?",
        "`window(base, min(stride + 16, end - base))`, and of its matches those with `match.start() < stride`.",
    ),
    causes={
        "nothing": ("No place was found at all.", lambda got, want: all(not row.places for row in got)),
        "overlap": (
            "Places that overlap are places, too: here one was passed over that begins within the 16 bytes of another.",
            lambda got, want: set(got[0].places) < set(want[0].places) and 40 not in got[0].places,
        ),
        "stops": (
            "You stopped at a window that shows no place. Others follow.",
            lambda got, want: got[-1].places == [0] and got[0].places == want[0].places,
        ),
        "last": (
            "A place in the last 16 bytes before `end` is not found.",
            lambda got, want: got[0].places == want[0].places and got[-2].places == [],
        ),
        "outside": (
            "A place was told that begins before `start`, or needs bytes behind `end`.",
            somewhere(lambda row, due: set(row.places) > set(due.places)),
        ),
        "counted-from-the-window": (
            "Places are counted from the beginning of the file, not of the window, and not of `start`.",
            lambda got, want: (
                got[0].places == want[0].places
                and got[1].places != want[1].places
                and len(got[1].places) == len(want[1].places)
            ),
        ),
        "border-lost": (
            "A place whose 16 bytes lie in two windows is not found.",
            somewhere(lambda row, due: set(row.places) < set(due.places)),
        ),
        "reads-all": (
            "The right places, and too much was read at a time for them: at most `stride + 16` bytes.",
            signs.wrong_only_in("most asked for"),
        ),
        "twice": (
            "A place is told twice: two windows that overlap both show it.",
            lambda got, want: any(len(row.places) > len(set(row.places)) for row in got),
        ),
    },
)
def found(lookalikes, trial):
    cases = [
        (LOOKS, 0, len(LOOKS), 1_000),
        (LOOKS, 5, len(LOOKS), 1_000),
        (LOOKS, 0, len(LOOKS), 10),
        (LOOKS, 3, len(LOOKS) - 1, 7),
        (LOOKS, 0, len(LOOKS), 1),
        (LOOKS, 0, 0, 5),
        (look(), 0, 16, 16),
        (look() + b"." * 44 + look("KNOW") + b"." * 24 + look(), 0, 116, 20),
    ]
    for group in trial.cases(cases, draw=lambda rng: [some_bytes(rng)]):
        got, want = [], []
        for data, start, end, stride in group:
            label = f"{start} to {end}, by {stride}"
            window = Windows(memoryview(data))
            got.append((label, trial.take(40, lookalikes(window, start, end, stride)), max(window.asked, default=0)))
            want.append((label, places(data, start, end), at_most(stride + 16)))
        trial.compare(
            "lookalikes(window, start, end, stride)", ("bytes", "places", "most asked for"), got=got, want=want
        )


@graded(
    "16.3.held",
    piece="lookalikes",
    points=2,
    title="A window is all that is read at a time, and a place comes with its window",
    hints=(
        "Who asks for a place needs one. How much of the file has to be read for it?",
        "`window` is asked before the first match, and how often before the second?",
        "One `window` a step of `range(start, end, stride)`, and the `yield` inside that loop.",
    ),
    causes={
        "too-much": (
            "You ask for more than `stride + 16` bytes at a time.",
            lambda got, want: got[0].most_asked_for > 116,
        ),
        "behind-the-end": ("You ask for bytes behind `end`.", lambda got, want: got[1].read_to > 2_000),
        "all-first": (
            "More was read than the window that shows the first place, before it came out.",
            lambda got, want: got[0].read_to > 116,
        ),
        "shared": (
            "Two searches, read in turn, find other places than one alone. Whatever a search keeps has to be its own.",
            lambda got, want: got[0].search in ("one", "other"),
        ),
        "other-places": (
            "The windows are right, and the places in them are not; `16.3.places` says more.",
            signs.wrong_only_in("places"),
        ),
    },
)
def windows(lookalikes, trial):
    data = (look() + b"." * 84) * 20

    def measured(count):
        window = Windows(data + b"behind the end")
        found = trial.take(count, lookalikes(window, 0, 2_000, 100))
        return found, max(window.asked, default=0), window.last

    got = [(name, *measured(count)) for name, count in (("the first", 1), ("all", 40))]
    want = [
        ("the first", [0], at_most(116), at_most(116)),
        ("all", list(range(0, 2_000, 100)), at_most(116), at_most(2_000)),
    ]
    trial.compare(
        "lookalikes(window, 0, 2000, 100)", ("asked for", "places", "most asked for", "read to"), got=got, want=want
    )
    one, other = trial.interleaved(lookalikes(Windows(data), 0, 500, 100), lookalikes(Windows(data), 0, 400, 50))
    want = [("one", list(range(0, 500, 100))), ("other", list(range(0, 400, 100)))]
    trial.compare("two searches, in turn", ("search", "places"), got=[("one", one), ("other", other)], want=want)


# 16.4


class Tool:
    """A compressor, or what expands: it gives back what it is to give, and counts its calls."""

    def __init__(self, gives):
        self.gives, self.calls = gives, 0

    def __call__(self, data):
        self.calls += 1
        return self.gives


def frame_for(size, frame):
    """What is right: whether a frame of so many bytes is kept for data of that size, and whether it was made."""
    return (f"{frame} bytes" if size >= 64 and frame * 10 <= size * 9 else "None"), int(size >= 64)


@graded(
    "16.4.shrunk",
    piece="shrunk",
    points=2,
    title="What does not shrink stays as it is",
    hints=(
        "A photograph of a million bytes becomes a frame of 1,000,300. Which of the two do you store?",
        "There are two limits: one for the size of the data, before you try, and one for the frame, afterwards.",
        "`if len(data) < 64: return None`, then `frame = compress(data)`, and it pays if `len(frame) <= 0.9 * "
        "len(data)`.",
    ),
    causes={
        "always": (
            "A frame that is larger than its data was kept.",
            lambda got, want: signs.row_of(got, "100 to 120").comes_back != "None",
        ),
        "any-gain": (
            "A frame that saves 5 bytes of 100 was kept. A tenth is the least that pays.",
            signs.says("100 to 95", "95 bytes", "comes back"),
        ),
        "exactly": (
            "A frame of nine tenths or fewer pays, down to one of no bytes.",
            somewhere(lambda row, due: row.bytes in ("100 to 90", "100 to 0") and row.comes_back == "None"),
        ),
        "rounded": (
            "Of 64 bytes, nine tenths are 57.6: a frame of 58 is more. A limit that is rounded up lets it pass.",
            lambda got, want: signs.row_of(got, "64 to 58").comes_back != "None",
        ),
        "small-tried": (
            "63 bytes were compressed. Of fewer than 64 you know before you try.",
            lambda got, want: signs.row_of(got, "63 to 10").tried == 1,
        ),
        "small-limit": (
            "64 bytes are enough to try, and a frame of 10 is worth it.",
            lambda got, want: signs.row_of(got, "64 to 10").comes_back == "None",
        ),
        "tried-twice": ("`compress` was called more than once.", lambda got, want: any(row.tried > 1 for row in got)),
    },
)
def worth_it(shrunk, trial):
    telling = [(0, 0), (63, 10), (64, 10), (64, 58), (100, 0), (100, 90), (100, 91), (100, 95), (100, 120)]

    def some_sizes(rng):
        size = rng.randint(0, 300)
        return [(size, rng.randint(0, size + 20))]

    for pairs in trial.cases(telling, draw=some_sizes):
        got, want = [], []
        for size, small in pairs:
            for data in (bytes(size), memoryview(bytes(size))):
                tool = Tool(b"f" * small)
                back = shrunk(data, tool)
                kept = "None" if back is None else f"{len(back)} bytes" if back == tool.gives else "something else"
                got.append((f"{size} to {small}", kept, tool.calls))
                want.append((f"{size} to {small}", *frame_for(size, small)))
        trial.compare("shrunk(data, compress)", ("bytes", "comes back", "tried"), got=got, want=want)


def of_a_frame(size, declared, gives, limit):
    """What is right, found slowly: what comes back or is raised, and how often a frame is expanded."""
    if type(size) is not int or size < 0:
        return "FormatError", 0
    if size > limit:
        return "LimitError", 0
    if declared != size:
        return "FormatError", 0
    return (f"{gives} bytes" if gives == size else "FormatError"), 1


FRAMES = {  # what the block declares, the frame declares, and the frame gives; the limit is 1,000
    "5, as promised": (5, 5, 5),
    "none, as promised": (0, 0, 0),
    "1,000, as promised": (1000, 1000, 1000),
    "gives more": (5, 5, 2000),
    "gives fewer": (5, 5, 4),
    "gives nothing": (5, 5, 0),
    "declares more": (5, 2000, 2000),
    "declares fewer": (5, 3, 3),
    "declares 0": (5, 0, 5),
    "declares nothing": (5, None, 5),
    "1,001, as promised": (1001, 1001, 1001),
    "1,001, else declared": (1001, 5, 5),
    "more than any counter holds": (2**80, 5, 5),
}
ODD = {  # no sizes at all
    "-1": (-1, -1, 0),
    "'5'": ("5", 5, 5),
    "True": (True, 1, 1),
    "5.0": (5.0, 5, 5),
    "None": (None, 5, 5),
}
NO_ROOM = {"5, as promised": (5, 5, 5), "none, as promised": (0, 0, 0)}


@graded(
    "16.4.expanded",
    piece="expanded",
    points=3,
    title="Nothing is expanded beyond what was promised and allowed",
    hints=(
        "What do you know of a frame before you expand it, and what does it cost to ask?",
        "Four things must hold, three of them before `expand` is called. Which one needs what came back?",
        "`type(size) is not int or size < 0`; `size > limit`; `declares(frame) != size`; expand; `len(data) != size`.",
    ),
    causes={
        "expanded-first": (
            "A frame that must not be expanded was. Memory is full by the time you count.",
            somewhere(lambda row, due: row.expanded > due.expanded == 0),
        ),
        "expanded-twice": ("A frame was expanded twice.", somewhere(lambda row, due: row.expanded > due.expanded)),
        "not-counted": (
            "The frame gave another number of bytes than it had declared, and they were taken for right.",
            somewhere(
                lambda row, due: due == (row.frame, "FormatError", 1) and row.comes_back.endswith(("bytes", "else"))
            ),
        ),
        "limit-excluded": (
            "Exactly `limit` bytes are allowed.",
            lambda got, want: signs.row_of(got, "1,000, as promised").comes_back != "1000 bytes",
        ),
        "zero-refused": (
            "A block of no bytes is one, too: its size is 0.",
            lambda got, want: signs.row_of(got, "none, as promised").comes_back != "0 bytes",
        ),
        "order": (
            "Too large comes before not fitting: with 1,001 declared, and 5 by the frame, `LimitError` is raised.",
            lambda got, want: signs.row_of(got, "1,001, else declared").comes_back == "FormatError",
        ),
        "kind": ("What is wrong is told by another exception than the task says.", signs.wrong("comes back")),
    },
)
def promised(expanded, trial):
    def outcome(size, declared, gives, limit):
        frame, tool = b"frame", Tool(b"d" * gives)
        try:
            back = expanded(frame, size, limit, lambda _: declared, tool)
        except (FormatError, LimitError, TypeError, ValueError) as error:
            return type(error).__name__, tool.calls
        return f"{len(back)} bytes" if back == tool.gives else "something else", tool.calls

    def some_frames(rng):
        size = rng.randint(0, 1100)
        return {"drawn": (size, rng.choice((size, size + 1)), rng.choice((size, size, size + 1)))}, 1000

    for frames, limit in trial.cases((FRAMES, 1000), (ODD, 1000), (NO_ROOM, 0), draw=some_frames):
        got = [(name, *outcome(*frame, limit)) for name, frame in frames.items()]
        want = [(name, *of_a_frame(*frame, limit)) for name, frame in frames.items()]
        call = f"expanded(frame, size, {limit}, declares, expand)"
        trial.compare(call, ("frame", "comes back", "expanded"), got=got, want=want)


# 16.5


class Odd:
    """A value of which nobody may ask whether it is true, what it equals, or its hash, as of an array."""

    __hash__ = None

    def __eq__(self, other):
        raise ValueError("it depends")

    def __bool__(self):
        raise ValueError("it depends")

    def __repr__(self):
        return "odd"


VALUES = {"n": None, "o": Odd()}


class Slow:
    """What is right, found slowly: a list of entries in the order of their use."""

    def __init__(self, max_size):
        self.max_size, self.entries = max_size, []

    def put(self, key, value, size):
        self.entries = [entry for entry in self.entries if entry[0] != key] + [(key, value, size)]
        left = []
        while sum(entry[2] for entry in self.entries) > self.max_size:
            left.append(self.entries.pop(0)[:2])
        return left

    def get(self, key):
        (entry,) = [entry for entry in self.entries if entry[0] == key] or [None]
        if entry is None:
            raise KeyError(key)
        self.entries.remove(entry)
        self.entries.append(entry)
        return entry[1]

    def pop(self, key):
        value = self.get(key)
        self.entries.pop()
        return value

    @property
    def size(self):
        return sum(entry[2] for entry in self.entries)

    @property
    def values(self):
        return OrderedDict(entry[:2] for entry in self.entries)


def played(make, moves, max_size=10):
    """Make the moves, and yield each with what came of it, the keys in order, and the bytes."""
    kept = make(max_size)
    for name, *arguments in moves:
        try:
            answer = getattr(kept, name)(*arguments)
        except KeyError:
            answer = KeyError
        yield f"{name}({', '.join(map(repr, arguments))})", repr(answer), list(kept.values), kept.size


def moves_of(text):
    """`a4` puts A with 4 bytes, `a` gets it, `-a` pops it; the key of `z` is 0."""
    for word in text.split():
        name = word.removeprefix("-")[0]
        key = 0 if name == "z" else name
        if word.startswith("-"):
            yield "pop", key
        elif len(word) == 1:
            yield "get", key
        else:
            yield "put", key, VALUES.get(name, name.upper()), int(word[1:])


TELLING = (
    "a4 b4 a c4 b a",
    "a4 b4 a4 c4",
    "a3 b3 c3 b d9",
    "z4 b4 c4",
    "a4 n4 n -n n",
    "z -z a0 b10 c0 d1",
    "a4 a2 b8 c1 c2",
    "a5 b5 -a c5 -b -c a5 b5 c1",
    "o4 o4 o -o",
)


def some_moves(rng):
    words = [rng.choice("abcd") + str(rng.randint(0, 9)) for _ in range(12)] + [rng.choice("abcd") for _ in range(6)]
    words += ["-" + rng.choice("abcd") for _ in range(3)]
    rng.shuffle(words)
    return [" ".join(words)]


def puts_of_one_size(rng):
    """Whoever leaves, the bytes are the same."""
    bytes_each = rng.randint(1, 9)
    return [" ".join(f"{rng.choice('abcdef')}{bytes_each}" for _ in range(15))]


COLUMNS = ("move", "gives", "keys", "size")


def compared(make, trial, columns, draw):
    """Compare what comes of the moves, some columns of it."""
    chosen = [COLUMNS.index(column) for column in columns]
    for texts in trial.cases(TELLING, draw=draw):
        for text in texts:
            got = [tuple(row[column] for column in chosen) for row in played(make, moves_of(text))]
            want = [tuple(row[column] for column in chosen) for row in played(Slow, moves_of(text))]
            trial.compare(f"LeastRecent(10), {text}", columns, got=got, want=want)


def reordered_by(move):
    return somewhere(
        lambda row, due: row.move.startswith(move) and row.keys != due.keys and sorted(row.keys) == sorted(due.keys)
    )


@graded(
    "16.5.order",
    piece="LeastRecent",
    points=3,
    title="What was not used for the longest time leaves first",
    hints=(
        "A, B, then A again, then C, and there is room for two. Who was not used for the longest time?",
        "Two of the three methods are a use. What must each do to the order?",
        "`move_to_end(key)` in `put` and in `get`; at the front, `next(iter(self.values))` is the one that leaves.",
    ),
    causes={
        "get-no-use": ("`get` is a use: after it, the key is the last one to leave.", reordered_by("get")),
        "put-no-use": ("A key that is put again was used: it is the last one to leave.", reordered_by("put")),
        "newest-leaves": (
            "The newest left, or the new one itself: the one that was not used for the longest time goes.",
            somewhere(lambda row, due: row.keys and due.keys and row.keys[-1] != due.keys[-1]),
        ),
        "empty-stays": (
            "An entry of no bytes leaves like any other, where it was not used for the longest time.",
            lambda got, want: got[-1].move == "put('d', 'D', 1)" and got[-1].keys == ["a", "c", "d"],
        ),
        "zero-stays": (
            "A key may be 0, and its entry leaves like any other.",
            lambda got, want: got[-1].keys[0] == 0 != want[-1].keys[0],
        ),
        "stays-too-full": (
            "More stays than fits: as long as it is too much, one more leaves.",
            somewhere(lambda row, due: len(row.keys) > len(due.keys)),
        ),
        "too-many-leave": (
            "More leaves than must. What fits exactly may stay.",
            somewhere(lambda row, due: len(row.keys) < len(due.keys)),
        ),
        "shared": ("Two of them share what they keep.", lambda got, want: got[0].kept == "one"),
        "told-wrong": (
            "The right keys stay, and what a call gives back is not what the task says: the pairs that left, the "
            "first to leave first; a value; `KeyError`.",
            signs.wrong_only_in("gives"),
        ),
    },
)
def order(LeastRecent, trial):  # noqa: N803 — the piece is a class
    compared(LeastRecent, trial, ("move", "gives", "keys"), some_moves)
    one, other = LeastRecent(10), LeastRecent(10)
    one.put("a", "A", 4)
    other.put("a", "B", 8)
    got = [(name, kept.get("a"), kept.size) for name, kept in (("one", one), ("other", other))]
    trial.compare("two of them", ("kept", "get('a')", "size"), got=got, want=[("one", "A", 4), ("other", "B", 8)])


@graded(
    "16.5.size",
    piece="LeastRecent",
    points=2,
    title="The bytes add up after every move",
    hints=(
        "A key is put a second time, with another size. What becomes of the first?",
        "Three things change `size`: what comes, what is replaced, what goes. Where in your code is each?",
        "In `put`: `self.size += size - self._sizes.get(key, 0)`; in `pop`: `self.size -= self._sizes.pop(key)`.",
    ),
    causes={
        "nothing-counted": ("The size stays 0.", lambda got, want: want[0].size and not any(row.size for row in got)),
        "replaced-counted": (
            "A value that was replaced still counts: its bytes go when it is replaced.",
            lambda got, want: any((row.move, row.size) == ("put('a', 'A', 2)", 6) for row in got),
        ),
        "popped-counted": (
            "What was popped still counts.",
            somewhere(lambda row, due: row.move.startswith("pop") and row.size > due.size),
        ),
        "left-counted": (
            "More than 10 bytes stay, or what left still counts.",
            lambda got, want: any(row.size > 10 for row in got),
        ),
        "comes-back": (
            "A key that was popped and comes back counts with all its bytes: its old size is gone.",
            somewhere(lambda row, due: (row.move, row.size, due.size) == ("put('a', 'A', 5)", 0, 5)),
        ),
        "too-little": (
            "Fewer bytes stay than may, or some that stay do not count, or are taken off twice.",
            somewhere(lambda row, due: row.size < due.size),
        ),
    },
)
def size(LeastRecent, trial):  # noqa: N803 — the piece is a class
    compared(LeastRecent, trial, ("move", "size"), puts_of_one_size)


# 16.6


class SlowLines:
    """What is right, found slowly: two lists of pairs."""

    def __init__(self, places, regulars):
        self.places, self.regulars, self.new, self.often = places, regulars, [], []

    def find(self, key):
        for line in (self.new, self.often):
            for pair in line:
                if pair[0] == key:
                    return line, pair
        raise KeyError(key)

    def use(self, line, pair, value):
        line.remove(pair)
        self.often.append((pair[0], value))
        if len(self.often) > self.regulars:
            self.new.append(self.often.pop(0))

    def put(self, key, value):
        try:
            self.use(*self.find(key), value)
        except KeyError:
            self.new.append((key, value))
            if len(self.new) + len(self.often) > self.places:
                self.new.pop(0)

    def get(self, key):
        line, pair = self.find(key)
        self.use(line, pair, pair[1])
        return pair[1]

    def lines(self):
        return [key for key, _ in self.new], [key for key, _ in self.often]


def in_two_lines(make, trial, moves, places, regulars):
    """Make the moves, `a1` a put and `a` a get, and yield each with what came of it and both lines."""
    kept = make(places, regulars)
    for move in moves.split():
        key, value = move[0], None if move[1:] == "n" else move[1:]
        try:
            gives = kept.put(key, value) if len(move) > 1 else kept.get(key)
        except KeyError:
            gives = "KeyError"
        new, often = trial.parts(kept.lines(), "newcomers", "regulars")
        yield f"put({key!r}, {value!r})" if len(move) > 1 else f"get({key!r})", gives, " ".join(new), " ".join(often)


SCANS = (
    ("a1 b1 a b2 c1 d1 x e1", 4, 2),
    ("a1 b1 a b a b b", 3, 2),
    ("a1 b1 c1 d1 a b c e1", 4, 2),
    ("an a a x a2 a", 2, 1),
)


def some_uses(rng):
    keys = "abcdefgh"[: rng.randint(2, 8)]
    moves = [rng.choice(keys) + rng.choice(("", "", str(rng.randint(0, 9)))) for _ in range(30)]
    places = rng.randint(2, 6)
    return " ".join(moves), places, rng.randint(1, places - 1)


def is_newcomer(row):
    return row.move.split("'")[1] in row.newcomers.split()


@graded(
    "16.6.lines",
    piece="TwoLines",
    points=0,
    title="What was used twice outlasts what was used once",
    hints=(),
    causes={
        "missing-moves": (
            "A `get` that raises `KeyError` changes nothing. Here it changed the lines.",
            lambda got, want: next(
                row.gives == due.gives == "KeyError" for row, due in zip(got, want, strict=True) if row != due
            ),
        ),
        "shared": ("Two of them share what they keep.", lambda got, want: got[0].kept == "one"),
        "one-line": (
            "Nobody ever becomes a regular: a scan pushes everybody out.",
            lambda got, want: not any(row.regulars for row in got),
        ),
        "get-no-use": (
            "`get` is a use: after it, its key is a regular.",
            somewhere(lambda row, due: row.move.startswith("get") and row.gives == due.gives and is_newcomer(row)),
        ),
        "put-no-use": (
            "To put a key that is there is a use: after it, the key is a regular.",
            somewhere(lambda row, due: row.move.startswith("put") and is_newcomer(row) and not is_newcomer(due)),
        ),
        "too-many": (
            "There are more regulars than there may be. The first of them goes back to the newcomers.",
            somewhere(lambda row, due: len(row.regulars) > len(due.regulars)),
        ),
        "regulars-leave": (
            "A regular leaves for a newcomer. A scan would push out everything that is in use.",
            somewhere(lambda row, due: row.move.startswith("put") and len(row.regulars) < len(due.regulars)),
        ),
        "thrown-out": (
            "A use lets somebody leave. The regular for whom there is no place goes back to the newcomers.",
            somewhere(
                lambda row, due: (
                    row.move.startswith("get")
                    and row.gives != "KeyError"
                    and row.regulars == due.regulars
                    and len(row.newcomers) < len(due.newcomers)
                )
            ),
        ),
        "too-few": (
            "Somebody leaves though there is a place for everybody.",
            somewhere(lambda row, due: row.regulars == due.regulars and len(row.newcomers) < len(due.newcomers)),
        ),
        "too-full": (
            "There are more entries than places: the first newcomer leaves.",
            somewhere(lambda row, due: row.regulars == due.regulars and len(row.newcomers) > len(due.newcomers)),
        ),
        "regular-stays": (
            "A regular that is used goes behind all others.",
            somewhere(lambda row, due: row.regulars != due.regulars and sorted(row.regulars) == sorted(due.regulars)),
        ),
        "back-in-front": (
            "Whoever goes back to the newcomers goes behind all of them, and not in front.",
            somewhere(
                lambda row, due: row.newcomers != due.newcomers and sorted(row.newcomers) == sorted(due.newcomers)
            ),
        ),
        "told-wrong": (
            "The lines are right, and what a call gives is not: `get` gives the value that was put last, or raises "
            "`KeyError`; `put` gives nothing.",
            signs.wrong_only_in("gives"),
        ),
    },
)
def lines(TwoLines, trial):  # noqa: N803 — the piece is a class
    for moves, places, regulars in trial.cases(*SCANS, draw=some_uses):
        trial.compare(
            f"TwoLines({places}, {regulars}), {moves}",
            ("move", "gives", "newcomers", "regulars"),
            got=in_two_lines(TwoLines, trial, moves, places, regulars),
            want=in_two_lines(SlowLines, trial, moves, places, regulars),
        )
    one, other = TwoLines(3, 1), TwoLines(3, 1)
    one.put("a", 1)
    other.put("b", 2)
    got = [(name, list(kept.lines()[0])) for name, kept in (("one", one), ("other", other))]
    trial.compare("two of TwoLines(3, 1)", ("kept", "newcomers"), got=got, want=[("one", ["a"]), ("other", ["b"])])
