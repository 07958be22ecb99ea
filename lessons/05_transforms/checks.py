"""What the exercises of lesson 05 are graded by."""

from itertools import islice

from maif_course.checks import graded

PULLED = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 5,
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": 7,
    "list(zip(range(3), squares()))": 5,
    "list(zip(squares(), range(3)))": 7,
}


def filled_in(answers, names):
    """The rows of a dictionary that the learner has completed."""
    answers = answers if isinstance(answers, dict) else {}
    return [(name, "?" if answers.get(name, ...) is ... else answers[name]) for name in names]


@graded(
    "05.1.pulls",
    piece="pulled",
    points=2,
    title="Each consumer pulls what its answers need",
    hints=(
        "The third answer is 16. Which number is it the square of, and how many numbers come before that one?",
        "Ask of each consumer: which answer is the last that it asks for? Then count the numbers up to that one.",
        "`takewhile` asks until it sees 36, the square of 6. `zip` asks its first source, then its second.",
    ),
    causes={
        "unfilled": ("Some counts are missing.", lambda got, want: any(value == "?" for _, value in got)),
        "last-number": (
            "You wrote down the last number that was pulled. The first is 0: once it is pulled, that is one number.",
            lambda got, want: got[1][1] == 0,
        ),
        "answers": (
            "You counted answers. Between two even squares lies an odd one, whose number is pulled too.",
            lambda got, want: got[2][1] == 3,
        ),
        "all-at-once": (
            "`islice` stops after three answers, and nobody asks for more: a stage never runs through by itself.",
            lambda got, want: got[2][1] == 10,
        ),
        "one-too-many": (
            "`islice` counts to three. It has no reason to see a fourth answer.",
            lambda got, want: got[2][1] in (6, 7),
        ),
        "end-unseen": (
            "After 64, `list` asks once more: it cannot know that no even square follows.",
            lambda got, want: got[3][1] == 9,
        ),
        "condition-unseen": (
            "`takewhile` ends when an answer fails its condition. For that it must have pulled this answer.",
            lambda got, want: got[4][1] in (5, 6),
        ),
        "condition-goes-on": (
            "`takewhile` is no filter: it ends at the first answer that fails its condition, and asks for no other.",
            lambda got, want: got[4][1] == 10,
        ),
        "zip": (
            "`zip` asks its sources in turn, the first one first, and stops at the first that has nothing to give.",
            lambda got, want: got[:5] == want[:5],
        ),
    },
)
def pulls(pulled, trial):
    got = filled_in(pulled(), PULLED)
    trial.compare("pulled", ("consumer", "numbers pulled"), got=got, want=PULLED.items(), reveal=False)


def some_lines(rng):
    words = ["to", "be", "or", "not"]
    return [" ".join(rng.choices(words, k=rng.choice((0, 1, 1, 2, 5)))) for _ in range(rng.randint(0, 8))]


@graded(
    "05.2.flat",
    piece="flat_mapped",
    points=2,
    title="Each element comes alone, before the next item is pulled",
    hints=(
        "Two loops are at work here. Over what does each of them go, and in which of them is the `yield`?",
        "Inside the loop over the items: go over `fn(item)`, and hand on what it gives, not the thing itself.",
        "`for item in source:` and in it `yield from fn(item)`.",
    ),
    causes={
        "nested": (
            "You yielded `fn(item)` as a whole. Its elements are asked for, one by one.",
            lambda got, want: any(isinstance(row[0], list) for row in got),
        ),
        "collected": (
            "All items had been pulled when the first element came out.",
            lambda got, want: len(want) > 1 and got[0][1] == want[-1][1],
        ),
        "ahead": (
            "An item was pulled while elements of the one before it were still to come.",
            lambda got, want: any(g[1] > w[1] for g, w in zip(got, want, strict=False)),
        ),
        "uncalled": (
            "These are the elements of the items themselves. You need those of `fn(item)`.",
            lambda got, want: len(got[0][0]) == 1,
        ),
        "first-only": (
            "Only the elements of the first item came out. A `return` inside the loop ends the loop.",
            lambda got, want: len(got) < len(want) and got == [row for row in want if row[1] == 1],
        ),
        "empty-ends": (
            "The elements end where an item has none. Such an item gives nothing, and the next one follows.",
            lambda got, want: len(got) < len(want) and got == want[: len(got)],
        ),
    },
)
def flat(flat_mapped, trial):
    for lines in trial.cases(["to be", "or", "", "not to"], draw=some_lines):
        source = trial.source(lines)
        flow = flat_mapped(source, str.split)
        got = [(element, source.pulled) for element in islice(flow, 100)]
        want = [(word, number) for number, line in enumerate(lines, start=1) for word in line.split()]
        trial.compare(f"flat_mapped({lines}, str.split)", ("element", "items pulled"), got=got, want=want)


