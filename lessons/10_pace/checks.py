"""What the exercises of lesson 10 are graded by."""

from itertools import chain, pairwise, repeat, takewhile
from math import exp, exp2, expm1, log, sqrt
from random import Random
from weakref import WeakValueDictionary

from maif_course.checks import anything, at_most, graded, signs

Unforeseen = type("Unforeseen", (KeyboardInterrupt, KeyError, TimeoutError, RuntimeError, ValueError), {})


def refuse(*_):
    raise TypeError("an item may be anything: this one cannot be compared, hashed, or asked whether it is true")


Shy = type("Shy", (), dict.fromkeys(("__eq__", "__lt__", "__bool__", "__len__", "__hash__"), refuse))


def failing(items, error):
    yield from items
    raise error


ASKED = [(0, 2), (0.25, 2), (0.5, 2), (1, 1), (1.25, 1), (9, 3), (9.75, 1)]
TRACE = [(True, 1), (False, 1.5), (True, 0), (True, 0), (False, 0.5), (True, 0), (True, 0.5)]


@graded(
    "10.1.level",
    piece="trace",
    points=2,
    title="What flows in is there, up to the brim",
    hints=(
        "From one moment to the next, how many tokens flow in, and how many can the bucket hold?",
        "For each moment: the level after the one before, plus 2 for each second, at most 3. Then take, or do not.",
        "At 0.25 the level is 1 + 0.5. That is not enough for 2, so nobody takes anything and 1.5 are left.",
    ),
    causes={
        "no-pair": (
            "Each moment has a pair: `True` or `False`, then how many tokens are left.",
            lambda got, want: any(row.left == "no pair" for row in got),
        ),
        "strict": (
            "At 0.5 there are 2 tokens, and 2 are asked for. That is enough.",
            lambda got, want: signs.row_of(got, "2 at 0.5")[1:] == (False, 2),
        ),
        "level-before": ("You noted what was there before. Asked for is what is left.", signs.says("2 at 0.5", 2)),
        "starts-empty": ("A new bucket is full: of 3 tokens 2 are taken, and 1 is left.", signs.wrong_at("2 at 0")),
        "refused-pays": (
            "Somebody was turned away and paid all the same. Who gets nothing takes nothing.",
            signs.any_of(signs.says("2 at 0.25", 0), signs.says("2 at 0.25", -0.5)),
        ),
        "whole-tokens": (
            "Half a token was lost. In a quarter of a second half a token flows in, and stays.",
            signs.says("2 at 0.25", 1),
        ),
        "overflow": (
            "The long pause left more than 3 tokens in your bucket. It holds 3 and no more.",
            lambda got, want: signs.row_of(got, "3 at 9").left > 3,
        ),
        "stops": ("So far it is right, and there are more moments. A pair is due for each.", signs.end_missing),
    },
)
def level(trace, trial):
    def rows(pairs):
        asked = chain((f"{tokens} at {moment:g}" for moment, tokens in ASKED), repeat("nobody"))
        for what, pair in zip(asked, pairs, strict=False):
            match pair:
                case (bool() | 0 | 1 as enough, int() | float() as left) if not isinstance(left, bool):
                    yield what, bool(enough), float(left)
                case _:
                    yield what, repr(pair), "no pair"

    columns = ("asks for", "enough", "left")
    trial.compare("trace", columns, got=rows(trace()), want=rows(TRACE), reveal=False)


RATE, BURST = 2, 3


def some_asked(rng):
    """Moments and tokens that binary fractions express exactly."""
    now, asked = rng.randint(0, 400) / 4, []
    for _ in range(rng.randint(1, 15)):
        now += rng.choice((0, 0, 0.125, 0.25, 0.5, 1, 1, 30))
        asked.append((now, rng.choice((0.5, 1, 1, 2, 3))))
    return asked


class Ticking:
    """A bucket found slowly: a quarter of a token drops in each eighth of a second, unless it is full."""

    def __init__(self, now):
        self.level, self.now = BURST, now

    def until(self, now):
        while self.now < now:
            self.now += 0.125
            self.level = min(BURST, self.level + RATE * 0.125)
        return self.level


def taken_slowly(asked):
    bucket, rows = Ticking(asked[0][0]), []
    for now, tokens in asked:
        enough = bucket.until(now) >= tokens
        bucket.level -= tokens if enough else 0
        rows.append((now, tokens, enough))
    return rows


def borrowed_slowly(asked):
    """Serve one after the other, each when its tokens are there; before the last one is served, nothing is left."""
    bucket, rows, served = Ticking(asked[0][0]), [], asked[0][0]
    for now, tokens in asked:
        served = max(served, now)
        while bucket.until(served) < tokens:
            served += 0.125
        bucket.level -= tokens
        rows.append((now, tokens, float(served)))
    end = served - 0.125
    return [*rows, (end, "take(0.5)", False)] if end >= asked[-1][0] else rows


def got_too_much(got, want):
    """Somebody got tokens who should not have."""
    return any(row.there and not due.there for row, due in zip(got, want, strict=True))


def called(what, asked):
    return f"bucket = TokenBucket(rate=2, burst=3)\n[bucket.{what}(tokens, now) for now, tokens in {asked}]"


