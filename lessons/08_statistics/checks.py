"""What the exercises of lesson 08 are graded by."""

import json
import math
import operator
from collections import Counter
from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, repeat, starmap

from maif.errors import InvalidArgumentError
from maif_course.checks import anything, at_least, at_most, between, graded, matching, near, one_of, signs


def shown(number, digits=9):
    """Return a number as text, with three digits more than are graded."""
    return f"{float(number + 0.0):.{digits + 3}g}"


def about(right, digits=9):
    """What is met by the text of a number that agrees with the right one in so many digits."""
    smallest = 1 if digits == 9 else 0  # below it, what counts is the distance and not the digits
    within = 10**-digits * max(abs(right), smallest)
    return matching(f"{float(right):.{digits}g}", lambda text: abs(float(text) - right) <= within)


def exact(*parts):
    """Count, mean and squares of all parts, each given by these three: by sums, from which fractions lose nothing."""
    count = sum(count for count, _, _ in parts)
    mean = sum(count * Fraction(mean) for count, mean, _ in parts) / max(count, 1)
    from_zero = sum(Fraction(squares) + count * Fraction(mean) ** 2 for count, mean, squares in parts)
    return count, mean, from_zero - count * mean**2


def exact_of(values):
    return exact(*((1, value, 0) for value in values))


def figures(series):
    return series.count, shown(series.mean), shown(series.squares)


def right_figures(count, mean, squares):
    return count, about(mean), about(squares)


def merged(MeanAndSquares, left, right):  # noqa: N803
    """Return the left one, with the right one merged into it; where that divides by 0, one of NaN."""
    try:
        left.merge(right)
    except ZeroDivisionError:
        return MeanAndSquares(0, math.nan, math.nan)
    return left


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def some_numbers(rng):
    return [rng.randint(-20, 20) / 2 for _ in range(rng.randint(1, 8))]


def some_figures(rng, fewest=0):
    """Count, mean and squares, as some numbers may have them."""
    count = rng.randint(fewest, 8)
    return count, rng.randint(-20, 20) / 2 * (count > 0), rng.randint(0, 200) / 2 * (count > 1)


FIGURES = ("count", "mean", "squares")


@graded(
    "08.1.push",
    piece="MeanAndSquares",
    points=2,
    title="Each push updates count, mean and squares",
    hints=(
        "A value lies at one distance from the old mean, and at another from the new one. Which does each line use?",
        "Look at the order in `push`: first the count, then the distance, then the mean, then the squares.",
        "distance = value - self.mean; self.mean += distance / self.count; "
        "self.squares += distance * (value - self.mean)",
    ),
    causes={
        "two-series": (
            "Two series that are pushed in turn disturb each other. What a series keeps has to be its own, in `self`.",
            signs.wrong_at("one"),
        ),
        "zero": ("A value of 0 was left out. It is a value as all others.", signs.says("push(0)", 0, "count")),
        "count": ("The count is not the number of pushes.", signs.wrong("count")),
        "floor": (
            "The mean was rounded down to a whole number. Divide with `/`: `//` gives whole numbers.",
            signs.any_of(signs.says("push(2.5)", "1", "mean"), signs.says("push(3)", "3", "mean")),
        ),
        "mean": ("The mean is wrong. A value at distance d moves it by d / n, and counts in n.", signs.wrong("mean")),
        "old-twice": (
            "The squares are too large. You squared the distance from the old mean, and that mean has moved since.",
            signs.says("push(1)", "88"),
        ),
        "new-twice": (
            "The squares are too small. You squared the distance from the new mean, which has come closer already.",
            signs.says("push(1)", "25"),
        ),
        "averaged": (
            "`squares` is divided already. It is a sum: whoever wants the variance divides it by the count.",
            signs.any_of(signs.says("push(1)", "14"), signs.says("push(1)", "21")),
        ),
        "newest-only": (
            "`squares` knows the newest value only. What it adds goes to the squares of before.",
            signs.says("push(1)", "24"),
        ),
    },
)
def push(MeanAndSquares, trial):  # noqa: N803
    for values in trial.cases([4, 10, 1, 1, 3], [1.0, 2.5, 5e-7], [0.0, 0.0, -6.0], draw=some_numbers):
        series, got = MeanAndSquares(), []
        for value in values:
            series.push(value)
            got.append((f"push({value:g})", *figures(series)))
        right = (exact_of(values[:number]) for number in range(1, len(values) + 1))
        want = [(label, *right_figures(*each)) for (label, *_), each in zip(got, right, strict=True)]
        trial.compare("series = MeanAndSquares()", ("call", *FIGURES), got=got, want=want)
    one, other = MeanAndSquares(), MeanAndSquares()
    for value in (2, 4, 9):
        one.push(value)
        other.push(-value)
    got = [("one", *figures(one)), ("the other", *figures(other))]
    want = [("one", *right_figures(3, 5, 26)), ("the other", *right_figures(3, -5, 26))]
    trial.compare("2, 4, 9 to one; -2, -4, -9 to the other", ("series", *FIGURES), got=got, want=want)


OF_3, OF_2, OF_NONE = (3, 5.0, 26.0), (2, 8.0, 18.0), (0, 0.0, 0.0)  # of [2, 4, 9], of [5, 11], of []
EQUALLY_MANY = (2, 7.0, 2.0), (2, 2.0, 2.0)  # of [6, 8] and [1, 3]
APART = ("right stays as it is when 7 is pushed to left", "left stays as it is when 1 is pushed to right")
NEXT = "a push and a merge do to left what they do to MeanAndSquares(left.count, left.mean, left.squares)"


def left_is_wrong_in(column):
    return lambda got, want: getattr(signs.row_of(got, "left"), column) != getattr(signs.row_of(want, "left"), column)


