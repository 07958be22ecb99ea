"""What the exercises of lesson 05 are graded by."""

from itertools import islice

from maif_course.checks import graded, one_of, signs
from maif_course.checks.sources import Source

TAKEWHILE = "list(takewhile(lambda n: n < 20, squares()))"
PULLED = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 5,
    "list(squares())": 10,
    TAKEWHILE: 7,
    "list(zip(range(3), squares()))": 5,
    "list(zip(squares(), range(3)))": 7,
}


at = signs.row_of


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
        "unfilled": ("Some counts are missing.", lambda got, want: "?" in [row.numbers_pulled for row in got]),
        "last-number": (
            "You wrote down the last number that was pulled. The first is 0: once it is pulled, that is one number.",
            signs.says("next(squares())", 0),
        ),
        "second": (
            "The square of the first number, 0, is even: it is the first answer.",
            signs.says("next(squares())", 2),
        ),
        "answers": (
            "You counted answers. Between two even squares lies an odd one, whose number is pulled too.",
            signs.any_of(signs.says("list(islice(squares(), 3))", 3), signs.says("list(squares())", 5)),
        ),
        "all-at-once": (
            "`islice` stops after three answers, and nobody asks for more: a stage never runs through by itself.",
            signs.says("list(islice(squares(), 3))", 10),
        ),
        "one-too-many": (
            "`islice` counts to three. It has no reason to see a fourth answer.",
            lambda got, want: at(got, "list(islice(squares(), 3))").numbers_pulled in (6, 7),
        ),
        "end-unseen": (
            "After 64, `list` asks once more: it cannot know that no even square follows.",
            signs.says("list(squares())", 9),
        ),
        "condition-unseen": (
            "`takewhile` ends when an answer fails its condition. For that it must have pulled this answer.",
            lambda got, want: at(got, TAKEWHILE).numbers_pulled in (5, 6),
        ),
        "condition-goes-on": (
            "`takewhile` is no filter: it ends at the first answer that fails its condition, and asks for no other.",
            signs.says(TAKEWHILE, 10),
        ),
        "zip": (
            "`zip` asks its sources in turn, the first one first, and stops at the first that has nothing to give.",
            signs.any_of(
                signs.wrong_first("list(zip(range(3), squares()))"), signs.wrong_first("list(zip(squares(), range(3)))")
            ),
        ),
    },
)
def pulls(pulled, trial):
    got = filled_in(pulled(), list(PULLED))
    trial.compare("pulled", ("consumer", "numbers pulled"), got=got, want=PULLED.items(), reveal=False)


def unsure(self):
    raise ValueError("The truth value of an array is ambiguous")