@graded(
    "10.2.take",
    piece="TokenBucket",
    points=2,
    title="Tokens are spent if they are there, and flow in up to the burst",
    hints=(
        "Nothing happens between two calls. What must `take` work out before it can say yes or no?",
        "Which two numbers say how full the bucket is now? When do both change, and when does the level alone?",
        "`level = min(burst, level + (now - updated) * rate)`, `updated = now`; then compare, and subtract on a yes.",
    ),
    causes={
        "two-buckets": (
            "Two buckets that are used in turn disturb each other. What a bucket keeps has to be its own, in `self`.",
            signs.wrong("takes from each bucket"),
        ),
        "moment-zero": (
            "Moment 0 was taken for no moment. It is one as all others: the same calls, ten seconds later, are right.",
            lambda got, want: want[0].now == 0 and got != want,
        ),
        "strict": (
            "There were exactly as many tokens as were asked for, and nobody got them. That is enough.",
            lambda got, want: not got[0].there and got[1].there,
        ),
        "starts-empty": (
            "The first to come found nothing. A new bucket is full, whatever moment it is.",
            lambda got, want: want[0].there and not got[0].there,
        ),
        "never-filled": (
            "Nothing flows in: once the first tokens were gone, there were none.",
            lambda got, want: any(row.there for row in want[3:]) and not any(row.there for row in got[3:]),
        ),
        "refused-pays": (
            "After somebody was turned away the bucket held less than before. Only a yes costs tokens.",
            lambda got, want: (
                got[:3] == want[:3] and not got[3].there and (not got[4].there or (not got[5].there and got[9].there))
            ),
        ),
        "part-lost": (
            "Parts of a token were lost. What flows in in a quarter of a second counts.",
            lambda got, want: got[:3] == want[:3] and not got[3].there and got[5].there,
        ),
        "nothing-spent": (
            "Everybody got tokens, however many: fewer were spent than were asked for.",
            lambda got, want: all(row.there for row in got),
        ),
        "counted-twice": (
            "The same time was counted twice: the level had changed, and the moment at which it held had not.",
            lambda got, want: got_too_much(got[:6], want[:6]),
        ),
        "overfull": ("After a pause there was more than `burst`. What does not fit overflows.", got_too_much),
        "whole-numbers": ("With whole numbers all is right. Rate and burst may be fractions.", signs.wrong("of 0.75")),
    },
)
def take(TokenBucket, trial):  # noqa: N803 — a class
    begin = [(10, 3), (10.25, 1), (10.75, 2), (11, 2), (11.25, 0.5), (11.25, 0.5), (11.5, 0.5)]
    telling = [*begin, (90, 3), (90, 1), (91, 2)], [(-5, 3), (-5, 1)], [(10, 3), (10.5, 1)], [(0, 3), (0.5, 1)]
    for asked in trial.cases(*telling, draw=some_asked):
        bucket = TokenBucket(RATE, BURST)
        got = [(now, tokens, bool(bucket.take(tokens, now))) for now, tokens in asked]
        trial.compare(called("take", asked), ("now", "tokens", "there"), got=got, want=taken_slowly(asked))
    buckets = [TokenBucket(RATE, BURST) for _ in range(2)]
    got = [(moment, [bool(bucket.take(2, moment)) for bucket in buckets]) for moment in (10, 10.25, 10.5)]
    want = [(10, [True, True]), (10.25, [False, False]), (10.5, [True, True])]
    trial.compare("take(2, now) of two buckets", ("now", "takes from each bucket"), got=got, want=want)
    bucket, asked = TokenBucket(1 / 4096, 0.75), ((10, 0.75), (10, 0.25), (2058, 0.5), (2058, 0.25))
    got = [(now, bool(bucket.take(tokens, now))) for now, tokens in asked]
    want = [(10, True), (10, False), (2058, True), (2058, False)]
    trial.compare("TokenBucket(1 / 4096, 0.75): take 0.75, 0.25, 0.5, 0.25", ("now", "of 0.75"), got=got, want=want)


@graded(
    "10.2.borrow",
    piece="TokenBucket",
    points=2,
    title="A debt says when it is paid, and is paid before anything else",
    hints=(
        "The bucket owes one token and gets two a second. When does it owe nothing, and what does the next one get?",
        "What is the level after `borrow`, if it is not stopped at zero? How long until it is zero again?",
        "Fill, subtract, then return `now` if the level is not below zero, or else `now - level / rate`.",
    ),
    causes={
        "span": (
            "You return how long it takes. What is asked for is the moment: `now` and that span.",
            lambda got, want: got[0].due == 0 or got[1].due == 0.5,
        ),
        "past": (
            "A moment came back that lies before `now`. Where nothing is owed, it is `now`.",
            lambda got, want: any(row.due < row.now for row in got if row.tokens != "take(0.5)"),
        ),
        "no-debt": (
            "A moment came too early. What is owed already has to flow in first, at `rate`, and is not forgiven.",
            lambda got, want: got[:2] == want[:2] and got[2].due < want[2].due,
        ),
        "full-price": (
            "What was in the bucket did not count. Only what is missing has to flow in.",
            lambda got, want: got[0].due > want[0].due or got[1].due == 11,
        ),
        "times-rate": (
            "One token was missing at 10, and took two seconds. At two a second it takes half a second: divide.",
            lambda got, want: got[1].due == 12,
        ),
        "part-lost": (
            "Parts of a token were lost. What flows in in a quarter of a second counts.",
            lambda got, want: got[:2] == want[:2] and got[2].due == 11.25,
        ),
        "at-once": (
            "Everybody may go at once. Who finds too little waits until the debt is paid.",
            lambda got, want: all(row.due == row.now for row in got[:4]),
        ),
        "overfull": (
            "After a pause there was more than `burst`. What does not fit overflows.",
            lambda got, want: got[:5] == want[:5] and got[5].due < want[5].due,
        ),
        "debt-limited": (
            "The debt stopped growing. A bucket may owe more than it holds: nothing limits that.",
            lambda got, want: got[:3] == want[:3] and got[3].now == 10 and got[3].due < want[3].due,
        ),
        "rate-fixed": (
            "At two tokens a second all is right. Here other ones flow in, and a debt takes as long as they need.",
            signs.wrong("due at 0.75 a second"),
        ),
        "taken": ("`take` gave a token away that the bucket owed to somebody.", signs.says(14.375, True)),
    },
)
def borrow(TokenBucket, trial):  # noqa: N803
    telling = [(10, 2), (10, 2), (10.25, 1), (11, 1), (14, 3), (14, 1)]
    for asked in trial.cases(telling, [(10, 3), (10, 1), (10, 2), (10, 1)], draw=some_asked):
        bucket = TokenBucket(RATE, BURST)
        got = [(now, tokens, round(float(bucket.borrow(tokens, now)), 6)) for now, tokens in asked]
        end = got[-1][2] - 0.125  # the last debt is not paid yet
        if end >= asked[-1][0]:
            got.append((end, "take(0.5)", bool(bucket.take(0.5, end))))
        trial.compare(called("borrow", asked), ("now", "tokens", "due"), got=got, want=borrowed_slowly(asked))
    bucket = TokenBucket(0.75, 2)
    got = [(tokens, round(float(bucket.borrow(tokens, 10)), 6)) for tokens in (2, 0.003, 0.997)]
    columns = ("borrowed at 10", "due at 0.75 a second")
    trial.compare("TokenBucket(0.75, 2)", columns, got=got, want=[(2, 10.0), (0.003, 10.004), (0.997, 11.333333)])


THERE = {  # what a take is told after something was given back
    "take(2, 10)": True,
    "take(1, 10)": False,
    "take(3, 20)": True,
    "take(1, 20)": False,
    "take(0.5, 40)": False,
    "take(2, 30.5)": True,
    "take(0.5, 30.5)": False,
    "take(3, 50)": True,
}