@graded(
    "08.1.merge",
    piece="MeanAndSquares",
    points=2,
    title="Merged halves are the whole",
    hints=(
        "All values of the right half lie at a new distance, once the mean is that of both. By how much has it moved?",
        "You need the gap between the two means, and both old counts. Which of them have you overwritten by then?",
        "squares: both, and gap * gap * n1 * n2 / n. mean: self.mean + gap * n2 / n. With n = 0, divide by 1.",
    ),
    causes={
        "nothing": (
            "Two that have seen nothing merge to one that has seen nothing: 0, 0.0 and 0.0.",
            signs.all_of(signs.wrong_at("left"), lambda got, want: signs.row_of(want, "left").count == 0),
        ),
        "one-empty": (
            "One of the two has seen nothing. Then there is after the merge what the other one has seen.",
            signs.all_of(signs.wrong_at("left"), lambda got, want: signs.row_of(want, "left").count == 2),
        ),
        "other-changed": (
            "The right one has changed. It belongs to somebody else, who may go on with it.",
            signs.wrong_only_at("right"),
        ),
        "shared": (
            "What was pushed to one of the two after the merge went to the other, too. Each has numbers of its own.",
            signs.any_of(*map(signs.wrong_at, APART)),
        ),
        "not-the-next": (
            "The merged one is right, and what follows is not: something is kept beside the three numbers, and `push` "
            "or `merge` goes by it.",
            signs.wrong_at(NEXT),
        ),
        "returned": (
            "The left one is as it was before. `merge` changes it, and returns nothing.",
            signs.all_of(signs.says("left", 3, "count"), signs.says("left", "26")),
        ),
        "mean-of-means": (
            "The mean is half way between the two. A half of three values pulls more than one of two.",
            signs.says("left", "6.5", "mean"),
        ),
        "mean": (
            "The mean is wrong. It moves towards that of the right half, by the gap times n2 / (n1 + n2).",
            left_is_wrong_in("mean"),
        ),
        "count": (
            "The count is wrong. It is that of both halves, and changes when the old one is no longer needed.",
            left_is_wrong_in("count"),
        ),
        "half-lost": ("The squares of the right half are missing. Those of both count.", signs.says("left", "36.8")),
        "gap": (
            "The squares are those of two halves side by side. The gap between the means belongs to them too.",
            signs.says("left", "44"),
        ),
        "counts": (
            "The gap counts too much, or too little: gap² × n1 × n2 / (n1 + n2), with the counts of before the merge.",
            left_is_wrong_in("squares"),
        ),
    },
)
def merge(MeanAndSquares, trial):  # noqa: N803
    def draw(rng):
        return some_figures(rng), some_figures(rng)

    telling = (OF_3, OF_2), (OF_NONE, OF_2), (OF_2, OF_NONE), (OF_NONE, OF_NONE), EQUALLY_MANY, (OF_3, (1, 9.0, 0.0))
    for halves in trial.cases(*telling, draw=draw):
        left, right = (MeanAndSquares(*half) for half in halves)
        left = merged(MeanAndSquares, left, right)
        got = [("left", *figures(left)), ("right", *figures(right))]
        want = [("left", *right_figures(*exact(*halves))), ("right", *right_figures(*halves[1]))]
        call = "left.merge(right), of MeanAndSquares{} and MeanAndSquares{}".format(*halves)
        trial.compare(call, ("after it", *FIGURES), got=got, want=want)
    left, right = MeanAndSquares(), MeanAndSquares(*OF_3)
    left.merge(right)
    got = []
    for claim, kept, pushed, value in zip(APART, (right, left), (left, right), (7, 1), strict=True):
        before = kept.count, kept.mean, kept.squares
        pushed.push(value)
        got.append((claim, "yes" if before == (kept.count, kept.mean, kept.squares) else "no"))
    call = "left.merge(right), of [] and [2, 4, 9]"
    trial.compare(call, ("claim", "is it so?"), got=got, want=[(claim, "yes") for claim in APART])
    left, right = MeanAndSquares(), MeanAndSquares()
    for value in (2, 4, 9):
        left.push(value)
        right.push(-value)
    left.merge(right)
    alike = MeanAndSquares(left.count, left.mean, left.squares)
    for series in (left, alike):
        series.push(7)
        series.merge(MeanAndSquares(2, 8.0, 18.0))
    same = math.isclose(left.mean, alike.mean) and math.isclose(left.squares, alike.squares)
    call = "left.merge(right); left.push(7); left.merge(another), of [2, 4, 9], [-2, -4, -9] and [5, 11]"
    trial.compare(call, ("claim", "is it so?"), got=[(NEXT, "yes" if same else "no")], want=[(NEXT, "yes")])


def some_pairs(rng):
    pairs = [(some_figures(rng), some_figures(rng)) for _ in range(2)]
    return [*pairs, (OF_NONE, OF_NONE), (OF_NONE, some_figures(rng, 1))]


class Elementwise:
    """Numbers side by side, counted with one by one: what stands for numpy's arrays in a page, which has no numpy."""

    def __init__(self, numbers):
        self.numbers = list(numbers)

    def __iter__(self):
        return iter(self.numbers)

    def __bool__(self):
        raise ValueError("The truth value of an array with more than one element is ambiguous.")


def quotient(number, divisor):
    return number / divisor if divisor else math.nan


def one_by_one(operation):
    def operate(numbers, other):
        others = other if isinstance(other, Elementwise) else repeat(other)
        return Elementwise(map(operation, numbers, others))

    return operate


def in_place(operate):
    def write(numbers, other):
        numbers.numbers = list(operate(numbers, other))
        return numbers

    return write


for name, operation in {
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "pow", "eq", "ne", "lt", "le", "gt", "ge")},
    "truediv": quotient,
}.items():
    setattr(Elementwise, f"__{name}__", one_by_one(operation))
    setattr(Elementwise, f"__r{name}__", one_by_one(lambda number, other, of=operation: of(other, number)))
for name in ("add", "sub", "mul", "pow", "truediv"):
    setattr(Elementwise, f"__i{name}__", in_place(getattr(Elementwise, f"__{name}__")))
for operation in (operator.abs, operator.neg):
    setattr(Elementwise, f"__{operation.__name__}__", lambda numbers, of=operation: Elementwise(map(of, numbers)))


@graded(
    "08.1.arrays",
    piece="MeanAndSquares",
    points=1,
    title="Arrays merge series by series",
    hints=(
        "Of three series in an array one is empty. What should `if count:` answer?",
        "Look for `if`, `or`, `not`, `max` and `try` beside a count: each of them decides once for all series.",
        "share = other.count / (count + (count == 0)). Where both counts are 0 the gap is 0, so any share will do.",
    ),
    causes={
        "elsewhere": (
            "The series are wrong also when each is merged alone, as three numbers. See to `08.1.merge` first.",
            signs.wrong("merged alone"),
        ),
        "asked": (
            "Your code asks whether an array is true, or which of two is larger. Each series has an answer of its own. "
            "Add `(count == 0)` to the divisor: then there is nothing to ask.",
            lambda got, want: got[0].count == "stopped",
        ),
        "other-changed": (
            "The right one has changed, and belongs to somebody else. With an array, `-=` and `+=` write into it.",
            signs.wrong("right stays as it was"),
        ),
        "nothing": (
            "A series that is empty on both sides became NaN: an array does not raise ZeroDivisionError. Add "
            "`(count == 0)` to the divisor.",
            lambda got, want: any("nan" in row for row in got),
        ),
    },
)
def arrays(MeanAndSquares, trial):  # noqa: N803
    try:
        from numpy import array, errstate
    except ImportError:
        array, errstate = Elementwise, lambda **_: nullcontext()

    def row(*numbers):
        return tuple(map(shown, numbers))

    def alone(halves):
        series = merged(MeanAndSquares, *(MeanAndSquares(*map(float, half)) for half in halves))
        return ", ".join(row(series.count, series.mean, series.squares))

    def right_alone(*numbers):
        def holds(text):
            return all(about(right).met_by(each) for right, each in zip(numbers, text.split(", "), strict=True))

        return matching(", ".join(f"{float(number):.9g}" for number in numbers), holds)

    def together(pairs):
        """The rows that come of arrays, of which each element belongs to one of the pairs."""
        sides = [zip(*side, strict=True) for side in zip(*pairs, strict=True)]
        left, right = (MeanAndSquares(*(array([*map(float, numbers)]) for numbers in side)) for side in sides)
        try:
            with errstate(all="ignore"):
                left.merge(right)
                three = right.count, right.mean, right.squares
                kept.append([list(numbers) if hasattr(numbers, "__iter__") else numbers for numbers in three])
        except ValueError as error:
            if "truth value" not in str(error):
                raise
            return [("stopped", "stopped", "stopped")] * len(pairs)
        return list(map(row, left.count, left.mean, left.squares))

    for pairs in trial.cases(
        [(OF_3, (1, 9.0, 0.0)), EQUALLY_MANY, (OF_NONE, OF_2), (OF_NONE, OF_NONE)], draw=some_pairs
    ):
        kept = []
        names = list(starmap("{} and {}".format, pairs))
        got = [(name, alone(halves), *found) for name, halves, found in zip(names, pairs, together(pairs), strict=True)]
        want = [
            (name, right_alone(*right), *map(about, right))
            for name, right in zip(names, starmap(exact, pairs), strict=True)
        ]
        call = "left.merge(right), where count, mean and squares are arrays"
        trial.compare(call, ("series", "merged alone", *FIGURES), got=got, want=want)
        due = list(map(list, zip(*(right for _, right in pairs), strict=True)))
        trial.compare(call, ("right stays as it was",), got=[(found,) for found in kept], want=[(due,)])


FAR = [1e9 + thousandths / 1000 for thousandths in (0, 2, 1, 3, 0, 3, 1, 2)]


def far_from_zero(rng):
    return [1e9 + rng.gauss(0, 1e-3) for _ in range(60)]