Array = type("array", (list,), {"__bool__": unsure})  # as numpy's


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
            lambda got, want: isinstance(got[0].element, list),
        ),
        "text-whole": (
            "`fn` gave a text, and you handed it on as a whole. Its elements are its letters.",
            lambda got, want: got[0].element == "ab",
        ),
        "flattened": (
            "An element was a list, and you handed on what is in it. An element may be anything: it stays as it is.",
            signs.all_of(signs.wrong_only_in("element"), lambda got, want: ["b"] in [row.element for row in want]),
        ),
        "at-once": (
            "An item was pulled when the generator was made, and nobody had asked for an element.",
            signs.wrong_at("not asked yet"),
        ),
        "nothing": ("Not one element came out.", signs.nothing_came_out),
        "collected": (
            "All items had been pulled when the first element came out.",
            lambda got, want: got[0].items_pulled == want[-1].items_pulled > want[0].items_pulled,
        ),
        "ahead": (
            "An item was pulled while elements of the one before it were still to come.",
            lambda got, want: (
                signs.wrong_only_in("items pulled")(got, want)
                and any(row.items_pulled > due.items_pulled for row, due in zip(got, want, strict=True))
            ),
        ),
        "uncalled": (
            "These are the elements of the items themselves. You need those of `fn(item)`.",
            lambda got, want: got[0].element == "t",
        ),
        "reordered": ("The right elements came, in another order than they have in `fn(item)`.", signs.reordered),
        "asked-once": (
            "`fn` was asked once for two equal items, and what it gave had been used up. Ask it for each item.",
            lambda got, want: got == want[:1] and want[0].element == "be",
        ),
        "keys": (
            "`fn` gave a dictionary, and its values came. Go over what `fn` gives, as a loop does.",
            lambda got, want: "value" in [row.element for row in got],
        ),
        "equal": (
            "Of two equal items, or of two equal elements, one was left out. Each that comes is one of its own.",
            lambda got, want: len(got) == 1 and len(want) == 2 and want[0].element == want[1].element,
        ),
        "falsy": (
            '0, `None` and `""` are items and elements like any other. One was passed over, or taken for the end.',
            lambda got, want: want[0].element is None and len(got) < len(want),
        ),
        "first-only": (
            "Only the elements of the first item came out. A `return` inside the loop ends the loop.",
            lambda got, want: got == [row for row in want if row.items_pulled == 1],
        ),
        "first-each": (
            "Of each item came its first element, and no other.",
            lambda got, want: len({row.items_pulled for row in got}) == len(got) < len(want),
        ),
        "empty-ends": (
            "The elements end where an item has none. Such an item gives nothing, and the next one follows.",
            lambda got, want: signs.end_missing(got, want) and want[len(got)].items_pulled == got[-1].items_pulled + 2,
        ),
        "asked-twice": (
            "`fn` was asked twice for an item, and what it gave had been used up.",
            lambda got, want: all(row.comes_out == [] for row in got),
        ),
        "two-calls": (
            "Two calls, or one after another that was left early, disturb each other. Whatever a call keeps has to be "
            "its own.",
            signs.wrong("comes out"),
        ),
    },
)
def flat(flat_mapped, trial):
    def compare(call, items, fn, times=1):
        want = [(element, number) for number, item in enumerate(items, start=1) for element in fn(item)]
        for source in [trial.source(items) for _ in range(times)]:
            got = [(element, source.pulled) for element in islice(flat_mapped(source, fn), 100)]
            trial.compare(call, ("element", "items pulled"), got=got, want=want)

    for lines in trial.cases(["to be", "or", "", "not to be or"], ["to to"], ["or", "or"], [], draw=some_lines):
        compare(f"flat_mapped({lines}, str.split)", lines, str.split)
    compare("flat_mapped(['ab ', 'c'], str.strip)", ["ab ", "c"], str.strip)
    elements = {0: [None, "a"], 1: [0], None: ["", ["b"]], (): [["c"]]}
    compare(f"flat_mapped({[*elements]}, {elements}.get)", [*elements], elements.get, times=2)
    source = trial.source(["to be"])
    flow = flat_mapped(source, str.split)
    got = [("not asked yet", source.pulled)]
    trial.compare("flow = flat_mapped(source, str.split)", ("when", "pulled"), got=got, want=[("not asked yet", 0)])
    del flow

    def split(lines):
        lines = list(lines)
        return flat_mapped(lines, {line: iter(line.split()) for line in lines}.get)

    trial.independent(
        "flat_mapped(lines, an fn that knows these lines)",
        split,
        items=(["so it", "goes"], ["here", "so it"]),
        want=(["so", "it", "goes"], ["here", "so", "it"]),
    )
    rows = [Array([1, 2]), {"key": "value"}]
    compare("flat_mapped([array([1, 2]), {'key': 'value'}], lambda row: row)", rows, lambda row: row)
    compare("flat_mapped(['be', 'be'], lambda line: iter(line.split()))", ["be", "be"], lambda line: iter(line.split()))
    trial.case = "1,200 items"
    got = [("elements", sum(1 for _ in flat_mapped(["or"] * 1_200, str.split)))]
    trial.compare("flat_mapped(1,200 items, str.split)", ("what", "how many"), got=got, want=[("elements", 1_200)])


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
            lambda got, want: got[0].element == "all in one",
        ),
        "nothing": ("Not one element came out.", signs.nothing_came_out),
        "uncalled": (
            "These are the elements of the item itself. You need those of `fn(item)`.",
            lambda got, want: got[0].element == "o",
        ),
        "all-fetched": (
            "All elements had been fetched when the first came out. That may be a million of them.",
            lambda got, want: got[0].fetched == want[-1].fetched,
        ),
        "one-ahead": ("You fetch one element more than you hand on.", lambda got, want: got[0].fetched == 2),
    },
)
def lazy(flat_mapped, trial):
    def rows(source):
        elements = source.bare()  # what counts them is out of reach
        flow = flat_mapped(["one item"], lambda _: elements)
        return [("all in one" if element is elements else element, source.pulled) for element in islice(flow, 8)]

    telling = ("abcd", False), ("ab", True)
    for word, again in trial.cases(*telling, draw=lambda rng: ("".join(rng.sample("abcdefgh", k=6)), False)):
        call = f"flat_mapped(['one item'], lambda item: {'cycle' if again else 'iter'}({word!r}))"
        want = [(letter, number) for number, letter in enumerate(word * 4 if again else word, start=1)]
        got = rows(trial.endless(word) if again else trial.source(word))
        trial.compare(call, ("element", "fetched"), got=got, want=want)