@graded(
    "10.2.back",
    piece="TokenBucket",
    points=1,
    title="Tokens that come back can be spent, and never overfill the bucket",
    hints=(
        "Two tokens come back into a bucket that has filled up meanwhile. How many does it hold?",
        "Which rule about the level holds whenever something is added, wherever it comes from?",
        "`level = min(burst, level + tokens)`.",
    ),
    causes={
        "strict": (
            "There were exactly as many tokens as were asked for, and nobody got them. That is enough.",
            signs.says("take(3, 20)", False),
        ),
        "lost": ("What was given back was not there.", signs.says("take(2, 10)", False)),
        "twice": ("More came back than was given.", signs.says("take(1, 10)", True)),
        "overfull": ("What came back was added above the brim.", signs.says("take(1, 20)", True)),
        "forgiven": (
            "One token came back to a bucket that owed two. Then it owes one, and can spend nothing.",
            signs.wrong_first("take(0.5, 40)"),
        ),
        "first": (
            "The bucket is full at first, whichever call comes first: here it was `give_back`.",
            signs.wrong_first("take(3, 50)"),
        ),
        "time-lost": (
            "Tokens came back half a second after the last call. What had flowed in until then was lost.",
            signs.wrong_first("take(2, 30.5)"),
        ),
    },
)
def back(TokenBucket, trial):  # noqa: N803
    for calls in trial.cases(
        [("take", 3, 10), ("give_back", 2, 10), ("take", 2, 10), ("take", 1, 10)],
        [("take", 1, 12), ("take", 0.5, 20), ("give_back", 2, 20), ("take", 3, 20), ("take", 1, 20)],
        [("borrow", 5, 40), ("give_back", 1, 40), ("take", 0.5, 40)],
        [("take", 3, 30), ("give_back", 1, 30.5), ("take", 2, 30.5), ("take", 0.5, 30.5)],
        [("give_back", 1, 50), ("take", 3, 50)],
    ):
        bucket, got = TokenBucket(RATE, BURST), []
        for name, tokens, now in calls:
            said, call = getattr(bucket, name)(tokens, now), f"{name}({tokens:g}, {now:g})"
            got.append((call, bool(said) if name == "take" else "-"))
        want = [(call, THERE.get(call, anything("-"))) for call, _ in got]
        trial.compare("bucket = TokenBucket(2, 3)", ("call", "there"), got=got, want=want)


def some_rates(rng):
    return [rng.choice((3, 7, 10, 0.1, 1 / 3, rng.uniform(0.1, 100))) for _ in range(3)]


@graded(
    "10.2.exact",
    piece="TokenBucket",
    points=1,
    title="Rounding makes nobody wait, and nobody comes early",
    hints=(
        "`0.3 - 0.2` is 0.09999999999999998. How many tokens are that at ten a second, and is it one?",
        "Find the comparison in `take`. How much may the level fall short?",
        "Compare the level with `tokens - ROUNDING`.",
    ),
    causes={
        "early": (
            "A token came before its time: the level fell short by more than `ROUNDING`.",
            lambda got, want: any(row.given_when_due + row.given_before > 10 for row in got),
        ),
        "more-than-rounding": (
            "Tokens are missing that no rounding error explains: see 10.2.take.",
            lambda got, want: signs.row_of(got, 0.1).given_when_due < 10,  # where no rounding error can be
        ),
        "rounding": (
            "A token that was due came late: the level fell short by a rounding error.",
            signs.too_small("given when due"),
        ),
    },
)
def exact(TokenBucket, trial):  # noqa: N803
    for rates in trial.cases([10, 3, 0.1], draw=some_rates):
        got = []
        for rate in rates:
            bucket = TokenBucket(rate, 1)
            due = early = 0
            for number in range(10):
                due += bool(bucket.take(1, number / rate))
                early += bool(bucket.take(1, (number + 1 - 1e-8) / rate))
            got.append((round(rate, 3), due, early))
        call = "TokenBucket(rate, 1): take(1, n / rate) and take(1, (n + 1 - 1e-8) / rate), for n in range(10)"
        want = [(row[0], 10, 0) for row in got]
        trial.compare(call, ("rate", "given when due", "given before"), got=got, want=want)


def rule(size, seconds, target, smallest, largest):
    """The rule as the task tells it."""
    wanted = size * sqrt(target / seconds) if seconds else 2 * size
    wanted = 2 * size if wanted > 2 * size else wanted
    return sorted((smallest, wanted, largest))[1]


def course(next_size, costs, target):
    """The rows: what a batch becomes, and how long it takes, when an item takes each of these times in turn."""
    size, rows = 1.0, []
    for cost in costs:
        items = round(size)
        rows.append((round(float(size), 3), items, round(items * cost, 3)))
        size = next_size(size, items * cost, target, 1, 1000)
    return rows


def some_costs(rng):
    first, then = rng.uniform(0.005, 0.4), rng.uniform(0.005, 0.4)
    return [first] * rng.randint(5, 15) + [then] * 10


@graded(
    "10.3.settle",
    piece="next_size",
    points=2,
    title="Batches come to take the target time, and do so again after a change",
    hints=(
        "A batch took four times as long as it should. By what is its size divided, and what if that was chance?",
        "Write down `target / seconds` for a batch that was too quick and one that was too slow. What becomes of it?",
        "`growth = min(2, sqrt(target / seconds))`; return `size * growth` within the limits, and not rounded.",
    ),
    causes={
        "wrong-way": (
            "Batches that are too quick get smaller. Divide the target by the time that was measured.",
            lambda got, want: got[1].size <= got[0].size,
        ),
        "by-ones": (
            "The size moves by one item at a time. A factor brings it where it belongs at any scale.",
            lambda got, want: all(abs(row.size - then.size) in (0, 1) for row, then in pairwise(got)),
        ),
        "no-brake": (
            "The size more than doubled in one step, because of one measurement.",
            lambda got, want: any(then.size > 2 * row.size + 0.01 for row, then in pairwise(got)),
        ),
        "rounded": (
            "Your sizes are rounded. Do that each time, and small steps are lost.",
            lambda got, want: got[:3] == want[:3] and got[3].size in (5, 6, 5.7, 5.66),
        ),
        "no-root": (
            "The whole error is corrected at once, and chance with it. Take the root.",
            lambda got, want: got[:3] == want[:3] and got[3].size == got[4].size == 8,
        ),
        "root-of-two": (
            "The size may double, and yours grew by less. Take the root first, and the limit then.",
            lambda got, want: 1 < got[1].size < 2,
        ),
        "halved": (
            "You bound how far the size falls. Only its growth has a limit: a batch that is too slow is cut at once.",
            lambda got, want: any(row.size > due.size for row, due in zip(got[7:9], want[7:9], strict=True)),
        ),
    },
)
def settle(next_size, trial):
    for costs in trial.cases([0.25] * 6 + [2.0] * 4, [0.01] * 7 + [20.0] * 2, draw=some_costs):
        shown = [round(cost, 3) for cost in costs]
        call = f"size = next_size(size, seconds, 2, 1, 1000), over and over, with items that take {shown}"
        got, want = course(next_size, costs, 2), course(rule, costs, 2)
        trial.compare(call, ("size", "items", "seconds"), got=got, want=want)