@graded(
    "05.2.lazy",
    piece="flat_mapped",
    points=1,
    title="An element is fetched when it is asked for",
    hints=(
        "`fn(item)` may be the pages of a search, or have no end. How many of its elements does the first answer need?",
        "Do you make a list of `fn(item)`, or unpack it with `*`?",
        "`yield from fn(item)` fetches one element for each that it hands on.",
    ),
    causes={
        "nested": (
            "You yielded `fn(item)` itself, which nobody has asked for an element yet.",
            lambda got, want: got[0][0] == "all in one",
        ),
        "all-fetched": (
            "All elements had been fetched when the first came out. That may be a million of them.",
            lambda got, want: len(want) > 1 and got[0][1] == want[-1][1],
        ),
        "one-ahead": (
            "You fetch one element more than you hand on.",
            lambda got, want: len(got) > 1 and got[0][1] == 2,
        ),
    },
)
def lazy(flat_mapped, trial):
    def rows(elements):
        flow = flat_mapped(trial.source(["one item"]), lambda _: elements)
        return [("all in one" if element is elements else element, elements.pulled) for element in islice(flow, 8)]

    for word in trial.cases("abcd", draw=lambda rng: "".join(rng.choices("abcd", k=rng.randint(3, 8)))):
        call = f"flat_mapped(['one item'], lambda item: iter({word!r}))"
        want = [(letter, number) for number, letter in enumerate(word, start=1)]
        trial.compare(call, ("element", "fetched"), got=rows(trial.source(word)), want=want)
    trial.case = "elements without an end"
    want = [(number, number + 1) for number in range(8)]
    call = "flat_mapped(['one item'], lambda item: count())"
    trial.compare(call, ("element", "fetched"), got=rows(trial.endless()), want=want)


def state(source):
    return "closed" if source.closed else "open"


@graded(
    "05.2.closed",
    piece="flat_mapped",
    points=1,
    title="The elements that are left early are closed",
    hints=(
        "Your generator waits at a `yield` when it is closed. Who tells the elements that nobody will ask again?",
        "A `for` loop does not close what it goes over. What other way is there to hand on all elements of something?",
        "`yield from fn(item)` passes a `close()` on to the elements, if they have one.",
    ),
    causes={
        "too-early": (
            "The elements were closed while they were still being asked for.",
            lambda got, want: got[0] != want[0],
        ),
        "no-generator": (
            "What you return has no `close`: what comes from `chain` or `map` has none. A generator has.",
            lambda got, want: any(row[1] == "the answer has no close" for row in got),
        ),
        "no-close": (
            "A list has no `close`, and you called it.",
            lambda got, want: got[3][1] == "AttributeError",
        ),
        "nested": (
            "You yielded `fn(item)` as a whole, so your generator is never inside its elements.",
            lambda got, want: got[3][1].startswith("[["),
        ),
        "left-open": (
            "You were left inside the elements of an item, and they stayed open.",
            lambda got, want: any(row[1] == "open" for row in got[1:3]),
        ),
        "source-closed": (
            "You closed the source too. Whoever built the chain closes it, once for all stages.",
            lambda got, want: got[:4] == want[:4],
        ),
    },
)
def closed(flat_mapped, trial):
    def left(after, elements, last):
        flow = flat_mapped(source := trial.source(range(len(elements))), elements.__getitem__)
        taken = trial.take(after, flow)
        before = state(last) if last else ""
        if not hasattr(flow, "close"):
            return before, "the answer has no close", state(source)
        try:
            flow.close()
        except AttributeError:
            return before, "AttributeError", state(source)
        return before, state(last) if last else f"{taken} came", state(source)

    first, second, third = trial.source("abc"), trial.source("ab"), trial.source("abc")
    running, one, source = left(1, [first], first)
    _, two, _ = left(4, [second, third], third)
    _, listed, _ = left(2, [["a", "b", "c"]], None)
    got = [
        ("before it is left", running),
        ("left after 1 element", one),
        ("left inside the second item's", two),
        ("left inside a list", listed),
        ("the source, left after 1 element", source),
    ]
    said = ("open", "closed", "closed", "['a', 'b'] came", "open")
    want = [(when, what) for (when, _), what in zip(got, said, strict=True)]
    trial.compare("flat_mapped(source, fn), closed early", ("when", "what"), got=got, want=want)