@graded(
    "08.1.digits",
    piece="MeanAndSquares",
    points=2,
    title="With mean 1e9 and spread 1e-3, three digits are right",
    hints=(
        "How large is the square of 1e9, and how many digits of a float are left for a spread of 1e-3?",
        "Look for a square or a product of values or means: `value * value`, `self.mean ** 2`, `mean * count`.",
        "Square nothing but distances: of a value from a mean in `push`, of one mean from the other in `merge`.",
    ),
    causes={
        "elsewhere": (
            "The variance of the same values near 0 is wrong too, so the digits are not to blame. Look at `08.1.push` "
            "and `08.1.merge` first.",
            signs.wrong_at("0"),
        ),
        "textbook": (
            "Squares of values near 1e9 have no digits left for the spread. Square distances, and add those up.",
            signs.wrong("variance, pushed"),
        ),
        "textbook-merge": (
            "`push` keeps its digits, and `merge` loses them: somewhere it squares a mean. Square the gap.",
            signs.wrong("pushed in two parts and merged"),
        ),
    },
)
def digits(MeanAndSquares, trial):  # noqa: N803
    def variances(values):
        whole, left, rest = MeanAndSquares(), MeanAndSquares(), MeanAndSquares()
        for number, value in enumerate(values):
            whole.push(value)
            (left if number < len(values) / 4 else rest).push(value)
        left.merge(rest)
        return [shown(series.squares / len(values), 3) for series in (whole, left)]

    for far in trial.cases(FAR, draw=far_from_zero):
        values = {"0": [value - 1e9 for value in far], "1e9": far}  # the difference is exact
        got = [(place, *variances(numbers)) for place, numbers in values.items()]
        _, _, squares = exact_of(far)
        want = [(place, *[about(squares / len(far), 3)] * 2) for place in values]
        columns = ("near", "variance, pushed", "pushed in two parts and merged")
        trial.compare(f"{len(far)} values, 1e-3 apart", columns, got=got, want=want)


@graded(
    "08.1.held",
    piece="MeanAndSquares",
    points=1,
    title="No value is kept",
    hints=(
        "After a push, who needs the value that came?",
        "Which of your attributes grows with every push, or refers to what came?",
        "Keep `count`, `mean` and `squares`, and nothing else.",
    ),
    causes={
        "nothing": ("Nothing was counted: `08.1.push` says more.", lambda got, want: got[0].count == 0),
        "kept": (
            "A value is kept that came, or many. Count, mean and squares are enough, and none of them is a value.",
            signs.wrong("held"),
        ),
    },
)
def held(MeanAndSquares, trial):  # noqa: N803
    def values_held(size):
        gauge, series = trial.held(), MeanAndSquares()
        for value in gauge.items(float(number % 17) for number in range(size)):
            series.push(value)
            del value
        return series.count, gauge.now

    got = [(size, *measures) for size, measures in trial.growing(values_held)]
    want = [(size, at_least(1), 0) for size in (100, 1_000)]
    trial.compare("series.push(value), for each", ("values", "count", "held"), got=got, want=want)


PUSHED = [5, 3, 8, 4, 4, 6, 9, 7]


def first_wrong(got, want):
    """The first two queues that differ, and which of the eight they are."""
    return next(
        (number, json.loads(row.queue_after_it), json.loads(due.queue_after_it))
        for number, (row, due) in enumerate(zip(got, want, strict=False))
        if row.queue_after_it != due.queue_after_it
    )


def first_wrong_is(test):
    """A sign of the first wrong queue: `test(number, queue, right)`."""
    return lambda got, want: test(*first_wrong(got, want))


QUEUES = [[5], [3], [3, 8], [3, 4], [4], [4, 6], [4, 6, 9], [6, 7]]


@graded(
    "08.2.queues",
    piece="queues",
    points=2,
    title="What can still become the smallest is in the queue",
    hints=(
        "When a 4 comes behind an 8, for how long will both be in the window, and which of them is the smallest then?",
        "Write beside each value the number of the push with which it came. Step 3 asks for that number.",
        "The first 4 drops the 8: [3, 4]. The second 4 drops the first, and the 3 is three pushes old: [4].",
    ),
    causes={
        "numbers": (
            "Write each queue as a list, also one that holds a single value.",
            lambda got, want: any(not row.queue_after_it.startswith("[") for row in got),
        ),
        "back-first": (
            "You wrote the back of the queue first.",
            first_wrong_is(lambda number, queue, right: queue[::-1] == right),
        ),
        "all-kept": (
            "You keep the last three values, sorted. One behind which a smaller one came can never be the smallest "
            "again: it goes.",
            first_wrong_is(lambda number, queue, right: queue == sorted(PUSHED[max(0, number - 2) : number + 1])),
        ),
        "larger-kept": (
            "A larger value stayed in front of a smaller one that came later. It can never be the smallest again.",
            first_wrong_is(lambda number, queue, right: any(one > behind for one, behind in pairwise(queue))),
        ),
        "equal-kept": (
            "A value stayed when an equal one came. That one stays longer, so the first has nothing left to do.",
            first_wrong_is(lambda number, queue, right: any(one == behind for one, behind in pairwise(queue))),
        ),
        "too-long": (
            "A value is at the front that came three pushes ago. The last three are the new one and two before it.",
            first_wrong_is(lambda number, queue, right: number >= 3 and queue == [PUSHED[number - 3], *right]),
        ),
        "too-early": (
            "A value is missing at the front that is among the last three: the new one and the two before it.",
            first_wrong_is(lambda number, queue, right: queue == right[1:]),
        ),
        "new-one-missing": (
            "The new value is not at the back. Each push puts it there, whatever it finds.",
            first_wrong_is(lambda number, queue, right: queue == right[:-1]),
        ),
        "stops": ("So far it is right, and more values come: there are eight pushes.", signs.end_missing),
    },
)
def queues(queues, trial):
    got = [
        (value, str(list(queue)) if isinstance(queue, (list, tuple)) else str(queue))
        for value, queue in zip([*PUSHED, *["-"] * 9], queues(), strict=False)
    ]
    want = list(zip(PUSHED, map(str, QUEUES), strict=True))
    trial.compare("queues", ("value", "queue after it"), got=got, want=want, reveal=False)


def lowest_of(size, values, lowest=min):
    """The answers found slowly, as text: each from all values of the window."""
    return [str(lowest(values[max(0, end - size) : end])) for end in range(1, len(values) + 1)]


def answers(rows):
    return [row.smallest for row in rows]


def some_window(rng):
    return rng.randint(1, 6), [rng.randint(0, 9) for _ in range(rng.randint(1, 30))]


