"""The checks of lesson 00: five things of Python on which all lessons stand."""

from maif_course.checks import graded, signs

ONCE = {"first": 1, "rest": [2, 3], "again": [], "default": "end"}
KINDS = {'len("Zürich")': 6, 'len("Zürich".encode())': 7, 'b"abc"[0]': 97, 'b"abc"[:1]': b"a", 'b"abc" == "abc"': False}


def filled_in(table, names):
    """The rows of a table that the learner has filled in."""
    table = dict(table())
    return [(name, repr(table[name]) if name in table else "missing") for name in names]


def in_words(right):
    return [(name, repr(value)) for name, value in right.items()]


STOPS = ("Something is missing: each name has a value.", lambda got, want: any(row.it_is == "missing" for row in got))

AS_TEXT = (
    "In quotes stands text, whatever it looks like: write each value as Python does, `[1]` and not `'[1]'`.",
    lambda got, want: any(row.it_is == repr(due.it_is) for row, due in zip(got, want, strict=True)),
)


@graded(
    "00.1.once",
    piece="trace",
    points=1,
    title="An iterator gives each item once",
    hints=(
        "Who else has read from `numbers` before `rest` was made?",
        "Run the lines in a cell of your own, and look at each name.",
        "first is 1, rest is [2, 3]; then nothing is left, so again is [] and default is 'end'.",
    ),
    causes={
        "stops": STOPS,
        "as-text": AS_TEXT,
        "first": ("`next` gives the first item, and no list of it.", signs.wrong_at("first")),
        "from-the-start": ("`rest` does not begin anew: `next` has taken the 1.", signs.says("rest", "[1, 2, 3]")),
        "read-again": (
            "`again` is not empty in your table. An iterator that has ended stays at its end.",
            signs.any_of(signs.says("again", "[2, 3]"), signs.says("again", "[1, 2, 3]"), signs.says("again", "[3]")),
        ),
        "no-list": (
            "`list` makes a list, in square brackets, of what is left: an empty one of nothing.",
            lambda got, want: any(signs.row_of(got, name).it_is[0] != "[" for name in ("rest", "again")),
        ),
        "default-none": ("`next` gives its second argument where there is no next item.", signs.wrong_at("default")),
    },
)
def once(trace, trial):
    got = filled_in(trace, list(ONCE))
    trial.compare("the table", ("name", "it is"), got=got, want=in_words(ONCE), reveal=False)


@graded(
    "00.2.kinds",
    piece="kinds",
    points=1,
    title="Text has characters, bytes are numbers",
    hints=(
        "How many bytes does a file need for an ü?",
        "Run each expression in a cell of your own: the last line of a cell is shown.",
        "6, 7, 97, b'a', False.",
    ),
    causes={
        "stops": STOPS,
        "as-text": AS_TEXT,
        "characters": ("A text is as long as it has characters: six.", signs.wrong_at('len("Zürich")')),
        "bytes-as-characters": (
            "UTF-8 needs two bytes for ü: six characters are seven bytes.",
            signs.wrong_at('len("Zürich".encode())'),
        ),
        "element-as-text": ("One element of bytes is a number: 97 for a.", signs.wrong_at('b"abc"[0]')),
        "slice-as-text": ("A slice of bytes is bytes, also when it has one element.", signs.wrong_at('b"abc"[:1]')),
        "equal": ("Bytes and text are never equal.", signs.wrong_at('b"abc" == "abc"')),
    },
)
def of_which_kind(kinds, trial):
    got = filled_in(kinds, list(KINDS))
    trial.compare("the table", ("name", "it is"), got=got, want=in_words(KINDS), reveal=False)


# call, arguments, what it gives
CALLS = (
    ("noted('a')", ("a",), ["a"]),
    ("noted('b')", ("b",), ["b"]),
    ("noted('d', given)", ("d", ["d", "c"]), ["d", "c", "d"]),
    ("noted('e', empty)", ("e", []), ["e"]),
    ("noted(None)", (None,), [None]),
    ("noted(['f'])", (["f"],), [["f"]]),
    ("noted({7})", ({7},), [{7}]),
)


@graded(
    "00.3.own",
    piece="noted",
    points=1,
    title="Each call without a list begins a new one",
    hints=(
        "When is the list behind `notes=[]` made: when `noted` is defined, or when it is called?",
        "Give `notes` a default that says that no list was given, and make the list inside.",
        "`notes=None`, and `if notes is None: notes = []`.",
    ),
    causes={
        "shared": (
            "The second call without a list finds the note of the first one.",
            signs.says("noted('b')", ["a", "b"], "gives"),
        ),
        "same-list": (
            "A call without a list returns one that an earlier call has returned: they share it.",
            lambda got, want: any(row.same == "an earlier one" for row in got),
        ),
        "copied": (
            "A list that was given did not come back: another one did.",
            signs.says("noted('d', given)", "another list"),
        ),
        "empty-replaced": (
            "An empty list that was given did not come back: another one did. It is falsy, and a list all the same.",
            signs.says("noted('e', empty)", "another list"),
        ),
        "once": (
            "A note that was in the list came again, and was not added.",
            signs.says("noted('d', given)", ["d", "c"], "gives"),
        ),
        "none": ("None is a note like any other.", signs.says("noted(None)", [], "gives")),
        "list": ("A list is a note like any other: it is added as one thing.", signs.wrong_first("noted(['f'])")),
    },
)
def own(noted, trial):
    got, earlier = [], []
    for name, (note, *given), _ in CALLS:
        given = [list(notes) for notes in given]
        back = noted(note, *given)
        others = "an earlier one" if id(back) in map(id, earlier) else "another list" if given else "a new list"
        got.append((name, list(back), "the one given" if given and back is given[0] else others))
        earlier.append(back)
    want = [(name, notes, "the one given" if given[1:] else "a new list") for name, given, notes in CALLS]
    trial.compare("noted, seven times", ("call", "gives", "same"), got=got, want=want)