def some_calls(rng):
    """Calls that end at a limit, and calls where no time has passed."""
    smallest = rng.randint(10, 20)
    largest = smallest + rng.randint(0, 60)
    near = [(largest - rng.randint(0, 2), 0.5), (smallest + rng.randint(0, min(2, largest - smallest)), 900)]
    return [(*call, 1, smallest, largest) for call in [*near, (rng.randint(smallest, largest), 0)]]


def limit(row, place):
    return float(row.arguments.split(", ")[place])


@graded(
    "10.3.limits",
    piece="next_size",
    points=1,
    title="The size stays within its limits, whatever was measured",
    hints=(
        "What does a batch take on a clock that has not moved?",
        "Which of your expressions divides by what was measured, and what do you do last?",
        "`growth = ... if seconds else 2`, and `max(smallest, min(size * growth, largest))`.",
    ),
    causes={
        "above": (
            "The size left its limits at the top.",
            lambda got, want: any(row.size > limit(row, 4) for row in got),
        ),
        "below": (
            "The size left its limits at the bottom.",
            lambda got, want: any(row.size < limit(row, 3) for row in got),
        ),
        "no-time": (
            "A batch of no time doubles the size.",
            lambda got, want: got[:2] == want[:2] and got[2] != want[2],
        ),
        "little-time": (
            "A batch that takes less than a thousandth of a second is not one that takes no time: the rule is the same "
            "for it.",
            signs.says("20, 0.0004, 0.0004, 5, 50", 40),
        ),
        "another-size": (
            "The size stays within its limits, and is another one than the rule gives: see `10.3.settle`.",
            signs.wrong("size"),
        ),
    },
)
def limits(next_size, trial):
    telling = [(40, 0.5, 1, 5, 50), (6, 100, 1, 5, 50), (10, 0, 1, 5, 50), (40, 0, 1, 5, 50), (2, 0.5, 1, 5, 50)]
    telling += [(20, 0.0004, 0.0004, 5, 50), (3, 100, 1, 2.5, 50)]
    for calls in trial.cases(telling, draw=some_calls):
        got = [
            (f"{size:.4g}, {', '.join(map(str, rest))}", round(float(next_size(size, *rest)), 6))
            for size, *rest in calls
        ]
        want = [(row[0], round(float(rule(*call)), 6)) for row, call in zip(got, calls, strict=True)]
        trial.compare(f"next_size(*call) for call in {calls}", ("arguments", "size"), got=got, want=want)


HALFLIFE = 10


def all_kept(events, start, now):
    """The rate found slowly: every event is kept, and weighed anew."""
    if now <= start:
        return 0.0
    seconds = -expm1(-(now - start) * log(2) / HALFLIFE) * HALFLIFE / log(2)
    return sum(count * exp2((moment - now) / HALFLIFE) for count, moment in events if moment <= now) / seconds


def rates(rows):
    return [row.events_a_second for row in rows]


def some_events(rng):
    now, events = float(rng.randint(0, 10**4)), []
    start = now
    for _ in range(rng.randint(1, 60)):
        now += rng.choice((0, 0.1, 1, 1, 5, 40))
        events.append((rng.randint(1, 9), now))
    return start, events