def state(source):
    return "closed" if source.closed else "open"


def shelf(source):
    """Something that can only be looped over, and gives this source to whoever does."""
    return type("shelf", (), {"__iter__": lambda _: source.bare()})()


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
            signs.closed_too_early("before it is left"),
        ),
        "no-generator": (
            "What you return has no `close`: what comes from `chain` or `map` has none. A generator has.",
            lambda got, want: "the answer has no close" in [row.what for row in got],
        ),
        "no-close": ("A list has no `close`, and you called it.", signs.says("left inside a list", "AttributeError")),
        "nested": (
            "You yielded `fn(item)` as a whole, so your generator is never inside its elements.",
            signs.says("left inside a list", "[['a', 'b', 'c']] came"),
        ),
        "left-open": (
            "You were left inside the elements of an item, and they stayed open.",
            signs.any_of(signs.left_open("left after 1 element"), signs.left_open("left inside the second item's")),
        ),
        "iterator-open": (
            "What `fn` gave cannot be closed, but the iterator that you got from it can, and stayed open.",
            signs.left_open("left inside what can only be looped over"),
        ),
        "two-calls": (
            "You closed the elements of another call too, whose reader is still there.",
            signs.closed_too_early("another call, which was not left"),
        ),
        "source-closed": (
            "You closed the source too. Whoever built the chain closes it, once for all stages.",
            signs.closed_too_early("the source, left after 1 element"),
        ),
    },
)
def closed(flat_mapped, trial):
    def inside(count, *found):
        """A generator that has given so many elements of what is found for its items, and its source."""
        source, given = trial.source("AB"[: len(found)]), (e.bare() if isinstance(e, Source) else e for e in found)
        flow = flat_mapped(source, dict(zip("AB", given, strict=False)).get)
        return flow, source, trial.take(count, flow)

    def left(flow, elements):
        try:
            close = getattr(flow, "close", None)
            return "the answer has no close" if close is None else close() or state(elements)
        except AttributeError:
            return "AttributeError"

    one, other, two, looped = (trial.source("abc") for _ in range(4))
    begun = [inside(1, one), inside(1, other)]
    first, source, _ = begun[0]
    before, after = state(one), left(first, one)
    listing, _, taken = inside(1, ["a", "b", "c"])
    outcome = left(listing, trial.source(()))
    got = [
        ("before it is left", before),
        ("left after 1 element", after),
        ("another call, which was not left", state(other)),
        ("left inside the second item's", left(inside(4, trial.source("abc"), two)[0], two)),
        ("left inside what can only be looped over", left(inside(1, shelf(looped))[0], looped)),
        ("left inside a list", f"{taken} came" if outcome == "open" else outcome),
        ("the source, left after 1 element", state(source)),
    ]
    due = ("open", "closed", "open", "closed", "closed", "['a'] came", "open")
    want = [(when, what) for (when, _), what in zip(got, due, strict=True)]
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
            lambda got, want: at(got, "links").it_is == 1 < at(want, "links").it_is,
        ),
        "source-missing": (
            "A link is missing: the source has to be closed too.",
            lambda got, want: at(got, "links").it_is == at(want, "links").it_is - 1 and got[1] == want[1],
        ),
        "stages-used-up": (
            "Called again with the same stages, it makes fewer links. Their list is the caller's: leave it as it is.",
            signs.wrong_only_at("links, called again"),
        ),
        "more": (
            "There are more links than the source and the stages. Each call makes a list of its own.",
            lambda got, want: at(got, "links").it_is > at(want, "links").it_is,
        ),
        "pulled-early": (
            "The source was pulled before anybody had asked for anything.",
            lambda got, want: at(got, "pulled before").it_is > 0,
        ),
        "no-list": ("`link_up` returns a list.", signs.wrong_only_at("in a")),
        "no-iterator": (
            "One of the links is no iterator. A list, from a stage or as the source, becomes one by `iter`.",
            signs.says("first item", "no iterator"),
        ),
        "not-its-own": (
            "Two calls share what they return: what came was not pulled from the first one's source.",
            signs.says("pulled then", 0),
        ),
        "falsy": ("0 and `None` are items like any other. One of them is lost.", signs.wrong_at("comes out")),
        "turned-round": (
            "The stages stand in another order than they were given in: the first one is nearest to the source.",
            signs.says("first item", "1ba"),
        ),
        "from-the-source": (
            "A stage was left out of what came. Each stage goes over the link before it, not over the source.",
            lambda got, want: len(at(got, "first item").it_is) < len(at(want, "first item").it_is),
        ),
        "wrapped": (
            "A link was closed, and what it is over is open. A link is `iter` of the source, or of what a stage made.",
            lambda got, want: any(row.it_is == "open" for row in got),
        ),
    },
)
def links(link_up, trial):
    for letters in trial.cases("ab", "", "s", draw=lambda rng: "".join(rng.choices("abcd", k=rng.randint(0, 6)))):
        source = trial.source(["1", "2"])
        stages = [appending(letter) for letter in letters]
        made = link_up(source, stages)
        before = source.pulled
        again = link_up(["1", "2"], stages)
        ready = all(hasattr(link, "__next__") for link in (*made, *again))
        first = next(made[-1], "nothing") if ready else "no iterator"
        got = [("links", len(made)), ("first item", first), ("pulled before", before), ("pulled then", source.pulled)]
        want = [("links", len(letters) + 1), ("first item", f"1{letters}"), ("pulled before", 0), ("pulled then", 1)]
        got += [("links, called again", len(again)), ("in a", type(made).__name__)]
        want += [("links, called again", len(letters) + 1), ("in a", "list")]
        call = f"link_up(['1', '2'], [{', '.join(f'add_{letter}' for letter in letters)}])"
        if letters == "s":
            got, want, call = got[:2], [("links", 2), ("first item", "1")], "link_up(['1', '2'], [sorted])"
        trial.compare(call, ("what", "it is"), got=got, want=want)
    got = [("comes out", list(link_up(trial.source([0, None, "1"]), [])[-1]))]
    trial.compare("link_up([0, None, '1'], [])", ("what", "it is"), got=got, want=[("comes out", [0, None, "1"])])
    source, made = trial.source("12"), trial.source("34")
    first, second = link_up(source, [lambda _: made])
    for link in (second, first):
        trial.leave(link)
    got = [("source, once the first link is closed", state(source)), ("what the stage made, likewise", state(made))]
    want = [(what, "closed") for what, _ in got]
    trial.compare("for link in link_up(source, [stage]): link.close()", ("what", "it is"), got=got, want=want)