def some_numbers(rng):
    return [rng.randint(-9, 9) for _ in range(rng.randint(0, 12))]


@graded(
    "00.4.waits",
    piece="evens",
    points=2,
    title="A generator takes no more than it needs",
    hints=(
        "Who decides how many numbers `evens` looks at: `evens`, or whoever loops over it?",
        "A `return` of a list has looked at everything. What does a `yield` in a loop do?",
        "`for number in numbers:`, `if number % 2 == 0:`, `yield number`.",
    ),
    causes={
        "nothing": ("Nothing came out.", signs.nothing_came_out),
        "odd": ("The odd ones came out.", lambda got, want: any(row.number in (3, 5) for row in got)),
        "early": ("A number was taken before anybody asked.", signs.wrong_at("nobody asks")),
        "all-first": (
            "All numbers were taken before the first one came out.",
            signs.all_of(signs.wrong_only_in("taken"), signs.too_late("taken")),
        ),
        "zero-lost": (
            "0 is missing. It is even, and falsy: a number like any other.",
            lambda got, want: [row.number for row in got][:2] == [4, 4] and all(row.number for row in got),
        ),
        "repeat-lost": (
            "A number that comes again is even again.",
            lambda got, want: [row.number for row in got] == [4, 0, -2],
        ),
        "negative-lost": ("Numbers below 0 are even, too.", lambda got, want: [row.number for row in got] == [4, 4, 0]),
        "shared": (
            "Two calls at a time, or one after another that was left early, disturb each other.",
            signs.wrong("comes out"),
        ),
    },
)
def waits(evens, trial):
    for numbers in trial.cases([3, 4, 4, 0, 5, -2, 1], [1, 3], [4], [], draw=some_numbers):
        source = trial.source(numbers)
        got = [(number, source.pulled) for number in evens(source)]
        want = [(number, at) for at, number in enumerate(numbers, start=1) if number % 2 == 0]
        trial.compare(f"evens({numbers})", ("number", "taken"), got=got, want=want)
    for name, numbers in trial.kinds([2, 3, 6]):
        got = [(number, 0) for number in evens(numbers)]
        trial.compare(f"evens({name})", ("number", "taken"), got=got, want=[(2, 0), (6, 0)])
    endless = trial.endless()
    answer = evens(endless)
    got = [("nobody asks", endless.pulled), *((number, endless.pulled) for number in trial.take(1_200, answer)[-1:])]
    trial.compare("evens, without an end", ("number", "taken"), got=got, want=[("nobody asks", 0), (2_398, 2_399)])
    trial.independent("evens(numbers)", evens, items=([1, 2, 4, 5, 6], [7, 8, 10, 12]), want=([2, 4, 6], [8, 10, 12]))


class ReadingError(OSError, ValueError, LookupError, RuntimeError):
    """An error of many kinds: whoever holds back one of them holds back this."""


FILES = (  # the file, its lines or the error of reading, what comes of it
    ("two lines", ["first\n", "second\n"], "first"),
    ("no newline", ["alone"], "alone"),
    ("spaces around it", [" a \r\n"], " a \r"),
    ("a page break in it", ["a\fb\n"], "a\fb"),
    ("an empty line", ["\n", "second\n"], ""),
    ("no line", [], ""),
    ("one that cannot be read", ReadingError, "ReadingError"),
    ("one left by Ctrl-C", KeyboardInterrupt, "KeyboardInterrupt"),
)


def open_file(trial, lines):
    """Return a file of these lines, or one that raises this error when it is read."""
    if isinstance(lines, list):
        return trial.file(lines)

    def read(*_):
        raise lines

    file = trial.file([])
    file.read = file.readline = read
    return file


@graded(
    "00.5.closed",
    piece="first_line",
    points=1,
    title="The file is closed on every way out",
    hints=(
        "Which line of the function runs after its `return`?",
        "A `with` block takes the file itself: `with file:`.",
        "`with file:` and inside it `return file.readline().removesuffix(chr(10))`.",
    ),
    causes={
        "never": (
            "The file is still open. What stands behind a `return` does not run.",
            lambda got, want: all(row.file_is == "open" for row in got),
        ),
        "open-on-error": (
            "Where reading fails, the file stays open.",
            lambda got, want: any(row.file_is == "open" for row in got[-2:]),
        ),
        "swallowed": (
            "The file's own error did not reach the caller.",
            lambda got, want: any(row.gives != due.gives for row, due in zip(got[-2:], want[-2:], strict=True)),
        ),
        "nothing": ("None comes back. Is a `return` missing?", lambda got, want: any(row.gives is None for row in got)),
        "newline": (
            "The newline at the end does not belong to the line; a line without one keeps its last character.",
            signs.any_of(signs.says("two lines", "first\n", "gives"), signs.says("no newline", "alon", "gives")),
        ),
        "stripped": (
            "The `\\n` alone ends a line, and it alone goes: other white space belongs to the line.",
            signs.any_of(signs.wrong_first("spaces around it"), signs.wrong_first("a page break in it")),
        ),
        "empty": ("The first line is empty, and a line all the same.", signs.wrong_first("an empty line")),
    },
)
def closed(first_line, trial):
    got = []
    for name, lines, _ in FILES:
        file = open_file(trial, lines)
        try:
            line = first_line(file)
        except (ReadingError, KeyboardInterrupt) as error:
            line = type(error).__name__
        got.append((name, line, "closed" if file.closed else "open"))
    want = [(name, line, "closed") for name, _, line in FILES]
    trial.compare("first_line(file)", ("file", "gives", "file is"), got=got, want=want)