@graded(
    "10.4.rate",
    piece="DecayingRate",
    points=2,
    title="An event counts half after each half-life, whoever asks",
    hints=(
        "All events lose the same share of their weight while time passes. What happens to the sum of the weights?",
        "How old is the sum when an event comes, and how old when somebody asks?",
        "`weight * exp2(-(now - updated) / halflife)` is the sum as of now. `push` adds and notes; `at` only divides.",
    ),
    causes={
        "late-start": (
            "At 105, with two events, the rate is 0. Seconds count from `start`, not from the first event.",
            signs.says("105", 0),
        ),
        "parts-lost": (
            "With whole seconds all is right, and here the parts of a second were lost.",
            lambda got, want: want[1].asked_at == "102.5",
        ),
        "moment-zero": (
            "Moment 0 was taken for no moment. It is one as all others: the same events, 100 seconds later, are right.",
            lambda got, want: want[0].asked_at == "-15",
        ),
        "at-the-start": (
            "Events at the very start count as all others, as soon as time has passed.",
            lambda got, want: want[1].asked_at == "100",
        ),
        "none-counted": (
            "A push of 0 events changed the rate. It adds nothing.",
            lambda got, want: want[1].asked_at == "103" and rates(got)[:2] == rates(want)[:2],
        ),
        "changed-by-asking": (
            "Asked twice at one moment, it gave two answers: `at` has changed what it holds.",
            lambda got, want: rates(got)[3] != rates(got)[4],
        ),
        "silence": (
            "When nothing happens, the rate stays as it was. Silence is news: the weight fades until `now`.",
            lambda got, want: got[:3] == want[:3] and rates(got)[3] > rates(want)[3],
        ),
        "never-forgets": ("Old events count as much as new ones: the average since the start.", signs.says("140", 0.2)),
        "forgets-at-once": (
            "Events that came before the last one have lost all their weight. They count less, and still count.",
            lambda got, want: got[:2] == want[:2] and rates(got)[2] < rates(want)[2] * 0.9,
        ),
        "by-e": (
            "Your weights fall to 1/e in a half-life. They should fall to a half: `exp2`.",
            lambda got, want: abs(rates(got)[2] / rates(want)[2] - (2 * exp(-0.5) + 6) / (2 * exp2(-0.5) + 6)) < 1e-4,
        ),
        "unfaded": (
            "At 110 the events of 105 still counted whole. Fade them up to `now` before you note `now`.",
            lambda got, want: abs(rates(got)[2] / rates(want)[2] - 8 / (2 * exp2(-0.5) + 6)) < 1e-4,
        ),
        "faded-when-new": (
            "A new event has lost weight before its time: fade what was there, and add the new one whole.",
            lambda got, want: abs(rates(got)[1] - rates(want)[1] * exp2(-0.5)) < 1e-4,
        ),
        "low-at-first": (
            "The rate is too low at its beginning: you divide by seconds that have not been. Use `weighed_seconds`.",
            lambda got, want: rates(got)[1] in (0.2, round(2 * log(2) / HALFLIFE, 5)),
        ),
        "seconds-not-weighed": (
            "You divide by all seconds since the start. They fade as events do: `weighed_seconds`.",
            signs.says("105", 0.4),
        ),
        "pushes-counted": (
            "Each push counted as one event. It takes `count` of them.",
            lambda got, want: abs(2 * rates(got)[1] - rates(want)[1]) < 1e-4 < abs(2 * rates(got)[2] - rates(want)[2]),
        ),
        "forgets-all": ("After a silence nothing is left. What halves and halves is never 0.", signs.says("260", 0)),
        "two-meters": (
            "Two meters that are used in turn disturb each other. What a meter keeps has to be its own, in `self`.",
            signs.wrong_at("one"),
        ),
    },
)
def rate(DecayingRate, trial):  # noqa: N803
    telling = (100.0, [(2, 105.0), (4, 110.0), (2, 110.0)])
    later = (85.0, [(2, 90.0), (4, 100.0), (2, 100.0)])
    below_zero = (-15.0, [(2, -10.0), (4, 0.0), (2, 0.0)])
    parts = (100.0, [(2, 102.5), (4, 106.0)])
    at_the_start, none = (100.0, [(2, 100.0), (4, 105.0)]), (100.0, [(2, 103.0), (0, 107.0)])
    for start, events in trial.cases(telling, later, below_zero, parts, at_the_start, none, draw=some_events):
        measured, got, want = DecayingRate(HALFLIFE, start), [], []

        def ask(now, so_far):
            got.append((f"{now:g}", round(measured.at(now), 5)))  # noqa: B023
            want.append((f"{now:g}", round(all_kept(so_far, start, now), 5)))  # noqa: B023

        ask(start, [])
        for number, (count, now) in enumerate(events, start=1):
            measured.push(count, now)
            if number in (1, len(events)):
                ask(now, events[:number])
        for silence in (30, 30, 150):
            ask(events[-1][1] + silence, events)
        call = f"rate = DecayingRate(10, {start:g}), then rate.push(count, now) for (count, now) in {events}"
        trial.compare(call, ("asked at", "events a second"), got=got, want=want)
    one, other = DecayingRate(HALFLIFE, 0.0), DecayingRate(HALFLIFE, 0.0)
    for meter, count in ((one, 2), (other, 4)):
        meter.push(count, 4.0)
    got = [(name, round(meter.at(7), 5)) for name, meter in (("one", one), ("other", other))]
    want = [(name, round(all_kept([(count, 4.0)], 0.0, 7), 5)) for name, count in (("one", 2), ("other", 4))]
    call = "one.push(2, 4), other.push(4, 4); one.at(7), other.at(7)"
    trial.compare(call, ("meter", "events a second"), got=got, want=want)


@graded(
    "10.4.held",
    piece="DecayingRate",
    points=2,
    title="A weight and a moment are all that is held, for ever",
    hints=(
        "An event has been added to the sum. Who needs its moment now?",
        "Which of your variables has an entry for each event, and does any number grow with time?",
        "Hold `weight` and `updated`. Fade the old weight when something comes; never let the new one grow instead.",
    ),
    causes={
        "grows": ("More events, more held: something keeps events. Their sum is enough.", signs.grows("numbers held")),
        "some": ("You hold the newest events. Their sum is enough.", signs.wrong("numbers held")),
        "other-rate": ("You hold enough, and the rate is another one: see 10.4.rate.", signs.wrong("rate at the end")),
    },
)
def held(DecayingRate, trial):  # noqa: N803
    def most(count):
        gauge = trial.held()
        measured = DecayingRate(1, 0.0)
        for second in range(1, count + 1):
            measured.push(gauge.item(3), gauge.item(float(second)))
        return gauge.now, round(measured.at(float(count)), 3)

    got = [(count, *row) for count, row in trial.growing(most, sizes=(100, 2_000))]
    want = [(count, at_most(2), round(6 * log(2), 3)) for count in (100, 2_000)]
    call = "rate = DecayingRate(halflife=1, start=0), then rate.push(3, now) once a second"
    trial.compare(call, ("events", "numbers held", "rate at the end"), got=got, want=want)


def shown(number):
    """Four digits of a number, the same for all ways to work it out."""
    return round(number + 1e-8, 4)


def in_the_sky(pairs):
    """The numbers found slowly: who is under way between each two moments at which that changes."""
    moments = sorted({moment for pair in pairs for moment in pair})
    spans = pairwise(moments)
    under_way = sum((b - a) * sum(began <= a < ended for began, ended in pairs) for a, b in spans)
    whole = moments[-1] - moments[0]
    return len(pairs) / whole, sum(ended - began for began, ended in pairs) / len(pairs), under_way / whole


def some_pairs(rng):
    begins = sorted(rng.randint(0, 80) / 4 + 5 for _ in range(rng.randint(1, 30)))
    return [(began, began + rng.choice((0.25, 1, 2, 9, 40))) for began in begins]


def a_second(number):
    return signs.all_of(signs.wrong_at("a second"), signs.says("a second", shown(number), "measured"))