def appending(letter):
    """A stage that adds a letter to each text; "s" stands for one that returns a list."""
    if letter == "s":
        return sorted
    return lambda items: (item + letter for item in items)


@graded(
    "05.3.links",
    piece="link_up",
    points=2,
    title="Source and stages have a link each, and nothing is pulled",
    hints=(
        "Somebody will have to close all of it. Which of the iterators can that one reach?",
        "Look at what becomes of `link` in the loop, and at what `iter` does to a list.",
        "`links = [iter(source)]`, and for each stage `links.append(iter(stage(links[-1])))`.",
    ),
    causes={
        "last-only": (
            "Only the last link came back. Whoever has it cannot close the others.",
            lambda got, want: got[0][1] == 1 and want[0][1] > 1,
        ),
        "source-missing": (
            "A link is missing: the source has to be closed too.",
            lambda got, want: got[0][1] == want[0][1] - 1,
        ),
        "pulled-early": (
            "The source was pulled before anybody had asked for anything.",
            lambda got, want: got[2:] and got[2][1] > 0,
        ),
        "no-iterator": (
            "One of the links is no iterator. A list, from a stage or as the source, becomes one by `iter`.",
            lambda got, want: got[1][1] == "no iterator",
        ),
        "from-the-source": (
            "A stage was left out of what came. Each stage goes over the link before it, not over the source.",
            lambda got, want: got[1] != want[1],
        ),
    },
)
def links(link_up, trial):
    for letters in trial.cases("ab", "", "s", draw=lambda rng: "".join(rng.choices("abcd", k=rng.randint(0, 6)))):
        source = trial.source(["1", "2"])
        stages = [appending(letter) for letter in letters]
        made = link_up(source, stages)
        before = source.pulled
        ready = all(hasattr(link, "__next__") for link in (*made, *link_up(["1", "2"], stages)))
        first = next(made[-1], "nothing") if ready else "no iterator"
        got = [("links", len(made)), ("first item", first), ("pulled before", before), ("pulled then", source.pulled)]
        want = [("links", len(letters) + 1), ("first item", f"1{letters}"), ("pulled before", 0), ("pulled then", 1)]
        call = f"link_up(['1', '2'], [{', '.join(f'add_{letter}' for letter in letters)}])"
        if letters == "s":
            got, want, call = got[:2], [("links", 2), ("first item", "1")], "link_up(['1', '2'], [sorted])"
        trial.compare(call, ("what", "it is"), got=got, want=want)


class Unclosable:
    """One link of a chain, which has no `close`."""

    def __init__(self, name, items):
        self.name, self._items, self.pulled = name, iter(items), 0

    def __repr__(self):
        return self.name

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self._items)
        self.pulled += 1
        return item


class Link(Unclosable):
    """One link of a chain, which writes down when it is closed."""

    def __init__(self, name, items, closed, stubborn=False):
        super().__init__(name, items)
        self._closed, self._stubborn = closed, stubborn

    def close(self):
        if self.name not in self._closed:
            self._closed.append(self.name)
        if self._stubborn:
            raise OSError("cannot be closed")


def failing(items):
    yield from items
    raise ValueError("a stage failed")


def listed(names):
    return ", ".join(names) or "nothing"