@graded(
    "08.3.lowest",
    piece="RollingMinimum",
    points=2,
    title="The answer is the smallest of the last values",
    hints=(
        "Two things can happen to the smallest value so far. Which of them can you see in the new value?",
        "Compare your queue with that of 08.2, push by push: what leaves at the back, and what at the front?",
        "Keep pairs (number of the push, value). The front goes when its number is at most `pushed - size`.",
    ),
    causes={
        "nan": (
            "A NaN was taken. It has no place in an order: `value != value` is true for it alone.",
            lambda got, want: signs.row_of(got, "nan").smallest != "refused",
        ),
        "nan-stays": (
            "A NaN was refused, and left something behind: what comes next finds another window than before. Look at "
            "the value before you change anything.",
            signs.says("nan", "refused"),
        ),
        "falsy": (
            "The smallest value was 0, and it was taken for none. Ask `is None`, or whether the queue is empty.",
            lambda got, want: [row.value for row in got] == [0, -1, 4, 7, 0, 5],
        ),
        "never-leaves": (
            "The smallest value never leaves: from some push on the answer is the same for ever.",
            lambda got, want: answers(got) == lowest_of(99, PUSHED),
        ),
        "too-long": (
            "The window is too long by one: a value answered that had already left.",
            lambda got, want: answers(got) == lowest_of(4, PUSHED),
        ),
        "too-short": (
            "The window is too short by one: a value had left that is among the last.",
            lambda got, want: answers(got) == lowest_of(2, PUSHED),
        ),
        "none": ("`push` gave back None. It returns the smallest value.", lambda got, want: "None" in answers(got)),
        "newest": (
            "Each value is its own answer. The smallest waits at the other end of the queue.",
            lambda got, want: answers(got) == lowest_of(1, PUSHED),
        ),
        "largest": ("This is the largest of the last.", lambda got, want: answers(got) == lowest_of(3, PUSHED, max)),
        "converted": (
            "A value came back as another one of the same size. `push` returns one of those that came, as it came.",
            lambda got, want: [*map(float, answers(got))] == [*map(float, answers(want))],
        ),
        "equal-lost": (
            "Two equal values came, the first left, and you let go of both. By its value alone you cannot tell them "
            "apart: keep with each the number of its push.",
            lambda got, want: answers(got)[:6] == answers(want)[:6] and answers(got)[6] == "6",
        ),
        "one-dropped": (
            "A small value came behind several larger ones, and one of those answered. All of them go: `while`, not "
            "`if`.",
            lambda got, want: answers(got) == ["6", "6", "6", "7"],
        ),
        "no-place": (
            "A window without a place has no smallest value: `whole_number(1, size=size)` refuses it.",
            signs.wrong("a window of 0"),
        ),
        "long": ("The first answers are right, and after many pushes some are not.", signs.wrong("answers")),
        "two-windows": (
            "Two of them that are pushed in turn, or one after another, disturb each other. What one keeps has to be "
            "its own, in `self`.",
            signs.wrong("comes out"),
        ),
    },
)
def lowest(RollingMinimum, trial):  # noqa: N803
    def pushed(rolling, value):
        try:
            return str(rolling.push(value))
        except InvalidArgumentError:
            return "refused"

    telling = (
        (3, PUSHED),
        (3, [6, 7, 8, 2]),
        (1, [2, -1.5, 3]),
        (2, ["pear", "Fig", "quince", "plum"]),
        (3, [0, -1, 4, 7, 0, 5]),
        (3, [3, math.nan, 8, 4, 9, 9]),
        (3, [3, Decimal("nan"), 8]),
        (2, [math.nan, 2, 1]),
        (2, [[2], [1], [3]]),
    )
    for size, values in trial.cases(*telling, draw=some_window):
        rolling = RollingMinimum(size)
        got = [(value if value == value else "nan", pushed(rolling, value)) for value in values]
        right = iter(lowest_of(size, [value for value in values if value == value]))
        want = [(value, next(right)) if value == value else ("nan", "refused") for value in values]
        trial.compare(f"RollingMinimum({size}).push(value), for each", ("value", "smallest"), got=got, want=want)

    trial.case = "RollingMinimum(0)"
    try:
        said = type(RollingMinimum(0)).__name__
    except InvalidArgumentError:
        said = "refused"
    trial.compare(trial.case, ("a window of 0",), got=[(said,)], want=[("refused",)])
    rolling, values = RollingMinimum(7), [number * 617 % 1009 for number in range(300)]
    got = [(300, [str(rolling.push(value)) for value in values])]
    trial.compare("RollingMinimum(7), 300 values", ("values", "answers"), got=got, want=[(300, lowest_of(7, values))])

    def of_one(size_and_values):
        size, *values = size_and_values
        yield from map(RollingMinimum(size).push, values)

    trial.independent(
        "RollingMinimum(3).push(value), for each, and of another RollingMinimum(2)",
        of_one,
        items=([3, *PUSHED], [2, 9, 2, 7, 8, 9]),
        want=([5, 3, 3, 3, 4, 4, 4, 6], [9, 2, 2, 7, 8]),
    )


class Compared(float):
    """A number that counts how often one is compared with another."""

    times = 0

    def __lt__(self, other):
        Compared.times += 1
        return float(self) < float(other)

    def __gt__(self, other):
        Compared.times += 1
        return float(self) > float(other)

    def __le__(self, other):
        Compared.times += 1
        return float(self) <= float(other)

    def __ge__(self, other):
        Compared.times += 1
        return float(self) >= float(other)


def streams(size):
    """Values of which a rolling minimum must be afraid: each kind is the worst for some way to find it."""
    return {
        "rising": range(size),
        "falling": range(size, 0, -1),
        "mixed": [number * 617 % 1009 for number in range(size)],
        "hills": [number % 50 if number % 100 < 50 else 50 - number % 50 for number in range(size)],
    }


@graded(
    "08.3.compared",
    piece="RollingMinimum",
    points=2,
    title="Three comparisons a value are enough for any window",
    hints=(
        "Which values in the window can never become the smallest again, whatever comes?",
        "Look for `min`, `sorted`, `heapq` or a loop over the window: how many comparisons does each make in a push?",
        "Drop the values from the back that are not smaller than the new one. What is left rises: its front answers.",
    ),
    causes={
        "nothing": (
            "Values were not compared with one another: so the smallest cannot be known. (Comparisons are counted on "
            "the values that came, not on others that you make of them.)",
            lambda got, want: any(row.comparisons_a_value < 0.5 for row in got),
        ),
        "window": (
            "Every push compares its way through the whole window, whatever comes.",
            lambda got, want: all(row.comparisons_a_value > 50 for row in got if row.window == 100),
        ),
        "rescan": (
            "Quick, as long as the smallest value stays. When it leaves, you look through the window for the next, and "
            "while values rise, that is at every push.",
            lambda got, want: any(row.comparisons_a_value > 50 for row in got if row.window == 100),
        ),
        "logarithm": (
            "More than three, and far fewer than the window has values: probably something is kept in order, a heap or "
            "a sorted list. To know the smallest takes less than an order.",
            lambda got, want: any(row.comparisons_a_value > 3 for row in got),
        ),
    },
)
def compared(RollingMinimum, trial):  # noqa: N803
    got = []
    for size in (10, 100):
        for kind, values in streams(400).items():
            trial.case, Compared.times = f"{kind} values", 0
            rolling = RollingMinimum(size)
            for value in values:
                rolling.push(Compared(value))
            got.append((size, kind, round(Compared.times / 400, 2)))
    want = [(size, kind, between(0.5, 3)) for size in (10, 100) for kind in streams(1)]
    columns = ("window", "400 values", "comparisons a value")
    trial.compare("RollingMinimum(window).push(value), for each", columns, got=got, want=want)


@graded(
    "08.3.held",
    piece="RollingMinimum",
    points=1,
    title="No more is held than twice the window",
    hints=(
        "A value has left the window. Who still refers to it?",
        "Which of your containers gets longer with each push, if values rise for ever, or fall for ever?",
        "`popleft` lets go of the front; a mark that says where the front is does not.",
    ),
    causes={
        "nothing": (
            "Nothing is held at the end, not even the smallest value, which is to be returned as it came.",
            lambda got, want: any(row.at_the_end == 0 for row in got),
        ),
        "grows": (
            "Values stay that left the window long ago, and the longer the stream, the more of them.",
            lambda got, want: any(row.most > 400 for row in got),
        ),
        "too-many": ("More is held than twice the window has places, though not more and more.", signs.wrong("most")),
    },
)
def held_in_window(RollingMinimum, trial):  # noqa: N803
    got = []
    for size in (100, 1_000):
        for kind, values in streams(size).items():
            trial.case = f"{size} {kind} values"
            gauge, rolling = trial.held(), RollingMinimum(10)
            for value in gauge.items(values):
                rolling.push(value)
                del value
            got.append((size, kind, gauge.most, gauge.now))
    want = [(size, kind, at_most(22), between(1, 22)) for size in (100, 1_000) for kind in streams(1)]
    columns = ("pushes", "values", "most", "at the end")
    trial.compare("values held by RollingMinimum(10)", columns, got=got, want=want)