@graded(
    "10.5.law",
    piece="measure",
    points=2,
    title="Rate times time is the number under way",
    hints=(
        "Whose time has to be the same one, if the product of rate and time is to be an average over that time?",
        "Where does the time begin, and where does it end? Is the last to begin also the last to end?",
        "Count the pairs, add up `ended - began`, keep the least `began` and the greatest `ended`; then divide.",
    ),
    causes={
        "from-zero": ("You measure from moment 0. The first request began later.", a_second(4 / 19)),
        "last-begun": (
            "The last request to begin is not the last to end: a longer one was under way.",
            a_second(4 / 8),
        ),
        "beginnings": ("You measure until the last request begins. It is under way after that.", a_second(4 / 6)),
        "busy-time": (
            "You divide by the seconds of all requests, which lie side by side. Divide by those from the first "
            "beginning to the last end.",
            a_second(4 / 14),
        ),
        "gaps": (
            "One request too few was counted. There is one more of them than gaps between them.",
            a_second(3 / 9),
        ),
        "span-shared": (
            "You divide the whole time by the requests. Ask how long each of them took, and average that.",
            signs.all_of(signs.wrong_at("seconds each"), signs.says("seconds each", shown(9 / 4), "measured")),
        ),
        "zero-lost": ("The first request began at moment 0, and that was taken for no moment.", a_second(2 / 2.5)),
        "peak": (
            "That is the most that were under way, not the average.",
            signs.all_of(signs.wrong_only_at("under way"), signs.says("under way", 2, "measured")),
        ),
        "as-seen-by-guests": (
            "You average what each request found when it began. Average over time: rate times time.",
            lambda got, want: got[:2] == want[:2] and got[2].measured in (shown(3 / 4), shown(7 / 4)),
        ),
        "no-product": ("Two numbers are right, and the third is not their product.", signs.wrong_only_at("under way")),
        "swapped": (
            "The rate comes first, then the time.",
            lambda got, want: [row.measured for row in got[:2]] == [row.measured for row in want[1::-1]],
        ),
        "two-calls": (
            "The same requests, measured once more, gave other numbers. Whatever a call keeps has to be its own.",
            lambda got, want: any(row.measured != row.once_more for row in got),
        ),
        "second-pass": (
            "The second loop found nothing: an iterator gives everything once. Count and add in one loop.",
            lambda got, want: got[0].measured > 0 and got[1].measured == 0,
        ),
    },
)
def law(measure, trial):
    for pairs in trial.cases([(10, 19), (11, 12), (13, 15), (16, 18)], [(0, 4), (1.5, 2)], [(3, 5.5)], draw=some_pairs):
        names = ("a second", "seconds each", "under way")
        once, again = (map(shown, measure(iter(pairs))) for _ in range(2))
        right = [*map(shown, in_the_sky(pairs))]
        got, want = zip(names, once, again, strict=True), zip(names, right, right, strict=True)
        trial.compare(f"measure(iter({pairs}))", ("what", "measured", "once more"), got=got, want=want)


@graded(
    "10.5.held",
    piece="measure",
    points=1,
    title="No pair is held when it has been counted",
    hints=(
        "A request has been counted and its seconds added. Who needs its pair now?",
        "Which of your variables has an entry for each request, or for each that is under way?",
        "Four numbers are enough: how many, how many seconds, the first beginning, the last end.",
    ),
    causes={
        "grows": ("More requests, more pairs held. The law needs sums, and no list.", signs.grows("most pairs held")),
        "under-way": (
            "You hold those under way to count them. The law tells their number without that.",
            signs.wrong("most pairs held"),
        ),
    },
)
def pairs_held(measure, trial):
    def most(count):
        gauge = trial.held()
        a_second, _, _ = measure(gauge.items((number, number + 9) for number in range(count)))
        return shown(a_second), gauge.most

    got = [(count, *measures) for count, measures in trial.growing(most)]
    want = [(count, anything(), at_most(2)) for count in (100, 1_000)]
    trial.compare("measure(requests)", ("requests", "a second", "most pairs held"), got=got, want=want)


def pace_with(places):
    """Requests a second with this many places: `requests` of the task, with a bucket written out."""
    chance, free, due, last = Random(10), [0.0] * places, 0.0, 0.0
    for _ in range(1000):
        began = max(due, free.pop(0))
        due = began + 1 / 8
        free.append(began + chance.expovariate(2))
        free.sort()
        last = max(last, free[-1])
    return 1000 / last


@graded(
    "10.5.places",
    piece="places",
    points=1,
    title="As many places as the pace needs, and not one more",
    hints=(
        "8 a second for half a second each are 4 under way. What happens when the four at work all take long?",
        "What does `measure(requests(4))[0]` say, and from which number of places on is it 7.9?",
        "`next(n for n in range(1, 20) if measure(requests(n))[0] >= 7.9)`.",
    ),
    causes={
        "law-alone": (
            "The law says what is under way on average. With that many places, a slow answer holds up the others.",
            lambda got, want: signs.row_of(got, "your places").places in (4, 5),
        ),
        "too-few": ("So few stay below 7.9 a second: the service waits for you.", signs.wrong_at("your places")),
        "too-many": (
            "The pace would be kept with fewer. Who takes more than is needed has more to lose at once.",
            signs.wrong_at("one fewer"),
        ),
    },
)
def places(places, trial):
    count = places()
    if isinstance(count, bool) or not isinstance(count, int) or not 0 < count < 1000:
        trial.compare("places", ("places",), got=[(repr(count),)], want=[("a whole number above 0",)])
    got, want = [], []
    for name, n, enough in (("your places", count, True), ("one fewer", count - 1, False)):
        kept, expected = pace_with(n) if n else 0.0, "7.9 a second, or more" if enough else "less than 7.9 a second"
        got.append((name, n, expected if (kept >= 7.9) == enough else f"{kept:.2f} a second"))
        want.append((name, anything(), expected))
    trial.compare("places", ("with", "places", "pace"), got=got, want=want)


def pulled_first(rows):
    """How many items were pulled before the first came out."""
    before = takewhile(lambda row: row.what_happens != "A comes out", rows)
    return sum(row.what_happens.endswith("pulled") for row in before)