@graded(
    "05.3.closed",
    piece="run_chain",
    points=2,
    title="Every link is closed, the last one first, on every way out",
    hints=(
        "A consumer leaves, and your generator waits at its `yield`. Which of your lines runs next, if any?",
        "The closing has to surround the `yield from`. And which of the links does it reach?",
        "In an `ExitStack`, enter `closing_source(link)` for each link in order, and there `yield from links[-1]`.",
    ),
    causes={
        "other-link": (
            "Nothing came out, although the last link has answers. Which of the links do you go over?",
            lambda got, want: got[0][1].startswith("[]"),
        ),
        "swallowed": (
            "A stage failed, and nobody saw the error: the chain seemed to end.",
            lambda got, want: got[-1][1] == "ended",
        ),
        "pulled-all": (
            "More than one answer had been pulled when the first came out.",
            lambda got, want: got[0][1] != want[0][1],
        ),
        "too-early": (
            "Links were closed while answers were still to come.",
            lambda got, want: got[0][2] != "nothing",
        ),
        "first-first": (
            "The source was closed first. A stage that ends may still need it: close the last link first.",
            lambda got, want: got[2][2].startswith("source") and "last" in got[2][2],
        ),
        "last-only": (
            "Only the last link was closed. What it is made of stays open: each link has to be closed.",
            lambda got, want: got[2][2] == "last",
        ),
        "source-left": (
            "The source stayed open. It is a link like the others.",
            lambda got, want: "source" not in got[2][2],
        ),
        "last-left": (
            "The last link stayed open when its answers had been used up. It is a link like the others.",
            lambda got, want: "last" not in got[2][2],
        ),
        "used-up-only": (
            "The chain was left early, and links stayed open. What stands behind the `yield from` runs only if all\n"
            "answers are taken; `with` or `finally` runs in any case.",
            lambda got, want: got[1] != want[1],
        ),
        "error": (
            "A stage failed, and links stayed open. An error goes past your closing, unless it is in a `finally`.",
            lambda got, want: got[:3] == want[:3],
        ),
    },
)
def all_closed(run_chain, trial):
    for middle in trial.cases(["first", "second"], draw=lambda rng: [f"stage {n}" for n in range(rng.randint(1, 5))]):
        names = ["source", *middle, "last"]

        def chain(answers, names=names):
            closed = []
            return [Link(name, answers if name == "last" else (), closed) for name in names], closed

        links, closed = chain("abc")
        flow = run_chain(links)
        first = trial.take(1, flow)
        got = [("waiting after an answer", f"{first} of {links[-1].pulled} pulled", listed(closed))]
        trial.leave(flow)
        got.append(("left after an answer", str(first), listed(closed)))
        links, closed = chain("abc")
        got.append(("used up", str(trial.take(9, run_chain(links))), listed(closed)))
        links, closed = chain(failing("a"))
        outcome = "ended"
        try:
            trial.take(9, run_chain(links))
        except ValueError:
            outcome = "ValueError"
        got.append(("a stage failed", outcome, listed(closed)))
        order = listed(names[::-1])
        want = [
            ("waiting after an answer", "['a'] of 1 pulled", "nothing"),
            ("left after an answer", "['a']", order),
            ("used up", "['a', 'b', 'c']", order),
            ("a stage failed", "ValueError", order),
        ]
        trial.compare(f"run_chain({names})", ("when", "what came", "closed, in this order"), got=got, want=want)


@graded(
    "05.3.stubborn",
    piece="run_chain",
    points=1,
    title="A link that cannot be closed keeps no other open",
    hints=(
        "One of five files cannot be closed. What happens to the closing of those after it, if you close in a loop?",
        "A plain `link.close()` has two ways to fail: there is no `close`, or it raises.",
        "An `ExitStack` leaves all its blocks, whatever one of them raises, and raises that at the end.",
    ),
    causes={
        "no-close": (
            "The iterator of a list has no `close`. `closing_source` asks before it calls.",
            lambda got, want: got[0][1] == "AttributeError",
        ),
        "not-closed": (
            "The source stayed open, though nothing kept it from being closed. Begin with `05.3.closed`.",
            lambda got, want: got[0][2] == "nothing",
        ),
        "rest-open": (
            "One link raised while it was closed, and the links before it stayed open.",
            lambda got, want: got[1][2] != want[1][2],
        ),
        "silenced": (
            "A link could not be closed, and nobody was told.",
            lambda got, want: got[1][1] == "no error",
        ),
    },
)
def stubborn(run_chain, trial):
    def ran(links, closed):
        outcome, flow = "no error", run_chain(links)
        try:
            trial.take(1, flow)
            flow.close()
        except (OSError, AttributeError) as error:
            outcome = type(error).__name__
        return outcome, listed(sorted(closed))

    closed = []
    without = [Link("source", "", closed), Unclosable("middle", ""), Unclosable("last", "ab")]
    got = [("two links have no close", *ran(without, closed))]
    closed = []
    refusing = [Link(name, "abc", closed, stubborn=name == "middle") for name in ("source", "middle", "last")]
    got.append(("the middle one raises OSError", *ran(refusing, closed)))
    want = [
        ("two links have no close", "no error", "source"),
        ("the middle one raises OSError", "OSError", "last, middle, source"),
    ]
    columns = ("links", "close() raised", "closed")
    trial.compare("run_chain(links), left after an answer", columns, got=got, want=want)