@graded(
    "08.4.halflife",
    piece="alpha_of",
    points=1,
    title="After a half-life, half of a weight is left",
    hints=(
        "Each push leaves 1 - alpha of a weight. What is left of it after two pushes, and after `halflife` of them?",
        "(1 - alpha) ** halflife is to be 0.5. Take the root.",
        "1 - alpha = 0.5 ** (1 / halflife)",
    ),
    causes={
        "keep": ("You return the part that stays. `alpha` is the part that goes.", signs.says(2, 0.085786)),
        "inverse": (
            "With alpha = 1 / halflife, a half-life of 1 leaves nothing, and a long one leaves 37 %.",
            signs.says(365, 0.367375),
        ),
        "continuous": (
            "log(2) / halflife is the rate of something that fades without steps. A weight fades once a push.",
            signs.says(1, 0.306853),
        ),
        "base-e": ("37 % are left: that is 1 / e. A half-life asks for 0.5.", signs.says(1, 0.367879)),
        "span": (
            "2 / (n + 1) belongs to a span of n values, another measure. A half-life asks for what is left after it.",
            signs.says(2, 0.111111),
        ),
        "linear": (
            "With alpha = 0.5 / halflife each push takes its part of what is left, and not of what there was at first.",
            signs.says(2, 0.5625),
        ),
        "floor": ("With a half-life of 2 nothing fades. Divide with `/`: `1 // 2` is 0.", signs.says(2, 1.0)),
        "whole": (
            "Half-lives of 2.5 and 10.4 pushes are right, too: one was made a whole number.",
            signs.any_of(*map(signs.wrong_only_at, (2.5, 10.4)), signs.wrong_only_at(2.5, 10.4)),
        ),
        "below-one": (
            "A half-life may be shorter than one push: of 1 and above all are right, and this one is not.",
            lambda got, want: want[0].halflife == 0.5,
        ),
    },
)
def halflife(alpha_of, trial):
    def left(pushes):
        weight = (1 - alpha_of(pushes)) ** pushes
        return round(weight, 6) if is_number(weight) else "no number"

    for halflives in trial.cases([1, 2, 2.5, 10.4, 365], [0.5], draw=lambda rng: [rng.randint(1, 500)]):
        got = [(pushes, left(pushes)) for pushes in halflives]
        want = [(pushes, 0.5) for pushes in halflives]
        call = "(1 - alpha_of(halflife)) ** halflife"
        trial.compare(call, ("halflife", "weight left after so many pushes"), got=got, want=want)


def weighted(alpha, values):
    """Weighted mean and variance, found slowly: with fractions, from all values and their weights."""
    weights = [(1 - Fraction(alpha)) ** age for age in reversed(range(len(values)))]
    numbers = list(map(Fraction, values))
    mean = sum(w * x for w, x in zip(weights, numbers, strict=True)) / sum(weights)
    return mean, sum(w * (x - mean) ** 2 for w, x in zip(weights, numbers, strict=True)) / sum(weights)


def all_weighted(alpha, values):
    """The same after each value."""
    return [weighted(alpha, values[:number]) for number in range(1, len(values) + 1)]


def some_series(rng):
    return rng.choice((0.5, 0.25, 0.125)), some_numbers(rng)


@graded(
    "08.4.mean",
    piece="Fading",
    points=2,
    title="The mean is right from the first value on",
    hints=(
        "After the first push there is one value. What is the mean of one value, whatever its weight?",
        "By which part of the distance does a new value move the mean? It weighs 1: of how much in all?",
        "faded = (1 - alpha) * weight; weight = faded + 1; mean += (value - mean) / weight",
    ),
    causes={
        "from-zero": (
            "The mean begins near 0, as if many zeros had come before the first.",
            signs.says("push(8)", "2"),
        ),
        "from-first": (
            "The first mean is right, and then the first value keeps far too much of the weight.",
            signs.says("push(1)", "6.25"),
        ),
        "swapped": ("Weights fade too fast: (1 - alpha) of a weight stays.", signs.says("push(1)", "2.4")),
        "sum": ("This is the sum of weight times value. Divide it by that of the weights.", signs.says("push(1)", "7")),
        "no-fading": (
            "All values count the same. At each push the old ones have to fade.",
            signs.says("push(1)", "4.5"),
        ),
        "zero": (
            "A value of 0 was left out. It is a value as all others, and moves the mean towards 0.",
            lambda got, want: signs.row_of(got, "push(0)").mean == signs.row_of(got, "push(4)").mean,
        ),
        "kept": (
            "The means are right, and values are kept to find them. Weight and mean can be brought up to date.",
            signs.wrong_only_at("values held after 50 pushes"),
        ),
        "fast": (
            "With an alpha of 0.9375, a sixteenth of each weight stays, and no more.",
            signs.wrong_only_at("the other"),
        ),
        "two-series": (
            "Two of them that are pushed in turn, or one after another, disturb each other. What one keeps has to be "
            "its own, in `self`.",
            signs.wrong("comes out"),
        ),
    },
)
def fading_mean(Fading, trial):  # noqa: N803
    for alpha, values in trial.cases((0.25, [8.0, 1.0, 4.0, 0.0]), draw=some_series):
        series, got = Fading(alpha), []
        for value in values:
            series.push(value)
            got.append((f"push({value:g})", shown(series.mean)))
        gauge, series = trial.held(), Fading(alpha)
        for value in gauge.items(map(float, range(50))):
            series.push(value)
            del value
        got.append(("values held after 50 pushes", gauge.now))
        right = [about(mean) for mean, _ in all_weighted(alpha, values)]
        want = [(label, due) for (label, _), due in zip(got, [*right, 0], strict=True)]
        trial.compare(f"series = Fading(alpha={alpha})", ("call", "mean"), got=got, want=want)

    def means_of(alpha_and_values):
        alpha, *values = alpha_and_values
        series = Fading(alpha)
        for value in values:
            series.push(value)
            yield shown(series.mean)

    trial.independent(
        "Fading(alpha=0.5).mean, after each push, and of another with 0.9375",
        means_of,
        items=([0.5, 8, 2], [0.9375, 6, -11]),
        want=(["8", "4"], ["6", "-10"]),
    )


FAR_AWAY = f"{len(FAR)} values near 1e9, 1e-3 apart"