def a_link(source, name, closed, refuses=None):
    """One link of a chain: an iterator over the source's items, which writes its name down when it is closed.

    It is falsy, equal to all others, and has no hash: who closes each link asks for none of that.
    """

    class iterator:  # noqa: N801
        __slots__ = ()
        __hash__ = None

        def __len__(self):
            return 0

        def __eq__(self, other):
            return True

        def __iter__(self):
            return self

        def __next__(self):
            return next(source)

        def close(self):
            if name not in closed:
                closed.append(name)
            if refuses:
                raise refuses

    return iterator()


class StageError(OSError, ValueError, LookupError, RuntimeError):
    """Whoever swallows one of these swallows it."""


def failing(items, error):
    yield from items
    raise error


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
            lambda got, want: at(got, "waiting after an answer").what_came.startswith("[]"),
        ),
        "swallowed": (
            "A stage failed, and nobody saw the error: the chain seemed to end.",
            signs.says("a stage failed", "ended", "what came"),
        ),
        "pulled-all": (
            "More than one answer had been pulled when the first came out.",
            signs.says("waiting after an answer", "['a'] of 3 pulled", "what came"),
        ),
        "too-early": (
            "Links were closed while answers were still to come.",
            lambda got, want: at(got, "waiting after an answer").closed_in_this_order != "nothing",
        ),
        "lost": (
            "0 and `None` are answers like any other. One was passed over, or taken for the end.",
            lambda got, want: at(got, "used up").what_came in ("['a']", "['a', 0]", "['a', None]"),
        ),
        "first-first": (
            "The source was closed first. A stage that ends may still need it: close the last link first.",
            lambda got, want: at(got, "used up").closed_in_this_order == "source, first, second, last",
        ),
        "last-only": (
            "Only the last link was closed. What it is made of stays open: each link has to be closed.",
            signs.says("used up", "last"),
        ),
        "never-when-used-up": (
            "The answers had all been taken, and every link stayed open. That is an end like the others.",
            signs.says("used up", "nothing"),
        ),
        "source-left": (
            "The source stayed open. It is a link like the others.",
            lambda got, want: "source" not in at(got, "used up").closed_in_this_order,
        ),
        "last-left": (
            "The last link stayed open when its answers had been used up. It is a link like the others.",
            lambda got, want: "last" not in at(got, "used up").closed_in_this_order,
        ),
        "used-up-only": (
            "The chain was left early, and you did not close all its links, the last one first. What stands behind the "
            "`yield from` runs only if all answers are taken; `with` or `finally` runs in any case.",
            signs.wrong_at("left after an answer"),
        ),
        "error": (
            "A stage failed, and links stayed open. An error goes past your closing, unless it is in a `finally`.",
            signs.says("a stage failed", "nothing"),
        ),
        "interrupted": (
            "Somebody stopped the program, and you did not close. `KeyboardInterrupt` is no `Exception`; a `finally` "
            "knows no difference.",
            signs.wrong_only_at("a stage was stopped"),
        ),
        "two-calls": (
            "Two chains, or one after another that was left early, disturb each other.",
            signs.any_of(signs.wrong("comes out"), signs.wrong_first("another chain was left")),
        ),
    },
)
def all_closed(run_chain, trial):
    for middle in trial.cases(["first", "second"], draw=lambda rng: [f"stage {n}" for n in range(rng.randint(1, 5))]):
        names = ["source", *middle, "last"]

        def ran(count, answers, names=names):
            """What so many answers are, and of how many that were pulled; what is closed then, and once it is left."""
            closed, last = [], trial.source(answers)
            links = [a_link(last if name == "last" else iter(()), name, closed) for name in names]
            flow, other = run_chain(links), run_chain([iter("z")])
            try:
                came = str(trial.take(count, flow))
            except (StageError, KeyboardInterrupt) as error:
                came = type(error).__name__
            waiting = listed(closed)
            trial.take(1, other)
            trial.leave(other)
            beside = listed(closed)
            trial.leave(flow)
            return came, last.pulled, waiting, beside, listed(closed)

        answers = ["a", 0, None]
        came, pulled, waiting, beside, left = ran(1, answers)
        got = [
            ("waiting after an answer", f"{came} of {pulled} pulled", waiting),
            ("another chain was left", came, beside),
            ("left after an answer", came, left),
        ]
        came, _, used_up, _, _ = ran(9, answers)
        got.append(("used up", came, used_up))
        for when, kind in (("a stage failed", StageError), ("a stage was stopped", KeyboardInterrupt)):
            came, _, closed, _, _ = ran(9, failing("a", kind))
            got.append((when, "ended" if came == "['a']" else came, closed))
        order = listed(names[::-1])
        want = [
            ("waiting after an answer", "['a'] of 1 pulled", "nothing"),
            ("another chain was left", "['a']", "nothing"),
            ("left after an answer", "['a']", order),
            ("used up", "['a', 0, None]", order),
            ("a stage failed", "StageError", order),
            ("a stage was stopped", "KeyboardInterrupt", order),
        ]
        trial.compare(f"run_chain({names})", ("when", "what came", "closed, in this order"), got=got, want=want)
    trial.independent(
        "run_chain([iter(answers)])",
        lambda answers: run_chain([answers]),
        items=("abc", "xy"),
        want=([*"abc"], [*"xy"]),
    )


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
        "nothing": ("No answer came out.", lambda got, want: 0 in [row.came_out for row in got]),
        "no-close": (
            "The iterator of a list has no `close`. `closing_source` asks before it calls.",
            signs.says("two have no close", "AttributeError", "close() raised"),
        ),
        "not-closed": (
            "The source stayed open, though nothing kept it from being closed: it stands before links that have no "
            "`close`, which are passed over.",
            signs.says("two have no close", "nothing"),
        ),
        "silenced": (
            "A link could not be closed, and nobody was told.",
            lambda got, want: any(row.close_raised == "no error" and "middle" in row.closed for row in got[1:3]),
        ),
        "passed-over": (
            "A link was not closed. Each is: one that is falsy, or equal to another, is a link as well.",
            lambda got, want: any("middle" not in row.closed for row in got[1:3]),
        ),
        "rest-open": (
            "One link raised while it was closed, and the links before it stayed open.",
            lambda got, want: any("source" not in row.closed for row in got[1:3]),
        ),
        "file": (
            "You closed a file. Whoever opened it may want to read on; `closing_source` leaves it open.",
            signs.says("the source is a file", "file"),
        ),
    },
)
def stubborn(run_chain, trial):
    def ran(links, closed):
        outcome, flow, came = "no error", run_chain(links), 0
        try:
            came = len(trial.take(1, flow))
            flow.close()
        except (StageError, KeyboardInterrupt, AttributeError) as error:
            outcome = type(error).__name__
        return came, outcome, listed(sorted(closed))

    closed = []
    without = [a_link(iter(""), "source", closed), iter(""), iter(["a", "b"])]
    got = [("two have no close", *ran(without, closed))]
    for when, error in (("the middle one raises", StageError), ("the middle one is stopped", KeyboardInterrupt)):
        closed, names = [], ("source", "middle", "last")
        refusing = [a_link(iter("abc"), name, closed, error if name == "middle" else None) for name in names]
        got.append((when, *ran(refusing, closed)))
    file = trial.file(["a\n", "b\n"])
    came, outcome, _ = ran([file, iter(["a", "b"])], [])
    got.append(("the source is a file", came, outcome, listed(["file"] * file.closed)))
    want = [
        ("two have no close", 1, "no error", "source"),
        ("the middle one raises", 1, "StageError", "last, middle, source"),
        ("the middle one is stopped", 1, "KeyboardInterrupt", "last, middle, source"),
        ("the source is a file", 1, "no error", "nothing"),
    ]
    columns = ("links", "came out", "close() raised", "closed")
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
        "unfilled": ("Some answers are missing.", lambda got, want: "?" in [row.you_say for row in got]),
        "no-order": (
            "That is no key of `orders`.",
            lambda got, want: at(got, "order").you_say not in ("A", "B", "C", "D"),
        ),
        "too-many": (
            "This order takes ten lines, and splits them into 14 changes in the Pacific. Ten were asked for.",
            signs.says("order", "B"),
        ),
        "too-few": (
            "This order takes ten changes, and drops those that are not in the Pacific. Six are left.",
            signs.says("order", "C"),
        ),
        "splits-all": (
            "This order answers the question, and splits every line that it pulls. Another one splits fewer.",
            signs.says("order", "A"),
        ),
        "changes": (
            "The order is right. You counted what comes out of `flat_mapping`, which is changes. Lines go into it.",
            signs.any_of(signs.says("lines split", 22), signs.says("lines split in the other", 341)),
        ),
        "numbers": (
            "The order is right, the numbers are not. Run it over `data/clocks.txt`, and look at `counts`.",
            signs.says("order", "D"),
        ),
    },
)
def chosen(choice, trial):
    got = filled_in(choice(), list(CHOICE))
    trial.compare("choice", ("of your choice", "you say"), got=got, want=CHOICE.items(), reveal=False)