@graded(
    "10.6.pace",
    piece="paced",
    points=2,
    title="An item is pulled, waits and goes on, and no other is pulled meanwhile",
    hints=(
        "The first item has been pulled. When may it go on, and whose turn is it then?",
        "Look at the order of three things: pulling an item, `wait()`, and `yield`.",
        "`for item in source:`, then `wait()`, then `yield item`.",
    ),
    causes={
        "pulled-all": (
            "The source was read to its end, or far ahead. A loop over the source itself pulls one at a time.",
            lambda got, want: pulled_first(got) > 2,
        ),
        "ahead": ("One item more is pulled than has been handed over.", lambda got, want: pulled_first(got) == 2),
        "waited-before-pulling": (
            "You wait, and pull then. If the item takes long to come, or never comes, that was a wait for nothing.",
            lambda got, want: got[0].what_happens == "wait() is over",
        ),
        "waited-after": (
            "You wait when an item has been handed over. Whoever stops then has waited for nothing.",
            lambda got, want: any(
                row.what_happens.endswith("out") and then.what_happens == "wait() is over"
                for row, then in pairwise(got)
            ),
        ),
        "never-waits": (
            "The items come out as fast as anybody takes them.",
            lambda got, want: not any(row.what_happens == "wait() is over" for row in got),
        ),
        "waited-once": (
            "The first item waited, and those behind it did not. Each has a `wait()` of its own.",
            lambda got, want: got[:3] == want[:3] and got[4].what_happens == "B comes out",
        ),
        "first-free": (
            "The first item came out without a wait, and those behind it waited. Each has a `wait()` of its own.",
            lambda got, want: (
                [row.what_happens for row in got[1:4]] == ["A comes out", "B is pulled", "wait() is over"]
            ),
        ),
        "wait-decides": (
            "What `wait()` gave back decided whether the item goes on. It does when `wait()` is over.",
            lambda got, want: (
                want[0].items == "'B'" or (want[0].items == "'A'" and not got[0].come_out and got[0].waits == 1)
            ),
        ),
        "falsy": (
            'None, 0 and "" are items as all others: none of them is the end.',
            lambda got, want: want[0].items.startswith("None") and len(got[0].come_out) < 5,
        ),
        "falsy-free": (
            'None, 0 and "" are items as all others: one of them came out without a wait.',
            lambda got, want: want[0].items.startswith("None") and got[0].waits < 5,
        ),
        "one-wait-more": ("You wait once more than there are items.", signs.too_large("waits")),
        "swallowed": (
            "`wait()` failed, and its error did not come out as it was. Let errors pass.",
            signs.any_of(
                *(signs.wrong_at(f"raises {name}") for name in ("OSError", "Unforeseen", "KeyboardInterrupt"))
            ),
        ),
        "two-uses": (
            "Two calls, or one after another that was left early, disturb each other. Whatever a call keeps has to be "
            "its own.",
            lambda got, want: hasattr(got[0], "use"),
        ),
    },
)
def pace(paced, trial):
    clock, due, got = trial.clock, 0.0, []

    def note(what):
        got.append((what, clock.time()))

    def letters():
        for letter in "ABCDEF":
            note(f"{letter} is pulled")
            yield letter

    def wait():  # as a limiter does, for one item a second
        nonlocal due
        clock.sleep(due - clock.time())
        due += 1
        note("wait() is over")

    items = iter(paced(trial.source(letters()), wait))
    for item in (next(items, "nothing") for _ in range(3)):
        note(f"{item} comes out")
    want = [
        (what, second)
        for second, item in enumerate("ABC")
        for what, second in [
            (f"{item} is pulled", max(0.0, second - 1.0)),
            ("wait() is over", float(second)),
            (f"{item} comes out", float(second)),
        ]
    ]
    call = "paced(source, wait), where wait() lets one item a second go on"
    trial.compare(call, ("what happens", "second"), got=got, want=want)
    for items, answer in ((["A"], False), (["B"], True), ([None, 0, "", (), False], None), ([], None)):
        waits = []
        came = list(paced(trial.source(items), lambda n=waits, said=answer: n.append(1) or (said and len(n) == 1)))
        label = ", ".join(map(repr, items)) or "(none)"
        columns = ("items", "come out", "waits")
        trial.compare(
            "list(paced(source, wait))", columns, got=[(label, came, len(waits))], want=[(label, items, len(items))]
        )

    got = [(type(item).__name__, "is handed over") for item in paced(trial.source([Shy(), Shy()]), lambda: None)]
    call = "list(paced(source of items that nobody may compare, wait))"
    trial.compare(call, ("type", "and"), got=got, want=[("Shy", "is handed over")] * 2)
    for error in (OSError, Unforeseen, KeyboardInterrupt):
        try:
            list(paced(trial.source("AB"), failing((), error).__next__))
            ended = "no error"
        except (Exception, KeyboardInterrupt) as raised:
            ended = type(raised).__name__
        call, label = "list(paced(source, wait)), where wait() fails", f"raises {error.__name__}"
        trial.compare(call, ("wait()", "comes out"), got=[(label, ended)], want=[(label, error.__name__)])
    trial.independent(
        "paced(source, wait)",
        lambda source: paced(source, lambda: None),
        items=("ABC", "XY"),
        want=(["A", "B", "C"], ["X", "Y"]),
    )


@graded(
    "10.6.closed",
    piece="paced",
    points=1,
    title="The source is closed, however the loop ends",
    hints=(
        "A consumer breaks off after two items. Who closes the source?",
        "What has to surround the loop so that it runs on every way out?",
        "Put the loop inside `with closing_source(source):`.",
    ),
    causes={
        "swallowed": (
            "The source raised an error, and it did not come out as it was. Let it pass.",
            lambda got, want: got[-1].when.startswith("the source has") and got[-1].came_out != want[-1].came_out,
        ),
        "never": (
            "The source was not closed at all.",
            lambda got, want: signs.row_of(got, "the items have ended") and all(row.source == "open" for row in got),
        ),
        "early-exit": (
            "It is closed at the end, and stays open when the consumer leaves before.",
            signs.all_of(
                signs.left_open("the reader has left"),
                lambda got, want: not signs.left_open("the items have ended")(got, want),
            ),
        ),
        "too-early": (
            "The source was closed while its items were still asked for. Only a generator stays inside of its `with`.",
            signs.closed_too_early("two have come"),
        ),
        "open-after-an-error": (
            "The source has failed, or `wait()` has, and the source was left open. An error passes by a plain "
            "`close()`.",
            lambda got, want: got[-1].source == "open" and got[:-1] == want[:-1],
        ),
    },
)
def closed(paced, trial):
    trial.closed_after(
        "paced(source, wait)",
        lambda source: paced(source, lambda: None),
        want=[
            ("two have come", 2, "open"),
            ("the reader has left", 2, "closed"),
            ("the items have ended", 4, "closed"),
            ("the source has failed", "OSError", "closed"),
        ],
    )
    for name, error in (("wait()", ValueError), ("the source", Unforeseen), ("the source", KeyboardInterrupt)):
        source, came = trial.source(failing("AB", error)), "no error"
        try:
            list(paced(source, failing((), error).__next__ if name == "wait()" else int))
        except (Exception, KeyboardInterrupt) as raised:
            came = type(raised).__name__
        when = f"{name} has raised {error.__name__}"
        got = [(when, came, "closed" if source.closed else "open")]
        want = [(when, anything(error.__name__) if name == "wait()" else error.__name__, "closed")]
        trial.compare("paced(source, wait)", ("when", "came out", "source"), got=got, want=want)
    trial.case = "an iterator that has nothing to close"
    got = [(trial.case, "".join(paced(iter("AB"), lambda: None)))]
    trial.compare("paced(iter('AB'), wait)", ("the source", "comes out"), got=got, want=[(trial.case, "AB")])


# 10.7: visitors who are held, and moments that are compared


class Visitor:
    """Somebody; no two are equal, and none comes before another. Who is called "nobody" is false, as None and 0 are."""

    def __init__(self, name=""):
        self.name = name

    def __bool__(self):
        return self.name != "nobody"