@graded(
    "08.4.variance",
    piece="Fading",
    points=2,
    title="The variance is right, near zero and far from it",
    hints=(
        "What did the textbook's formula do to the length of the day? Where does this code do the same?",
        "What fades: the weight, the squares, or both? And by what do you divide the squares at the end?",
        "squares = (1 - alpha) * squares + distance * distance * faded / weight; variance = squares / weight",
    ),
    causes={
        "mean": (
            "The mean is wrong, or the weights that it stands for, and the variance depends on both. See to "
            "`08.4.mean` first.",
            lambda got, want: any(
                not about(float(due.mean.words)).met_by(row.mean) for row, due in zip(got, want, strict=True)
            ),
        ),
        "asked-twice": (
            "Asked twice with no push in between, `variance` gave two answers. To look changes nothing.",
            lambda got, want: any(row.variance == "two answers" for row in got),
        ),
        "textbook": (
            "Near zero it is right; with a mean of 1e9 and a spread of 1e-3 no digit is. You subtract two squares.",
            signs.wrong_only_at(FAR_AWAY),
        ),
        "no-fading": (
            "The squares do not fade. What lies long ago weighs as much as on its first day.",
            lambda got, want: (
                signs.wrong_first("push(4)")(got, want)
                and float(signs.row_of(got, "push(4)").variance) > float(signs.row_of(want, "push(4)").variance.words)
            ),
        ),
        "sum": (
            "This is the sum of weighted squares. Divide it by the sum of the weights.",
            signs.all_of(signs.says("push(1)", "21"), signs.says("push(4)", "15.75")),
        ),
        "undivided": (
            "Each value adds too much. At distance d it adds d² × f / w, and you left out the w.",
            signs.says("push(1)", "21"),
        ),
        "faded-when-new": (
            "What the new value adds has faded with the rest. Fade the old squares first, and add then.",
            signs.says("push(1)", "9"),
        ),
        "new-distance": (
            "You squared the distance from the new mean. One of the two factors is the distance from the old one: "
            "d² × f / w is their product already.",
            signs.says("push(1)", "5.14285714286"),
        ),
        "old-distance": (
            "You squared the distance from the old mean. One of the two factors is the distance from the new one.",
            signs.says("push(8)", "64"),
        ),
        "sample": (
            "The squares are divided by the weights less 1. The variance here is their weighted mean.",
            signs.says("push(1)", "28"),
        ),
    },
)
def fading_variance(Fading, trial):  # noqa: N803
    def asked_twice(series, digits):
        once, again = (shown(series.variance, digits) for _ in range(2))
        return once if once == again else "two answers"

    for alpha, values in trial.cases((0.25, [8.0, 1.0, 4.0, 0.0]), draw=some_series):
        series, far, got = Fading(alpha), Fading(alpha), []
        for value in values:
            series.push(value)
            got.append((f"push({value:g})", shown(series.mean), asked_twice(series, 9)))
        for value in FAR:
            far.push(value)
        got.append((FAR_AWAY, shown(far.mean), asked_twice(far, 3)))
        right = [(mean, about(variance)) for mean, variance in all_weighted(alpha, values)]
        mean, variance = weighted(alpha, FAR)
        right.append((mean, about(variance, 3)))
        want = [
            (label, anything(shown(mean)), variance) for (label, *_), (mean, variance) in zip(got, right, strict=True)
        ]
        trial.compare(f"series = Fading(alpha={alpha})", ("after", "mean", "variance"), got=got, want=want)


TIDE = [0.4 * math.sin(2 * math.pi * day / 14) for day in range(730)]
JUMP = [0.0] * 728 + [1.0] * 728


def means(halflife, values):
    keep, weight, mean = 0.5 ** (1 / halflife), 0.0, 0.0
    for value in values:
        weight = keep * weight + 1
        mean += (value - mean) / weight
        yield mean


def calm(halflife, last=14):
    return max(map(abs, list(means(halflife, TIDE))[-last:]))


def quick(halflife):
    return next((day for day, mean in enumerate(list(means(halflife, JUMP))[728:], start=1) if mean >= 0.5), 728)


def halflife_of(choice):
    found = choice().get("halflife")
    return found if is_number(found) and found > 0 and found % 1 == 0 else None


@graded(
    "08.5.promises",
    piece="choice",
    points=1,
    title="The half-life keeps both promises",
    hints=(
        "Which of the promises does a longer half-life help, and which does it hurt?",
        "Measure 14: which promise breaks? Then 60. The answer lies between them.",
        "Up to 30 days the tide shows through, from 41 days on the jump takes too long.",
    ),
    causes={
        "missing": ("Your half-life is no whole number of days, above 0.", signs.says("calm", "no half-life")),
        "restless": (
            "The tide shows through: the average swings by more than 0.02 ms. It has to forget more slowly.",
            signs.wrong_at("calm"),
        ),
        "slow": (
            "After 40 days the average has not covered half of the jump. It has to forget faster.",
            signs.wrong_at("quick"),
        ),
    },
)
def promises(choice, trial):
    halflife = halflife_of(choice)
    got = [(promise, "no half-life" if halflife is None else halflife) for promise in ("calm", "quick")]
    want = [
        ("calm", matching("one with 0.02 ms or less", lambda days: calm(days) <= 0.02)),
        ("quick", matching("one with 40 days or fewer", lambda days: quick(days) <= 40)),
    ]
    trial.compare(f"choice, half-life {halflife}", ("promise", "half-life"), got=got, want=want)


def is_wrong(name, test=lambda value: True):
    """A sign: this number is not what was to be measured, and the test holds for it."""
    return lambda got, want: signs.wrong_at(name)(got, want) and test(signs.row_of(got, name).half_life_and_number[1])


def all_there(halflife_and_number):
    return "..." not in halflife_and_number


def is_calm(halflife_and_number):
    halflife, number = halflife_and_number
    return near(calm(halflife), 0.0010001).met_by(number)


def is_quick(halflife_and_number):
    halflife, number = halflife_and_number
    day = quick(halflife)
    return one_of(day, day - 1).met_by(number)  # days are counted from 1, or 0


@graded(
    "08.5.measured",
    piece="choice",
    points=2,
    title="The two numbers are what this half-life does",
    hints=(
        "What would convince a colleague who does not believe you?",
        "Push `tide()` into `Fading(alpha_of(halflife))` and keep the 14 last means. Then a new one for `jump()`.",
        "calm = max(abs(mean) for mean in means[-14:]); quick = how many of means[728:] are below 0.5, plus one.",
    ),
    causes={
        "missing": (
            "The half-life is no whole number of days above 0, or one of the two that you measure is no number.",
            lambda got, want: any(not all_there(row.half_life_and_number) for row in got),
        ),
        "from-the-start": (
            "`calm` is too large: in the first days there is nothing to be calm with. Take the last 14.",
            is_wrong("calm", lambda value: 0.2 < value < 0.41),
        ),
        "two-years-too-many": (
            "`quick` counts from the first day of `jump()`. The jump comes after 728 days.",
            is_wrong("quick", lambda value: value > 728),
        ),
        "negative": (
            "`calm` is a distance from 0: take `abs` of each mean before you look for the largest.",
            is_wrong("calm", lambda value: value < 0),
        ),
        "another": (
            "One of these numbers at least is not what this half-life does. Was it measured with another, or does your "
            "`Fading` fail a check of 08.4?",
            signs.any_of(is_wrong("calm"), is_wrong("quick")),
        ),
    },
)
def measured(choice, trial):
    chosen, halflife = choice(), halflife_of(choice)

    def row(name):
        value = chosen.get(name, "...")
        return name, ("..." if halflife is None else halflife, value if is_number(value) else "...")

    want = [
        ("halflife", matching("a whole number of days", all_there)),
        ("calm", matching("what this half-life does", is_calm)),
        ("quick", matching("what this half-life does", is_quick)),
    ]
    got = [row(name) for name in ("halflife", "calm", "quick")]
    trial.compare("choice", ("name", "half-life and number"), got=got, want=want, reveal=False)


def on_parabola(heights, ranks, marker, step):
    """The height at the new rank, found slowly: Lagrange's polynomial through the three points, in fractions."""
    points = [(Fraction(ranks[n]), Fraction(heights[n])) for n in (marker - 1, marker, marker + 1)]
    at, height = Fraction(ranks[marker] + step), Fraction(0)
    for x, y in points:
        for other, _ in points:
            if other != x:
                y *= (at - other) / (x - other)
        height += y
    return height


def on_line(heights, ranks, marker, step):
    rise = Fraction(heights[marker + step]) - Fraction(heights[marker])
    return Fraction(heights[marker]) + rise / abs(ranks[marker + step] - ranks[marker])


MOVED, MOVES = "moved(heights, ranks, marker, step)", ("heights, ranks, marker, step", "height")


def place_of(heights, ranks, marker, step):
    return f"{list(heights)}, {list(ranks)}, {marker}, {step:+}"


def moved_by(moved, moves):
    return [
        (place_of(heights, ranks, marker, step), shown(moved(list(heights), list(ranks), marker, step)))
        for heights, ranks, marker, step in moves
    ]


def due_on(right, moves):
    return [(place_of(*move), about(right(*move))) for move in moves]