CHOICE = {"order": "D", "lines pulled": 97, "lines split": 8, "lines split in the other": 97}


@graded(
    "05.4.choice",
    piece="choice",
    points=2,
    title="The order answers the question with the fewest lines split",
    hints=(
        "Which stages may change places without a change in what comes out? May `taking` be one of them?",
        "See how many changes come out of each order, and where they are. Ten in the Pacific are asked for.",
        "Lines split are those that go into `flat_mapping(clocks)`: the count of the stage before it, or the source.",
    ),
    causes={
        "unfilled": ("Some answers are missing.", lambda got, want: any(value == "?" for _, value in got)),
        "no-order": ("That is no key of `orders`.", lambda got, want: got[0][1] not in ("A", "B", "C", "D")),
        "too-many": (
            "This order takes ten lines, and splits them into 14 changes in the Pacific. Ten were asked for.",
            lambda got, want: got[0][1] == "B",
        ),
        "too-few": (
            "This order takes ten changes, and drops those that are not in the Pacific. Six are left.",
            lambda got, want: got[0][1] == "C",
        ),
        "splits-all": (
            "This order answers the question, and splits every line that it pulls. Another one splits fewer.",
            lambda got, want: got[0][1] == "A",
        ),
        "changes": (
            "The order is right. You counted what comes out of `flat_mapping`, which is changes. Lines go into it.",
            lambda got, want: got[:2] == want[:2] and (got[2][1] == 22 or got[3][1] == 341),
        ),
        "numbers": (
            "The order is right, the numbers are not. Run it over `data/clocks.txt`, and look at `counts`.",
            lambda got, want: got[0] == want[0],
        ),
    },
)
def chosen(choice, trial):
    got = filled_in(choice(), CHOICE)
    trial.compare("choice", ("of your choice", "you say"), got=got, want=CHOICE.items(), reveal=False)


def as_a_generator(fn):
    def stage(source):
        for item in source:
            yield fn(item)

    return stage


def hasty(fn):
    def stage(source):
        first = [fn(item) for item in islice(source, 1)]
        return one_after_the_other(first, map(fn, source))

    return stage


def one_after_the_other(first, rest):
    yield from first
    yield from rest


def greedy(fn):
    def stage(source):
        for item in source:
            upcoming = list(islice(source, 1))
            yield fn(item)
            yield from map(fn, upcoming)

    return stage


@graded(
    "05.5.verdicts",
    piece="examine",
    points=2,
    title="The test fails mappings that look ahead, and no others",
    hints=(
        "The results are right. What else can you see of a stage, from the side of its source?",
        "Look at `source.pulled` at two moments: when the stage is made, and whenever an answer has come.",
        "Pulls before the first answer: 0. After the first: 1. After the second: 2.",
    ),
    causes={
        "fails-right": (
            "Your test fails a mapping that pulls each item when it is asked. Use a new `Source` for each stage.",
            lambda got, want: "fails" in (got[0][1], got[1][1]),
        ),
        "spares-both": (
            "Both pass your test. Their results are right: look at what they pull, and `assert`.",
            lambda got, want: got[2][1] == got[3][1] == "passes",
        ),
        "spares-hasty": (
            "`hasty_mapping` passes. It pulls before anybody asks: look at `source.pulled` once the stage is made.",
            lambda got, want: got[2][1] == "passes",
        ),
        "spares-greedy": (
            "`greedy_mapping` passes. It pulls when it is asked, but two items for one answer.",
            lambda got, want: got[3][1] == "passes",
        ),
    },
)
def verdicts(examine, trial):
    def verdict(mapping):
        try:
            examine(mapping)
        except AssertionError:
            return "fails"
        return "passes"

    mappings = {
        "right, a generator": as_a_generator,
        "right, map(fn, source)": lambda fn: lambda source: map(fn, source),
        "hasty_mapping": hasty,
        "greedy_mapping": greedy,
    }
    got = [(name, verdict(mapping)) for name, mapping in mappings.items()]
    want = [(name, "passes" if name.startswith("right") else "fails") for name in mappings]
    trial.compare("examine(mapping)", ("mapping", "your test"), got=got, want=want)