class SlowBuckets:
    """What is right, found slowly: all buckets are filled at each call, and the full ones thrown away."""

    def __init__(self, rate, burst):
        self.rate, self.burst, self.levels, self.at = rate, burst, {}, 0

    def take(self, visitor, tokens, now):
        filled = {one: level + (now - self.at) * self.rate for one, level in self.levels.items()}
        self.levels, self.at = {one: level for one, level in filled.items() if level < self.burst}, now
        level = self.levels.get(visitor, self.burst) - tokens
        if level >= 0:
            self.levels[visitor] = level
        return level >= 0


def visits(make, rate, burst, calls):
    """Make the calls, and yield what each gave, and who is held after it."""
    buckets, held = make(rate, burst), WeakValueDictionary()
    for name, *numbers in map(str.split, calls.split(", ")):
        tokens, now = map(float, numbers)
        visitor = held[name] if name in held else Visitor(name)
        held[name] = visitor
        granted = buckets.take(visitor, tokens, now)
        del visitor
        yield f"{name} takes {tokens:g} at {now:g}", granted, " ".join(sorted(held))


VISITS = (
    (2, 4, "ada 3 0, bob 3 0, ada 1 0, ada 2 0.25, ada 1 0.5, cyd 1 2, bob 1 9"),
    (2, 4, "ada 1 -5, ada 1 -4.75, bob 1 -4.5, ada 4 -4.25, cyd 4 -4, ada 4 8, ada 1 8"),
    (1, 3, "ada 4 0, bob 3 1, bob 2 2, bob 2 3, cyd 1 3.5, ada 4 5, ada 1 5"),
    (2, 4, "nobody 3 0, nobody 3 0, nobody 1 0.5, ada 1 9"),
)


def some_visits(rng):
    now, calls = rng.randint(-9, 9), []
    for _ in range(20):
        now += rng.choice((0, 0, 0.25, 0.5, 1, 4))
        calls.append(f"{rng.choice('abcde')} {rng.randint(1, 4)} {now}")
    return rng.choice((0.5, 1, 2)), rng.randint(1, 5), ", ".join(calls)


def any_row(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


@graded(
    "10.7.held",
    piece="Buckets",
    points=0,
    title="Each visitor has a bucket, and only those are held that are not full",
    hints=(),
    causes={
        "falsy": (
            "A visitor that is false, as None and 0 are, has a bucket as all others.",
            lambda got, want: want[0].call.startswith("nobody"),
        ),
        "shared": (
            "Somebody who comes for the first time is turned away. They have a bucket of their own, and it is full.",
            any_row(lambda row, due: row.call in ("bob takes 3 at 0", "ada takes 1 at -5") and not row.granted),
        ),
        "other-keys": (
            "A visitor is whatever a `dict` takes for a key: equal ones are one and the same, and None is one, too.",
            lambda got, want: want[0].call == "None takes 3",
        ),
        "exactly": (
            "One token is there, and one is asked for. That is enough.",
            any_row(lambda row, due: row.call == "ada takes 1 at 0" and not row.granted),
        ),
        "spent": (
            "Whoever is turned away takes nothing, and owes nothing.",
            any_row(lambda row, due: row.call == "ada takes 1 at 0.5" and not row.granted),
        ),
        "turned-away": (
            "Somebody is held who was turned away with a full bucket.",
            any_row(
                lambda row, due: not row.granted and row.call.split()[0] in {*row.held.split()} - {*due.held.split()}
            ),
        ),
        "too-early": (
            "A visitor is forgotten whose bucket is not full yet: the next time they will find it full.",
            any_row(lambda row, due: (due.granted, len(row.held)) < (row.granted, len(due.held))),
        ),
        "too-long": (
            "A bucket is full again, and its visitor still held.",
            any_row(lambda row, due: len(row.held) > len(due.held)),
        ),
    },
)
def who_is_held(Buckets, trial):  # noqa: N803 — the piece is a class
    for rate, burst, calls in trial.cases(*VISITS, draw=some_visits):
        trial.compare(
            f"Buckets({rate}, {burst})",
            ("call", "granted", "held"),
            got=visits(Buckets, rate, burst, calls),
            want=visits(SlowBuckets, rate, burst, calls),
        )
    other, buckets = Buckets(2, 4), Buckets(2, 4)
    other.take(2.5, 4, 0)
    keys = None, None, 2.5, 2, "ab", "".join("ab"), (), ""
    got = [(f"{key!r} takes 3", bool(buckets.take(key, 3, 0))) for key in keys]
    want = [
        (f"{key!r} takes 3", due)
        for key, due in zip(keys, (True, False, True, True, True, False, True, True), strict=True)
    ]
    trial.compare("Buckets(2, 4), all at 0", ("call", "granted"), got=got, want=want)


class Moment(float):
    """A moment, of which is known how often one was compared; what is computed from it is one, too."""

    compared = 0


def counting(name):
    def compare(moment, other):
        Moment.compared += 1
        return getattr(float, name)(moment, other)

    return compare


for name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Moment, f"__{name}__", counting(f"__{name}__"))
for name in ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv"):
    setattr(Moment, f"__{name}__", lambda moment, other, of=f"__{name}__": Moment(getattr(float, of)(moment, other)))


@graded(
    "10.7.looks",
    piece="Buckets",
    points=0,
    title="No call looks at everybody",
    hints=(),
    causes={
        "nobody": (
            "Not everybody got a token: each of 300 visitors asks a full bucket for one.",
            lambda got, want: got[0].granted < want[0].granted,
        ),
        "too-much": ("Four tokens were given to those who had three, and a bit.", lambda got, want: got[1].granted > 0),
        "everybody": (
            "Each call goes through all that are held. Who is next to be forgotten can be known without that.",
            lambda got, want: max(row.compared for row in got) > 100,
        ),
    },
)
def looks(Buckets, trial):  # noqa: N803 — the piece is a class
    buckets, visitors, got = Buckets(1 / 1024, 4), [Visitor() for _ in range(300)], []
    for when, tokens, now in (("all come", 1, 0), ("all ask for four", 4, 1), ("all were forgotten", 3, 9_999)):
        Moment.compared = 0
        granted = sum(buckets.take(visitor, tokens, Moment(now)) is True for visitor in visitors)
        got.append((when, granted, Moment.compared // 300))
    want = [(when, due, at_most(60)) for (when, *_), due in zip(got, (300, 0, 300), strict=True)]
    trial.compare("Buckets(1 / 1024, 4), 300 calls each time", ("when", "granted", "compared"), got=got, want=want)