def heights_of(rows):
    return [row.height for row in rows]


SQUARES = ((0, 4, 25, 64, 144), (0, 2, 5, 8, 12))


def some_parabolas(rng):
    ranks = [0]
    for _ in range(4):
        ranks.append(ranks[-1] + rng.randint(2, 9))
    a, b = rng.randint(0, 4), rng.randint(1, 5)
    heights = [a * rank * rank / 2 + b * rank - 7 for rank in ranks]
    return [(heights, ranks, rng.choice((1, 2, 3)), rng.choice((1, -1)))]


@graded(
    "08.6.parabola",
    piece="moved",
    points=2,
    title="The new height lies on the parabola",
    hints=(
        "Between which two slopes, to the left and to the right, does the slope of a parabola lie at the marker?",
        "You need the gaps in rank to both neighbours, and both slopes. Which slope counts more when the gap is small?",
        "height + step * ((below + step) * rise + (above - step) * fall) / (below + above), rise and fall being slopes",
    ),
    causes={
        "straight": (
            "You went along a straight line. It is meant for where the parabola does not fit.",
            lambda got, want: heights_of(got)[:2] == ["38", "18"],
        ),
        "one-way": (
            "Upwards it is right. Downwards, `step` is -1, and has to be so at each place in the formula.",
            lambda got, want: got[0] == want[0] and got[1] != want[1],
        ),
        "weights-swapped": (
            "The two slopes have changed weights. Close to a neighbour, the slope towards the other one counts less.",
            lambda got, want: got[0].height == "34",
        ),
        "tangent": (
            "You went along the slope at the marker, and within one step the parabola bends. The weights of the two "
            "slopes change with `step`.",
            lambda got, want: got[0].height == "35",
        ),
        "floor": (
            "Where heights are whole numbers it is right, and another one was rounded down. Divide with `/`, not `//`.",
            lambda got, want: got[:4] == want[:4] and got[4].height in ("7.5", "7.7"),
        ),
    },
)
def parabola(moved, trial):
    telling = [(*SQUARES, 2, 1), (*SQUARES, 2, -1), (*SQUARES, 1, 1), (*SQUARES, 3, -1)]
    telling.append(((0, 0.5, 4.5, 18, 32), (0, 1, 3, 6, 8), 2, 1))
    for moves in trial.cases(telling, draw=some_parabolas):
        trial.compare(MOVED, MOVES, got=moved_by(moved, moves), want=due_on(on_parabola, moves))


@graded(
    "08.6.straight",
    piece="moved",
    points=1,
    title="Where the parabola bulges, the marker goes straight",
    hints=(
        "Heights must ascend from marker to marker. What would a height outside of its neighbours' do to that?",
        "To which neighbour does the line lead for `step` 1, and to which for -1?",
        "if not heights[marker - 1] < new < heights[marker + 1]: new = height + step * (rise if step > 0 else fall)",
    ),
    causes={
        "bulges": (
            "A height lies beyond a neighbour's: there the parabola does not fit.",
            lambda got, want: got[0].height == "0.6875",
        ),
        "clamped": (
            "You stopped at the neighbour's height. The marker takes one step along the line, not the whole way.",
            lambda got, want: got[0].height == "1",
        ),
        "wrong-side": (
            "The line leads to the wrong neighbour: with `step` -1 to the one below, with 1 to the one above.",
            lambda got, want: got[0].height in ("-5", "9"),
        ),
        "chord": (
            "You took the line from one neighbour to the other. It is to lead from the marker to the one ahead.",
            lambda got, want: got[0].height == "-3.375",
        ),
        "touches": (
            "A marker may not reach its neighbour's height: two markers of one height are no longer apart.",
            lambda got, want: got[:2] == want[:2] and (got[2].height == "7" or got[4].height == "1"),
        ),
        "upwards": (
            "With `step` -1 the marker moves down: the slope is taken off its height.",
            lambda got, want: got[0].height == "2.5",
        ),
        "half-way": (
            "You went half of the way to the neighbour. It is one rank of as many as lie between them.",
            lambda got, want: got[:3] == want[:3] and got[3].height == "2.5",
        ),
    },
)
def straight(moved, trial):
    telling = [
        ((0, 1, 2, 44, 50), (0, 1, 3, 9, 10), 2, -1),
        ((0, 6, 48, 49, 50), (0, 1, 7, 9, 10), 2, 1),
        ((0, 1, 5, 7, 8), (0, 1, 2, 4, 5), 2, 1),
        ((0, 1, 4, 70, 75), (0, 1, 4, 10, 11), 2, -1),
        ((0, 1, 3, 7, 8), (0, 1, 3, 4, 5), 2, -1),
    ]

    def draw(rng):
        far = rng.randint(60, 200)
        return [((0, 1, 2, far, far + 1), (0, 1, 3, 3 + rng.randint(2, 6), 12), 2, -1)]

    for moves in trial.cases(telling, draw=draw):
        trial.compare(MOVED, MOVES, got=moved_by(moved, moves), want=due_on(on_line, moves))


def some_letters(rng):
    return rng.randint(1, 6), [rng.choice("aaaabbbccdefgh") for _ in range(rng.randint(1, 60))]


CAME = "only what came has a counter"
EXACT = "where counters are free, counts are exact"
SINGLE = "one counter: its error is what it took over"
PROMISES = (
    CAME,
    "at most k counters",
    "no count is too low",
    "count - error is not too high",
    "what came more than n / k times is there",
    "no error is above n / k",
    EXACT,
    SINGLE,
)


def due_of(k, items):
    """What each promise says of these items."""
    true, most = Counter(items), len(items) / k
    often = [item for item in true if true[item] > most]
    before = max((at for at, item in enumerate(items) if item != items[-1]), default=-1) + 1  # the last item's run
    exact = {item: (count, 0) for item, count in true.items()}
    whole = (len(items), before)

    def each(words, holds):
        return matching(words, lambda found: all(holds(item, *counted) for item, counted in found.items()))

    def of_one(item, count, error):
        return count < len(items) or (count, error) == whole

    return (
        matching(f"some of {list(true)}", lambda found: found.keys() <= true.keys()),
        matching(f"{k} or fewer", lambda found: len(found) <= k),
        each(f"at least {dict(true)}", lambda item, count, error: count >= true[item]),
        each(f"at most {dict(true)}", lambda item, count, error: count - error <= true[item]),
        matching(f"{often}", lambda found: found.keys() >= set(often)),
        each(f"{most:g} or less", lambda item, count, error: error <= most),
        anything() if len(true) > k else matching(f"{exact}", lambda found: found == exact),
        anything() if k > 1 else each(f"{whole}", of_one),
    )