def mappings():
    """Two mappings that pull when they are asked, and two that pull too early.

    All have one name and use `islice`: a test has to look at what they do.
    """

    def one_by_one(fn, source):
        while found := list(islice(source, 1)):
            yield from map(fn, found)

    def when_made(fn, source):
        first = [fn(item) for item in islice(source, 1)]
        return (answer for answers in (first, map(fn, source)) for answer in answers)

    def two_at_once(fn, source):
        for item in source:
            upcoming = list(islice(source, 1))
            yield fn(item)
            yield from map(fn, upcoming)

    def named(start):
        def mapping(fn):
            return lambda source: start(fn, source)

        return mapping

    return {
        "right, a generator": named(one_by_one),
        "right, map(fn, source)": named(map),
        "hasty_mapping": named(when_made),
        "greedy_mapping": named(two_at_once),
    }


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
            lambda got, want: "fails" in [row.your_test for row in got if row.mapping.startswith("right")],
        ),
        "spares-both": (
            "Both pass your test. Their results are right: look at what they pull, and `assert`.",
            signs.all_of(signs.says("hasty_mapping", "passes"), signs.says("greedy_mapping", "passes")),
        ),
        "spares-hasty": (
            "`hasty_mapping` passes. It pulls before anybody asks: look at `source.pulled` once the stage is made.",
            signs.says("hasty_mapping", "passes"),
        ),
        "spares-greedy": (
            "`greedy_mapping` passes. It pulls when it is asked, but two items for one answer.",
            signs.says("greedy_mapping", "passes"),
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

    got = [(name, verdict(mapping)) for name, mapping in mappings().items()]
    want = [(name, "passes" if name.startswith("right") else "fails") for name in mappings()]
    trial.compare("examine(mapping)", ("mapping", "your test"), got=got, want=want)


READERS = ("first", "second")
GAP = ("step", "came", "pulled", "held", "source")
BEFORE_ANYBODY_LEAVES = ("2. second takes 1", "3. second takes 2")  # steps of the first case


def two_readers(both, trial, values, plan):
    """What each step of a plan brings; "second 3" takes three items, "second 0" leaves."""
    gauge = trial.held()
    source = trial.source(gauge.items(values))
    other, _ = trial.parts(both(trial.source(["?"])), *READERS)
    readers = dict(zip(READERS, trial.parts(both(source), *READERS), strict=True))
    trial.take(1, other)
    rows = []
    for number, (name, count) in enumerate(plan, start=1):
        came = ", ".join(repr(item) for item in trial.take(count, readers[name]))
        if not count:
            trial.leave(readers[name])
        rows.append((f"{number}. {name} {did(count)}", came, source.pulled, gauge.now, state(source)))
    return rows


def two_readers_should(values, plan):
    had, left, ended, rows = dict.fromkeys(READERS, 0), set(), set(), []
    for number, (name, count) in enumerate(plan, start=1):
        came = [] if name in left else values[had[name] : had[name] + count]
        had[name] += len(came)
        if not count:
            left.add(name)
        if len(came) < count:
            ended.add(name)
        pulled = max(had.values())
        held = pulled - min(had[one] for one in READERS if one not in left) if len(left) < 2 else 0
        closed = "closed" if len(left) == 2 else one_of("open", "closed") if len(left | ended) == 2 else "open"
        rows.append((f"{number}. {name} {did(count)}", ", ".join(map(repr, came)), pulled, held, closed))
    return rows


def did(count):
    return f"takes {count}" if count else "leaves"


def some_plan(rng):
    values = [rng.choice([0, "", 7, "a"]) for _ in range(rng.randint(0, 7))]
    steps = [(rng.choice(READERS), rng.choice([0, 1, 1, 2, 3])) for _ in range(rng.randint(3, 8))]
    return values, [*steps, ("second", 0), ("first", 0)]


def steps(text):
    return [(READERS[int(word[0]) - 1], int(word[1])) for word in text.split()]


@graded(
    "05.6.gap",
    piece="both",
    points=0,
    title="Two readers hold what lies between them, and nothing for who has left",
    hints=(),
    causes={
        "two-calls": (
            "An item of another source came. Each call of `both` is by itself.",
            lambda got, want: any("'?'" in row.came for row in got),
        ),
        "shared-out": (
            "An item that one reader has had never came to the other: each is to get all of them.",
            lambda got, want: at(got, "2. second takes 1").came == "'d'",
        ),
        "all-read": (
            "All items were pulled when the first reader asked for some.",
            lambda got, want: got[0].pulled > want[0].pulled,
        ),
        "after-leaving": (
            "A reader who had left got another item.",
            lambda got, want: any(row.came and not due.came for row, due in zip(got, want, strict=True)),
        ),
        "closed-too-early": (
            "The source was closed, and a reader had not left yet. One who leaves twice is still one.",
            lambda got, want: any(
                row.source == "closed" and due.source == "open" for row, due in zip(got, want, strict=True)
            ),
        ),
        "never-began": (
            "The second reader left before it had taken anything, and nothing came of it: items wait for it, or the "
            "source is never closed. A generator that has not begun runs none of its code when it is closed.",
            lambda got, want: (
                got[0].step == "1. second leaves" and (got[1].held > want[1].held or got[-1].source == "open")
            ),
        ),
        "had-by-both": (
            "Items are held that both readers have had.",
            lambda got, want: any(
                at(got, step).held > at(want, step).held and at(got, step).came == at(want, step).came
                for step in BEFORE_ANYBODY_LEAVES
            ),
        ),
        "falsy-lost": (
            '0 and "" are items like any other, and the second reader did not get them.',
            lambda got, want: "0" not in at(got, "3. second takes 2").came,
        ),
        "last-first": (
            "Of what waits for a reader, the last item came first.",
            lambda got, want: at(got, "2. second takes 1").came == "''",
        ),
        "left-behind": (
            "A reader has left, and what waited for it is held.",
            lambda got, want: any(
                row.step.endswith("leaves") and row.held > due.held for row, due in zip(got, want, strict=True)
            ),
        ),
        "equal-items": (
            "Of two equal items a reader had one. Each that comes is an item of its own.",
            lambda got, want: at(got, "2. second takes 2").came == "'b'",
        ),
        "far-behind": (
            "A reader who was far behind, or whose items were None or lists, did not get all of them.",
            signs.any_of(signs.wrong_at("first"), signs.wrong_at("second")),
        ),
        "another-call": (
            "A later call of `both` disturbed the readers of an earlier one. Each call of `both` is by itself.",
            signs.wrong_only_at("first of an earlier call"),
        ),
        "left-open": ("Both have left, and the source is open.", lambda got, want: got[-1].source == "open"),
    },
)
def gap(both, trial):
    for values, plan in trial.cases(
        (["a", 0, "", "d", "e"], steps("13 21 22 13 22 10 20")),
        (["a", "b", "c", "d"], steps("12 21 20 21 11 10")),
        (["a", "b", "c", "d"], steps("20 12 11 10")),
        (["a", "b"], steps("11 10 10 22 20")),
        ([], steps("11 21 10 20")),
        (["a"], steps("22 11 20 10")),
        (["a"], steps("20 10")),
        (["b", "b"], steps("12 22 10 20")),
        draw=some_plan,
    ):
        want = two_readers_should(values, plan)
        trial.compare(f"both(source of {values})", GAP, got=two_readers(both, trial, values, plan), want=want)
    values = [None, [], [], *range(1_200)]
    earlier, _ = trial.parts(both(trial.source("xy")), *READERS)
    readers = dict(zip(READERS, trial.parts(both(trial.source(values)), *READERS), strict=True))
    got, want = [], [*((name, values[:3], 1_203) for name in READERS), ("first of an earlier call", ["x", "y"], 2)]
    for name, reader in (readers | {"first of an earlier call": earlier}).items():
        came = trial.take(2_000, reader)
        got.append((name, came[:3], len(came)))
    trial.compare("both(source of [None, [], [], 0, 1, ...])", ("reader", "begins with", "items"), got=got, want=want)
