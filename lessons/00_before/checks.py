"""The checks of lesson 00: five things of Python on which all lessons stand."""

from maif_course.checks import graded, signs

ONCE = {"first": 1, "rest": [2, 3], "again": [], "default": "end"}
KINDS = {
    'len("Zürich")': 6,
    'len("Zürich".encode())': 7,
    'b"abc"[0]': 97,
    'b"abc"[:1]': b"a",
    'b"abc" == "abc"': False,
}


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
        "from-the-start": (
            "`rest` does not begin anew: `next` has taken the 1.",
            signs.says("rest", "[1, 2, 3]"),
        ),
        "read-again": (
            "`again` is not empty in your table. An iterator that has ended stays at its end.",
            signs.any_of(signs.says("again", "[2, 3]"), signs.says("again", "[1, 2, 3]"), signs.says("again", "[3]")),
        ),
        "default-none": (
            "`next` gives its second argument where there is no next item.",
            lambda got, want: signs.row_of(got, "default").it_is != "'end'",
        ),
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
        "bytes-as-characters": (
            "UTF-8 needs two bytes for ü: six characters are seven bytes.",
            signs.says('len("Zürich".encode())', "6"),
        ),
        "element-as-text": (
            "One element of bytes is a number: 97 for a.",
            lambda got, want: signs.row_of(got, 'b"abc"[0]').it_is in ("'a'", "b'a'"),
        ),
        "slice-as-text": (
            "A slice of bytes is bytes, also when it has one element.",
            lambda got, want: signs.row_of(got, 'b"abc"[:1]').it_is in ("'a'", "97"),
        ),
        "equal": ("Bytes and text are never equal.", signs.says('b"abc" == "abc"', "True")),
    },
)
def of_which_kind(kinds, trial):
    got = filled_in(kinds, list(KINDS))
    trial.compare("the table", ("name", "it is"), got=got, want=in_words(KINDS), reveal=False)


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
            lambda got, want: signs.row_of(got, "noted('b')").gives == ["a", "b"],
        ),
        "copied": (
            "A list that was given did not come back: another one did.",
            lambda got, want: signs.row_of(got, "noted('d', given)").same == "another list",
        ),
        "empty-replaced": (
            "An empty list that was given did not come back: another one did. It is falsy, and a list all the same.",
            lambda got, want: signs.row_of(got, "noted('e', empty)").same == "another list",
        ),
    },
)
def own(noted, trial):
    given, empty, got = ["c"], [], []
    for name, arguments in (
        ("noted('a')", ("a",)),
        ("noted('b')", ("b",)),
        ("noted('d', given)", ("d", given)),
        ("noted('e', empty)", ("e", empty)),
        ("noted(None)", (None,)),
    ):
        back = noted(*arguments)
        same = "a new list" if len(arguments) == 1 else "the one given" if back is arguments[1] else "another list"
        got.append((name, list(back), same))
    want = [
        ("noted('a')", ["a"], "a new list"),
        ("noted('b')", ["b"], "a new list"),
        ("noted('d', given)", ["c", "d"], "the one given"),
        ("noted('e', empty)", ["e"], "the one given"),
        ("noted(None)", [None], "a new list"),
    ]
    trial.compare("noted, five times", ("call", "gives", "same"), got=got, want=want)


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
        "odd": ("The odd ones came out.", lambda got, want: any(row.number % 2 for row in got)),
        "all-first": (
            "All numbers were taken before the first one came out.",
            signs.all_of(signs.wrong_only_in("taken"), signs.too_late("taken")),
        ),
        "zero-lost": (
            "0 is even, and got lost: it is falsy.",
            lambda got, want: got and [row.number for row in got] == [row.number for row in want if row.number],
        ),
        "shared": (
            "Two calls at a time, or one after another that was left early, disturb each other.",
            signs.wrong("comes out"),
        ),
    },
)
def waits(evens, trial):
    for numbers in trial.cases([3, 4, 0, 5, 7, 8, 1], [1, 3], [4], [], draw=some_numbers):
        source = trial.source(numbers)
        got = [(number, source.pulled) for number in evens(source)]
        want = [(number, at) for at, number in enumerate(numbers, start=1) if number % 2 == 0]
        trial.compare(f"evens({numbers})", ("number", "taken"), got=got, want=want)
    for name, numbers in trial.kinds([2, 3, 6]):
        got = [(number, 0) for number in evens(numbers)]
        trial.compare(f"evens({name})", ("number", "taken"), got=got, want=[(2, 0), (6, 0)])
    endless = trial.endless()
    got = [(number, endless.pulled) for _, number in zip(range(2), evens(endless), strict=False)]
    trial.compare("evens, without an end", ("number", "taken"), got=got, want=[(0, 1), (2, 3)])
    trial.independent("evens(numbers)", evens, items=([1, 2, 4, 5, 6], [7, 8, 10, 12]), want=([2, 4, 6], [8, 10, 12]))


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
            lambda got, want: signs.row_of(got, "one that cannot be read").file_is == "open",
        ),
        "swallowed": (
            "The file's own error did not reach the caller.",
            lambda got, want: signs.row_of(got, "one that cannot be read").gives != "OSError",
        ),
        "nothing": (
            "None comes back. Is a `return` missing?",
            lambda got, want: signs.row_of(got, "two lines").gives is None,
        ),
        "newline": (
            "The newline at the end does not belong to the line; a line without one keeps its last character.",
            signs.any_of(signs.says("two lines", "first\n", "gives"), signs.says("no newline", "alon", "gives")),
        ),
        "stripped": (
            "Spaces at the ends of a line belong to it: the newline alone goes.",
            signs.wrong_only_at("spaces around it"),
        ),
    },
)
def closed(first_line, trial):
    got = []
    for name, lines, fails in (
        ("two lines", ["first\n", "second\n"], False),
        ("no newline", ["alone"], False),
        ("spaces around it", [" a \n"], False),
        ("an empty line", ["\n", "second\n"], False),
        ("no line", [], False),
        ("one that cannot be read", [], True),
    ):
        file = trial.file(lines, fails=fails)
        try:
            line = first_line(file)
        except OSError:
            line = "OSError"
        got.append((name, line, "closed" if file.closed else "open"))
    lines = {
        "two lines": "first",
        "no newline": "alone",
        "spaces around it": " a ",
        "an empty line": "",
        "no line": "",
        "one that cannot be read": "OSError",
    }
    want = [(name, line, "closed") for name, line in lines.items()]
    trial.compare("first_line(file)", ("file", "gives", "file is"), got=got, want=want)