@graded(
    "08.7.promises",
    piece="frequent",
    points=2,
    title="The counts keep their promises",
    hints=(
        "An item comes that has no counter. How often may it have come before, at most?",
        "When you take a counter over: what is the new count, what is the new error, and who is forgotten?",
        "count, _ = counters.pop(smallest), then counters[item] = (count + 1, count)",
    ),
    causes={
        "two-calls": (
            "An item has a counter that did not come in this call. Whatever a call keeps has to be its own.",
            signs.wrong_at(CAME),
        ),
        "falsy": (
            'An item that is None, 0 or "" was lost. It is counted as all others.',
            signs.all_of(signs.wrong_at(EXACT), lambda got, want: "None:" in repr(signs.row_of(want, EXACT).counters)),
        ),
        "too-many": ("There are more than k counters.", signs.wrong_at("at most k counters")),
        "too-low": (
            "A count is lower than the item came. An item that comes back may have had a counter before, and at most "
            "the smallest count: take that counter over, and count on from what it holds.",
            signs.wrong_at("no count is too low"),
        ),
        "error-too-small": (
            "`count - error` is higher than the item came. The error is the whole count that was taken over.",
            signs.wrong_at("count - error is not too high"),
        ),
        "error-too-large": (
            "An error is larger than n / k. It is the count that was taken over, and that is the smallest of all.",
            signs.wrong_at("no error is above n / k"),
        ),
        "missed": (
            "An item that came more than n / k times has no counter. It was turned away, or forgotten too soon.",
            signs.wrong_at("what came more than n / k times is there"),
        ),
        "free-error": (
            "There were counters for all, and an item has an error, or no counter. A free one takes nothing over: 0.",
            signs.wrong_at(EXACT),
        ),
        "error-off": (
            "The error is not the count that was taken over: that, no more, no less.",
            signs.wrong_at(SINGLE),
        ),
    },
)
def promised(frequent, trial):
    telling = (
        (2, "abca"),
        (2, "xx"),
        (2, "abbbc"),
        (3, [None, 0, None, "", 0, None]),
        (2, [None, 1j, 2.5, 1j]),
        (2, ["a", "a", "a", None, "b"]),
        (2, "aaabcda"),
        (2, "abcccccc"),
        (1, "abcd"),
        (7, "abAcadef"),
    )
    for k, items in trial.cases(*telling, (2, "a"), (2, ""), draw=some_letters):
        found = {
            item: tuple(trial.parts(counted, "count", "error"))
            for item, counted in dict(frequent(iter(items), k)).items()
        }
        got = [(promise, found) for promise in PROMISES]
        want = list(zip(PROMISES, due_of(k, list(items)), strict=True))
        trial.compare(f"frequent({items!r}, {k})", ("promise", "counters"), got=got, want=want)


@graded(
    "08.7.held",
    piece="frequent",
    points=1,
    title="Only items with a counter are held",
    hints=(
        "An item has lost its counter. What do you still know about it, and what for?",
        "Which of your containers is never made smaller?",
        "`counters.pop(smallest)` forgets the item with its count; do the same wherever its error is kept.",
    ),
    causes={
        "nothing": ("No item has a counter: `08.7.promises` says more.", lambda got, want: got[0].come_out == 0),
        "grows": (
            "The more different items come, the more you hold. Who loses the counter must be forgotten whole.",
            signs.grows("held"),
        ),
        "several": (
            "More is held than ten counters need: an item, and perhaps the one that takes its place.",
            signs.wrong("held"),
        ),
    },
)
def held_counters(frequent, trial):
    trial.held_at_most(
        "frequent(items, 10)",
        lambda items: frequent(items, 10),
        items=lambda size: (f"visitor {number}" for number in range(size)),
        want=lambda size: (between(1, 10), at_most(20)),
    )


def refuse(*_):
    raise TypeError("a value may look like anything: this one cannot be compared, or asked whether it is true")


def size_and_letters(rng):
    return rng.randint(1, 5), [rng.choice("abc") for _ in range(rng.randint(0, 12))]


def windows_joined(size, values):
    """Each window's values in a text, joined the slow way."""
    return ["".join(values[max(0, end - size) : end]) for end in range(1, len(values) + 1)]


@graded(
    "08.8.calls",
    piece="Rolling",
    points=0,
    title="Any associative operation over a window takes three calls a value",
    hints=(),
    causes={
        "nothing-yet": (
            "The window is not full, and there is no result. As long as there are fewer values, all of them count.",
            lambda got, want: got[0].gives is None is not want[0].gives,
        ),
        "shared": (
            "Another window was filled at the same time, and its values came along.",
            lambda got, want: any("?" in str(row.gives) for row in got),
        ),
        "falsy": (
            "0 and None are values like all others. One of them was taken for no value at all.",
            lambda got, want: want[0].gives is None,
        ),
        "turned-round": (
            "The right values were combined in another order.",
            lambda got, want: (
                isinstance(want[0].gives, str)
                and all(sorted(row.gives) == sorted(due.gives) for row, due in zip(got, want, strict=True))
                and any(row.gives != due.gives for row, due in zip(got, want, strict=True))
            ),
        ),
        "goes-on": (
            "Values that have left the window are in its result.",
            lambda got, want: any(
                len(row.gives) > len(due.gives) and "".join(each.push for each in want[:number]).endswith(row.gives)
                for number, (row, due) in enumerate(zip(got, want, strict=True), start=1)
            ),
        ),
        "equal": (
            "A value that is equal to the one before it was left out.",
            lambda got, want: want[1].gives == "aa" and got[1].gives == "a",
        ),
        "too-few": (
            "The oldest value of the window is missing in a result.",
            lambda got, want: (
                isinstance(want[0].gives, str)
                and any(row.gives == due.gives[1:] for row, due in zip(got, want, strict=True))
            ),
        ),
        "too-many-calls": (
            "The results are right, and cost too much: what one push has combined, the next one can use again.",
            signs.wrong_only_in("calls"),
        ),
    },
)
def calls(Rolling, trial):  # noqa: N803
    def join(a, b):
        made.append(1)
        return a + b

    for size, values in trial.cases(
        (3, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]),
        (1, ["a", "b"]),
        (9, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]),
        (4, ["a", "a", "", "b", "c", "d", "e", "f"]),
        draw=size_and_letters,
    ):
        made, got = [], []
        rolling, other = Rolling(size, join), Rolling(2, lambda a, b: a + b)
        for value in values:
            other.push("?")
            got.append((value, rolling.push(value), len(made)))
        want = [
            (value, due, at_most(3 * n))
            for n, (value, due) in enumerate(zip(values, windows_joined(size, values), strict=True), 1)
        ]
        trial.compare(f"Rolling({size}, join)", ("push", "gives", "calls"), got=got, want=want)
    rolling, values = Rolling(3, lambda a, b: a), (None, 0, None, [1], 3, 2, 4)
    got = [(value, rolling.push(value)) for value in values]
    want = list(zip(values, (None, None, None, 0, None, [1], 3), strict=True))
    trial.compare("Rolling(3, lambda a, b: a)", ("push", "gives"), got=got, want=want)
    shy = type("Shy", (), dict.fromkeys(("__eq__", "__lt__", "__bool__", "__len__", "__hash__"), refuse))
    trial.case, rolling = "values that nobody may compare", Rolling(2, lambda a, b: b)
    got = [(number, type(rolling.push(shy())).__name__) for number in range(3)]
    trial.compare("Rolling(2, lambda a, b: b)", ("push", "type"), got=got, want=[(n, "Shy") for n in range(3)])
    made, rolling = [], Rolling(100, join)
    results = [rolling.push(1) for _ in range(1_000)]
    trial.compare(
        "Rolling(100, join), 1,000 values",
        ("values", "results", "calls"),
        got=[(1_000, results, len(made))],
        want=[(1_000, [min(n, 100) for n in range(1, 1_001)], at_most(3_000))],
    )


@graded(
    "08.8.held",
    piece="Rolling",
    points=0,
    title="A window holds what is in it, and as many results",
    hints=(),
    causes={
        "kept": ("What has left the window is held, more and more of it.", lambda got, want: got[1].held_at_most > 500),
        "too-much": ("More is held than two values or results for each place.", signs.wrong_only_in("held at most")),
    },
)
def rolling_held(Rolling, trial):  # noqa: N803
    def most(count):
        gauge = trial.held()
        rolling = Rolling(20, lambda a, b: gauge.item(max(int(a), int(b))))
        results = [str(rolling.push(gauge.item(2 - n % 2))) for n in range(count)]
        return sorted(set(results[:19])), sorted(set(results[19:])), gauge.most

    got = [(count, *seen) for count, seen in trial.growing(most)]
    at_first = one_of(["2"], ["None"], ["2", "None"])
    want = [(count, at_first, ["2"], between(1, 44)) for count in (100, 1_000)]
    columns = ("values", "results at first", "later results", "held at most")
    trial.compare("Rolling(20, max)", columns, got=got, want=want)
