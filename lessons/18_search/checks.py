"""The checks of lesson 18: two rankings joined, candidates by bits, a softmax over a stream, and what ends an event."""

from fractions import Fraction
from warnings import catch_warnings

from maif_course.checks import graded, signs


def somewhere(holds):
    """A sign that holds where some row and the one due in its place do so."""
    return lambda got, want: any(holds(row, due) for row, due in zip(got, want, strict=True))


# 18.1

THREE = [["a", "b"], ["b", "a"], ["b", "c"]]


def by_hand(lists, constant, first=1, share=None):
    """The score of each key, exactly: look through every list for it. `share` is what the best would get."""
    keys = list(dict.fromkeys(key for each in lists for key in each))
    share = share or Fraction(constant + 1, max(1, len(lists)))
    places = {key: [each.index(key) + first for each in lists if key in each] for key in keys}
    return {key: sum(Fraction(1, constant + place) for place in places[key]) * share for key in keys}


def rounded(number, digits=6):
    """A number to so many digits; what lies halfway goes up, whichever way it was reckoned."""
    return round(float(number) + 1e-12, digits)


def ranked(lists, constant):
    scores = by_hand(lists, constant)
    return sorted(scores, key=lambda key: -scores[key])  # stable: the keys stand in the order in which they first came


def scored_as(**otherwise):
    """A sign: these are the scores of somebody who goes by another rule, in the first telling case."""

    def sign(got, want):
        other = by_hand(THREE, **{"constant": 1, **otherwise})
        return [(row.key, row.score) for row in got] == [(key, rounded(other[key])) for key in sorted(other)]

    return sign


def some_rankings(rng):
    return [rng.sample("abcdefgh", rng.randint(1, 8)) for _ in range(rng.randint(1, 4))], rng.choice((1, 5, 60))


@graded(
    "18.1.scores",
    piece="reciprocal_ranks",
    points=2,
    title="A key gets a share of the best from each list that has it",
    hints=(
        "What does a key get from a list in which it is the third, and what from one in which it is not?",
        "Go through each list with its ranks, and add up for each key. What do you divide by at the end?",
        "`for rank, key in enumerate(keys, 1): sums[key] = sums.get(key, 0) + 1 / (constant + rank)`; then multiply by "
        "`(constant + 1) / len(lists)`.",
    ),
    causes={
        "nothing": ("Nothing came out. Return a list of pairs.", signs.nothing_came_out),
        "key-first": (
            "The pairs are the wrong way round: the score comes first, then the key.",
            lambda got, want: all(isinstance(row.key, float) for row in got),
        ),
        "not-divided": (
            "These are the plain sums. Divide them by what a key would get that leads every list.",
            scored_as(share=Fraction(1)),
        ),
        "from-zero": ("You count ranks from 0. The first of a list has rank 1.", scored_as(first=0)),
        "sixty": (
            "You reckon with another number than `constant`: with 60, with none at all, or with one less, since you "
            "count ranks from 0.",
            signs.any_of(scored_as(constant=60), scored_as(constant=0)),
        ),
        "by-lists": (
            "You divide by the number of lists, and a key that leads them all gets less than 1.",
            scored_as(share=Fraction(1, 3)),
        ),
        "mean": (
            "You divide by the number of lists that have the key. A list without it gives it nothing, and counts.",
            signs.says("c", rounded(2 / 3)),
        ),
        "kept": (
            "Keys of an earlier call are still there: each call begins with nothing.",
            lambda got, want: {row.key for row in got} > {due.key for due in want},
        ),
        "zero": (
            "`constant` may be 0: then the second of a list gets half of what the first gets.",
            lambda got, want: got[0].score == 1 and want[-1].score == 0.5 != got[-1].score,
        ),
        "best-is-one": (
            "You divide by the best score that there was. 1 is for a key that leads every list, and `b` does not.",
            lambda got, want: max(row.score for row in got) == 1 > max(due.score for due in want),
        ),
        "one-list-counts": (
            "A key that stands in several lists gets its share from one of them alone. Add up.",
            lambda got, want: signs.row_of(got, "b").score in (rounded(1 / 3), rounded(2 / 9)),
        ),
    },
)
def scores(reciprocal_ranks, trial):
    for lists, constant in trial.cases(
        (THREE, 1), ([["d", "e", "f"], ["f"]], 2), ([["x", "y"]], 0), draw=some_rankings
    ):
        pairs = [trial.parts(pair, "score", "key") for pair in reciprocal_ranks(lists, constant)]
        got = sorted(
            ((key, rounded(score) if isinstance(score, float | int) else score) for score, key in pairs), key=str
        )
        want = [(key, rounded(score)) for key, score in sorted(by_hand(lists, constant).items())]
        trial.compare(f"reciprocal_ranks({lists}, constant={constant})", ("key", "score"), got=got, want=want)


def some_two(rng):
    """Two rankings: sums of two numbers are the same in either order."""
    return [rng.sample("abcdefgh", rng.randint(0, 8)) for _ in range(2)], 60


@graded(
    "18.1.order",
    piece="reciprocal_ranks",
    points=1,
    title="The best first, and equal ones as they came",
    hints=(
        "Which of two keys comes first if both score alike, and what does a sort do with them?",
        "`sorted` keeps the order of what compares equal. By what do you sort: by the score, or by the pair?",
        "`sorted(sums.items(), key=lambda item: -item[1])`: a dictionary has its keys as they first came.",
    ),
    causes={
        "unsorted": (
            "The keys come as they were met. The best score is first.",
            lambda got, want: "".join(got[0].keys) == "abc" and "".join(want[0].keys) == "bac",
        ),
        "worst-first": (
            "The worst came first.",
            lambda got, want: "".join(got[0].keys) == "cab" == "".join(want[0].keys)[::-1],
        ),
        "by-name": (
            "Keys that score alike came in the order of the alphabet. Keep the order in which they first came.",
            lambda got, want: "".join(got[0].keys) == "ab" and "".join(want[0].keys) == "ba",
        ),
        "backwards": (
            "Keys that score alike came in the wrong order: what came later stands before what came first.",
            lambda got, want: "".join(got[0].keys) == "zyx" and "".join(want[0].keys) == "xyz",
        ),
        "rank-by-rank": (
            "Keys that score alike keep the order list by list: all of the first, then what the second adds.",
            lambda got, want: "".join(got[0].keys) == "zxy" and "".join(want[0].keys) == "zyx",
        ),
    },
)
def order(reciprocal_ranks, trial):
    for lists, constant in trial.cases(
        (THREE, 60),
        ([["x"], ["y"], ["z"]], 60),
        ([["b"], ["a"]], 60),
        ([["a", "b"], ["b", "c", "a"]], 60),
        ([["x", "y"], ["z", "y"]], 60),
        ([["z", "y"], ["x", "y"]], 0),
        draw=some_two,
    ):
        keys = [trial.parts(pair, "score", "key")[1] for pair in reciprocal_ranks(lists, constant)]
        call = f"reciprocal_ranks({lists}, constant={constant})"
        trial.compare(call, ("keys",), got=[(keys,)], want=[(ranked(lists, constant),)])


ANY = {
    "two lists": lambda: [["a", "b"], ["b"]],
    "generators": lambda: ((key for key in keys) for keys in (["a", "b"], ["b"])),
    "falsy keys": lambda: [[0, "", None], [None]],
    "an empty list beside": lambda: [["a"], []],
    "two empty lists": lambda: [[], []],
    "one key": lambda: [["a"]],
    "texts": lambda: ["ab", "b"],
    "no list": list,
}


@graded(
    "18.1.any",
    piece="reciprocal_ranks",
    points=1,
    title="Any iterables, and any keys",
    hints=(
        "How often may you go through a generator, and has it a length?",
        "You need the number of lists at the end. Which line reads what was read before?",
        "`lists = list(lists)` first; the keys of each are read once.",
    ),
    causes={
        "scores": (
            "Of two plain lists the right keys came, with wrong scores or in a wrong order; see the checks before.",
            lambda got, want: {key for _, key in got[0].result} == {"a", "b"} and got[0].result != want[0].result,
        ),
        "read-twice": (
            "Of generators nothing, or not everything, came out: they were read before. Make a list of `lists` first, "
            "and go through the keys of each once.",
            signs.wrong_only_at("generators"),
        ),
        "falsy-lost": (
            "A key that is false was passed over: 0, the empty text, or None. All of them are keys.",
            signs.wrong_only_at("falsy keys"),
        ),
        "empty-uncounted": (
            "An empty list was not counted. A key has to lead it, too, to have 1.",
            signs.wrong_only_at("an empty list beside"),
        ),
        "none-for-nothing": (
            "From nothing comes an empty list, nothing else.",
            lambda got, want: signs.row_of(got, "no list") != signs.row_of(want, "no list"),
        ),
    },
)
def any_lists(reciprocal_ranks, trial):
    got, want = [], []
    for name, made in ANY.items():
        result = reciprocal_ranks(made(), 2)
        if isinstance(result, list):
            pairs = [trial.parts(pair, "score", "key") for pair in result]
            result = [(rounded(score, 3), key) for score, key in pairs]
        got.append((name, result if isinstance(result, list) else f"a {type(result).__name__}"))
        lists = [list(keys) for keys in made()]
        due = by_hand(lists, 2)
        want.append((name, [(rounded(due[key], 3), key) for key in ranked(lists, 2)]))
    trial.compare("reciprocal_ranks(lists, 2)", ("lists", "result"), got=got, want=want)


# 18.2


def columns_of(numbers, rows):
    """The bits of some vectors, each given as a whole number."""
    import numpy as np

    words = [[number >> 64 * row & 2**64 - 1 for number in numbers] for row in range(rows)]
    return np.array(words, np.uint64).reshape(rows, len(numbers))


def some_bits(rng):
    rows = rng.choice((1, 2, 4, 8, 20))
    return rows, rng.getrandbits(64 * rows), [rng.getrandbits(64 * rows) for _ in range(rng.randint(1, 9))]


LABELS = ("the query itself", "one bit off", "a far bit off", "its opposite")


@graded(
    "18.2.distances",
    piece="hamming_distances",
    points=2,
    title="Every bit that differs counts, and no sum is cut off",
    hints=(
        "How large can a distance become with four rows, and what is the largest number of the type that adds it up?",
        "`np.uint8` counts to 255; what comes after 255?",
        "`np.zeros(bits.shape[1], np.uint16)`.",
    ),
    causes={
        "changed": (
            "The bits are others afterwards: the next query would be compared with something else.",
            lambda got, want: got[-1].vector == "bits",
        ),
        "many-rows": (
            "Of 100 rows, each with 64 bits that differ, not all bits were counted.",
            lambda got, want: want[0].distance == 6400,
        ),
        "alike": (
            "You count the bits that are alike. Those that differ are wanted.",
            lambda got, want: all(row.distance + due.distance == 256 for row, due in zip(got, want, strict=True)),
        ),
        "query-counted": (
            "You count bits that vector and query both have, or either of them. Those count in which they differ: `^`.",
            lambda got, want: signs.row_of(got, "the query itself").distance == 7,
        ),
        "wraps": (
            "The opposite of the query, 256 bits away, was found at distance 0: the sum began again after 255.",
            lambda got, want: signs.row_of(got, "its opposite").distance == 0 and len(want) == 4,
        ),
        "first-row": (
            "A bit in a later row was not counted. Each row holds 64 more bits of every vector.",
            lambda got, want: (
                signs.row_of(got, "a far bit off").distance == 0 and signs.row_of(got, "one bit off").distance == 1
            ),
        ),
        "rows-counted": (
            "You count the rows that differ. Count the bits in them.",
            lambda got, want: signs.row_of(got, "its opposite").distance == 4,
        ),
        "rows-mixed": (
            "The query is not at distance 0 from itself. Each number of `query` belongs to one row of `bits`, and to "
            "all columns: `query[:, np.newaxis]`, or a loop over both.",
            lambda got, want: signs.row_of(got, "the query itself").distance != 0,
        ),
    },
)
def distances(hamming_distances, trial):
    query = 0x0F << 120 | 0b1011
    telling = (4, query, [query, query ^ 1, query ^ 1 << 200, query ^ 2**256 - 1])
    for rows, query, vectors in trial.cases(telling, (100, 0, [2**6400 - 1]), draw=some_bits):
        bits, before = (columns_of([query, *vectors], rows) for _ in "12")
        labels = LABELS if len(vectors) == 4 and rows == 4 else [f"vector {number}" for number in range(len(vectors))]
        found = [int(distance) for distance in hamming_distances(bits[:, 1:], bits[:, 0])]
        got = list(zip(labels, found, strict=False)) + ([] if (bits == before).all() else [("bits", "changed")])
        want = [(label, (vector ^ query).bit_count()) for label, vector in zip(labels, vectors, strict=True)]
        trial.compare(f"hamming_distances(bits in {rows} rows, query)", ("vector", "distance"), got=got, want=want)


def within(far, count):
    """The nearest, found slowly: sorted, and what is as near as the last."""
    furthest = sorted(far)[min(count, len(far)) - 1]
    nearer = [number for number, distance in enumerate(far) if distance < furthest]
    as_near = [number for number, distance in enumerate(far) if distance == furthest]
    return sorted(nearer + as_near[: 2 * count - len(nearer)])


def rows_of_nearest(nearest_by_bits, trial, far, counts):
    bits, query = columns_of([2**distance - 1 for distance in far], 1), columns_of([0], 1)[:, 0]
    got = [(count, [int(number) for number in nearest_by_bits(bits, query, count)]) for count in counts]
    want = [(count, within(far, count)) for count in counts]
    trial.compare(f"nearest_by_bits(bits, query, count), distances {far}", ("count", "nearest"), got=got, want=want)


def some_distances(rng):
    """Distances, and counts for which no more than twice as many are near enough."""
    far = [rng.randint(0, rng.choice((3, 20))) for _ in range(rng.randint(1, 20))]
    few = [count for count in range(1, 23) if sum(each <= sorted(far)[:count][-1] for each in far) <= 2 * count]
    return far, sorted(rng.sample(few, min(3, len(few))))


NOT_ASCENDING = ("The right vectors, in another order. The numbers ascend.", signs.reordered_in("nearest"))


def taken_wrongly(missing):
    """A sign: in some row a vector is missing (or too many) and all others are right."""

    def sign(got, want):
        pairs = [(set(row.nearest), set(due.nearest)) for row, due in zip(got, want, strict=True)]
        return all(a <= b if missing else a >= b for a, b in pairs) and any(a != b for a, b in pairs)

    return sign


TOO_FAR = ("A vector was taken although there were enough nearer ones.", taken_wrongly(False))


@graded(
    "18.2.nearest",
    piece="nearest_by_bits",
    points=2,
    title="All that are as near as the last one that is needed",
    hints=(
        "Three vectors are at distance 2, and you need one more. Which of the three, and why that one?",
        "Find the distance first: how many vectors are within 0, within 1, within 2? Then take everybody within it.",
        "`np.cumsum(np.bincount(distances))` says how many are within each distance, and "
        "`np.searchsorted(that, min(count, len(distances)))` is the first at which there are enough. Then "
        "`np.flatnonzero`.",
    ),
    causes={
        "ascending": NOT_ASCENDING,
        "furthest-left-out": (
            "Those at the furthest distance were left out, though they are needed to come to `count`.",
            lambda got, want: (
                taken_wrongly(True)(got, want) and any(len(row.nearest) < min(row.count, 6) for row in got)
            ),
        ),
        "ties-cut": (
            "Some vectors were taken, and others that are as near were not. All within the furthest distance are "
            "taken.",
            taken_wrongly(True),
        ),
        "too-far": TOO_FAR,
    },
)
def nearest(nearest_by_bits, trial):
    telling = ([3, 1, 2, 2, 2, 1], (3, 5, 6, 9)), ([0, 5, 0], (1, 2, 3)), ([7], (1, 2))
    for far, counts in trial.cases(*telling, draw=some_distances):
        rows_of_nearest(nearest_by_bits, trial, far, counts)


@graded(
    "18.2.many",
    piece="nearest_by_bits",
    points=1,
    title="Twice as many as asked for, at most",
    hints=(
        "All vectors are alike, and one is asked for. How many come back?",
        "If too many are within the furthest distance, who has to stay: the first in the list, or the nearer ones?",
        "`nearer = np.flatnonzero(distances < furthest)`, then `np.flatnonzero(distances == furthest)[: 2 * count - "
        "len(nearer)]`, both together, sorted.",
    ),
    causes={
        "ascending": NOT_ASCENDING,
        "no-limit": (
            "More than `2 * count` came back.",
            lambda got, want: any(len(row.nearest) > 2 * row.count for row in got),
        ),
        "nearer-lost": (
            "A vector was left out that is nearer than others that were taken. Leave out some of those at the furthest "
            "distance.",
            lambda got, want: 5 in want[0].nearest and 5 not in got[0].nearest,
        ),
        "once-only": (
            "Up to `2 * count` of them are kept, not `count`.",
            somewhere(lambda row, due: len(row.nearest) < len(due.nearest)),
        ),
        "later-kept": (
            "Of those at the furthest distance the later ones are left out; you left out earlier ones.",
            lambda got, want: (
                [len(row.nearest) for row in got] == [len(due.nearest) for due in want]
                and got[0].nearest[-1] > want[0].nearest[-1]
            ),
        ),
        "too-far": TOO_FAR,
    },
)
def many(nearest_by_bits, trial):
    telling = (
        ([4, 4, 4, 4, 4], (1, 2, 3)),
        ([1, 1, 1, 1, 1, 0], (2,)),
        ([0, 1, 1, 1, 1, 1, 1], (2, 3)),
        ([2, 1, 1, 1, 3], (1, 3)),
    )
    for far, counts in trial.cases(*telling, draw=lambda rng: ([rng.randint(0, 2) for _ in range(20)], (1, 2, 4))):
        rows_of_nearest(nearest_by_bits, trial, far, counts)


# 18.3


def some_queries(rng):
    vectors = [rng.getrandbits(8) for _ in range(rng.randint(5, 20))]
    queries = [rng.getrandbits(8) for _ in range(rng.randint(1, 4))]
    return vectors, queries, [rng.sample(range(len(vectors)), 3) for _ in queries], sorted(rng.sample(range(1, 12), 3))


@graded(
    "18.3.share",
    piece="share_found",
    points=2,
    title="Which share of the truly nearest is among the candidates",
    hints=(
        "Two queries have two nearest each. Of three of these four numbers you find; which share is that?",
        "For each row of `nearest`: are its numbers in what `nearest_by_bits` gives for that query's column?",
        "`np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored))` for each `at, rows in enumerate(nearest)`, "
        "and the mean of all; 1.0 where `nearest.size` is 0.",
    ),
    causes={
        "not-a-number": (
            "Where there is nothing to find, nothing is missed: the share is 1.0. The mean of nothing is no number.",
            lambda got, want: len(got) == 1,
        ),
        "fixed": (
            "The share is the same for each count. How many are looked at is the last argument.",
            lambda got, want: len(got) == 4 and len({row.share for row in got}) == 1,
        ),
        "count-alone": (
            "Where several are as near, your `nearest_by_bits` finds more than `rescored`. All that it finds count.",
            lambda got, want: len(got) == 2 and [row.share for row in got] == [0.333, 0.333],
        ),
        "percent": ("A share is between 0 and 1.", lambda got, want: any(row.share > 1 for row in got)),
        "one-query": (
            "You asked with one query's bits, or looked at one query's row, for all of them.",
            lambda got, want: len(got) == 4 and [row.share for row in got] == [0.25, 0.5, 0.5, 1],
        ),
        "all-or-nothing": (
            "You count queries of which all nearest were found. Count the numbers.",
            lambda got, want: len(got) == 4 and [row.share for row in got] == [0, 0.5, 1, 1],
        ),
        "of-candidates": (
            "You divide by the candidates. Recall divides by what there was to find.",
            lambda got, want: len(got) == 4 and [row.share for row in got] == [1, 0.75, 0.667, 0.333],
        ),
        "query-left-out": (
            "In the last row all vectors are candidates, and not everything was found: a query was left out. Each "
            "column of `signs` is one, `signs[:, number]`.",
            lambda got, want: len(got) == 4 and got[-1].share < 1,
        ),
    },
)
def share(share_found, trial):
    import numpy as np

    telling = (
        ([0, 1, 3, 7, 15, 31], [0, 31], [[0, 1], [3, 5]], (1, 2, 3, 6)),
        ([0, 1, 3], [0], [[]], (1,)),
        ([0, 1, 2, 4], [0], [[0, 2, 3]], (1, 2)),
    )
    for vectors, queries, rows, counts in trial.cases(*telling, draw=some_queries):
        bits, signs_of = columns_of(vectors, 1), columns_of(queries, 1)
        array = np.array(rows, int).reshape(len(rows), -1)
        with catch_warnings(action="ignore"):  # numpy warns of the mean of nothing
            got = [(count, rounded(share_found(bits, signs_of, array, count), 3)) for count in counts]
        want = []
        for count in counts:
            found = [set(within([(each ^ query).bit_count() for each in vectors], count)) for query in queries]
            pairs = [(number, here) for numbers, here in zip(rows, found, strict=True) for number in numbers]
            want.append(
                (count, rounded(sum(number in here for number, here in pairs) / len(pairs), 3) if pairs else 1.0)
            )
        call = f"share_found(bits of {vectors}, of {queries}, {rows}, rescored)"
        trial.compare(call, ("rescored", "share"), got=got, want=want)


@graded(
    "18.3.choice",
    piece="rescored",
    points=1,
    title="Few enough candidates, and 98 of 100 found",
    hints=(
        "What does `share_found(*sample(), 100)` say, and what does it say for 500?",
        "Measure every multiple of 50 between those.",
        "`found = sample()`, then `[(n, share_found(*found, n)) for n in range(100, 501, 50)]`: the first above 0.98.",
    ),
    causes={
        "too-few": ("With so few, fewer than 98 of 100 are found.", lambda got, want: got[0].rescored < 300),
        "too-many": ("So many find enough. Fewer would, too.", lambda got, want: got[0].rescored > 300),
    },
)
def choice(rescored, trial):
    trial.compare("rescored", ("rescored",), got=[(rescored(),)], want=[(300,)], reveal=False)


# 18.4


def start(queries, dim, kind="float64"):
    import numpy as np

    return np.full((queries, 1), -np.inf, kind), np.zeros((queries, 1), kind), np.zeros((queries, dim), kind)


def plain(array):
    return [round(float(number), 5) for number in array.reshape(-1)]


def state_after(scores, values):
    """What is held after these scores, by the formula: largest, total and weighted, of one query."""
    from math import exp

    largest = max(scores)
    weights = [exp(score - largest) if score > -float("inf") else 0.0 for score in scores]
    dims = range(len(values[0]))
    weighted = [sum(weight * value[dim] for weight, value in zip(weights, values, strict=True)) for dim in dims]
    return largest, sum(weights), weighted


def some_scores(rng):
    queries, dim = rng.randint(1, 3), rng.randint(1, 3)
    sizes = [rng.randint(1, 4) for _ in range(rng.randint(1, 4))]
    return [
        (
            [[rng.uniform(-9, 9) for _ in range(size)] for _ in range(queries)],
            [[rng.uniform(-5, 5) for _ in range(dim)] for _ in range(size)],
        )
        for size in sizes
    ]


HELD = ("after", "largest", "total", "weighted")


def run_chunks(with_chunk, trial, chunks, kind="float64"):
    """Give chunks to the piece, one after the other; yield what it holds after each, and whether its input changed."""
    import numpy as np

    held = start(len(chunks[0][0]), len(chunks[0][1][0]), kind)
    with np.errstate(all="ignore"):
        for scores, values in chunks:
            values = np.array(values, kind)
            before = [array.copy() for array in (*held, values)]
            given = (*held, values)
            held = trial.parts(with_chunk(*held, np.array(scores, kind), values), "largest", "total", "weighted")
            same = all(np.array_equal(one, other) for one, other in zip(given, before, strict=True))
            yield held, "as before" if same else "changed"


def wanted(chunks):
    """The rows of what should be held after each chunk."""
    for number in range(1, len(chunks) + 1):
        rows = []
        for query in range(len(chunks[0][0])):
            scores = [score for some, _ in chunks[:number] for score in some[query]]
            rows.append(state_after(scores, [value for _, values in chunks[:number] for value in values]))
        yield (
            number,
            [round(largest, 5) for largest, _, _ in rows],
            [round(total, 5) for _, total, _ in rows],
            [round(number, 5) for _, _, weighted in rows for number in weighted],
        )


ONE_BY_ONE = [([[1.0]], [[10.0]]), ([[3.0]], [[20.0]]), ([[2.0]], [[30.0]])]
TWO_QUERIES = [([[0.0, 1.0], [2.0, 0.5]], [[1.0, 2.0], [3.0, 4.0]]), ([[4.0], [-1.0]], [[5.0, 6.0]])]

TWO_HEADS = ([([[1.0, 3.0]], [[10.0], [20.0]])], [([[5.0, 4.0]], [[1.0], [2.0]])])


@graded(
    "18.4.held",
    piece="with_chunk",
    points=3,
    title="What is held goes by the largest score so far",
    hints=(
        "A larger score comes. By what must everything be multiplied that was added up under the old one?",
        "The old weights were e to the power of `score - largest`. They should be e to the power of `score - new`. "
        "What is the quotient of the two?",
        "`shrink = np.exp(largest - new_largest)`, and both sums are multiplied by it before the new weights are "
        "added.",
    ),
    causes={
        "largest-stays": (
            "`largest` is not carried on: it says the largest score so far.",
            lambda got, want: got[0].largest == [-float("inf")],
        ),
        "largest-of-chunk": (
            "`largest` is that of the last chunk. It never falls.",
            lambda got, want: [row.largest for row in got] == [[1], [3], [2]],
        ),
        "changed": (
            "What was given was changed: `largest`, `total`, `weighted` or `values`. Make new arrays.",
            lambda got, want: any(row.given == "changed" for row in got),
        ),
        "divided": (
            "`weighted` was divided by `total`. Both sums are kept as they are, and divided when somebody asks.",
            lambda got, want: len(got) == 3 and 18.8 < got[1].weighted[0] < 18.9,
        ),
        "largest-first": (
            "`largest` stays what it was at first, though a larger score came.",
            lambda got, want: len(got) == 3 and got[1].largest == [1],
        ),
        "old-forgotten": ("What was added up before is gone.", lambda got, want: len(got) == 3 and got[1].total == [1]),
        "not-shrunk": (
            "What was added up before did not shrink when a larger score came.",
            lambda got, want: len(got) == 3 and got[1].total == [2] and got[1].weighted == [30],
        ),
        "one-shrunk": (
            "`total` shrank when a larger score came, and `weighted` did not, or the other way round.",
            lambda got, want: len(got) == 3 and (got[1].total == [2]) != (got[1].weighted == [30]),
        ),
        "grown": (
            "When a larger score came, what was added up before grew. Which of the two stands first in the difference?",
            lambda got, want: len(got) == 3 and got[1].total[0] > 2,
        ),
        "queries-mixed": (
            "With one query all is right, with two it is not: each query has a largest score of its own.",
            lambda got, want: len(got) == 2 and got[0].after == 1,
        ),
        "axes": (
            "With another axis in front, for two heads, it goes wrong. Count axes from the end: `axis=-1`.",
            lambda got, want: got[0].after == "head 1",
        ),
    },
)
def held(with_chunk, trial):
    import numpy as np

    for chunks in trial.cases(ONE_BY_ONE, TWO_QUERIES, draw=some_scores):
        got = []
        for number, (state, given) in enumerate(run_chunks(with_chunk, trial, chunks), start=1):
            got.append((number, *map(plain, state), given))
        want = [(*row, "as before") for row in wanted(chunks)]
        trial.compare(f"with_chunk, {len(chunks)} times", (*HELD, "given"), got=got, want=want)
    state = tuple(np.stack([array, array]) for array in start(1, 1))
    scores, values = (np.array([chunks[0][part] for chunks in TWO_HEADS]) for part in (0, 1))
    state = trial.parts(with_chunk(*state, scores, values), "largest", "total", "weighted")
    shown = [plain(array) for array in state]
    got = [(f"head {at + 1}", *(numbers[at : at + 1] for numbers in shown)) for at in range(2)]
    want = [(f"head {at}", *list(wanted(chunks))[-1][1:]) for at, chunks in enumerate(TWO_HEADS, start=1)]
    trial.compare("with_chunk, two heads", HELD, got=got, want=want)


LARGE = (
    ("float64", [1000.0, 1005.0, 990.0]),
    ("float64", [-1000.0, -1010.0]),
    ("float64", [0.0, 800.0]),
    ("float64", [800.0, 0.0]),
    ("float32", [95.0, 95.0]),
)


@graded(
    "18.4.large",
    piece="with_chunk",
    points=2,
    title="Scores of any size, and numbers of the type that came",
    hints=(
        "What is e to the power of 800, and what do you raise e to if the largest score is subtracted first?",
        "Which score do you subtract: that of an earlier chunk, or the largest with the new ones among them?",
        "`new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))`, then `np.exp(scores - new_largest)`.",
    ),
    causes={
        "overflow": (
            "Large scores overflow: e was raised to the power of a score itself. Subtract the largest first.",
            lambda got, want: signs.row_of(got, "1000, 1005, 990").answer in ("nan", "inf"),
        ),
        "underflow": (
            "Scores far below 0 leave nothing. Subtract the largest itself, -1000 here: then it is 0.",
            lambda got, want: signs.row_of(got, "-1000, -1010").answer == "nan",
        ),
        "by-the-old": (
            "A score that is much larger than those before overflows. Subtract the largest with the new scores among "
            "them.",
            signs.all_of(
                signs.wrong_at("0, 800"), lambda got, want: signs.row_of(got, "0, 800").answer in ("nan", "inf")
            ),
        ),
        "falls": (
            "A score that is much smaller than those before overflows: e was raised to the power of old less new. "
            "`largest` never falls.",
            signs.all_of(signs.wrong_first("800, 0"), lambda got, want: signs.row_of(got, "800, 0").answer == "nan"),
        ),
        "not-held": (
            "Nothing overflows, and the answers are wrong; `18.4.held` says more.",
            lambda got, want: signs.wrong("answer")(got, want) and not any(row.answer in ("nan", "inf") for row in got),
        ),
        "type": (
            "The numbers changed their type: float32 came, something else came back.",
            signs.wrong_only_in("type"),
        ),
    },
)
def large(with_chunk, trial):
    import numpy as np

    got, want = [], []
    for kind, scores in LARGE:
        chunks = [([[score]], [[float(number)]]) for number, score in enumerate(scores, start=1)]
        *_, (state, _) = run_chunks(with_chunk, trial, chunks, kind)
        with np.errstate(all="ignore"):
            answer = float((state[2] / state[1])[0, 0])
        label = ", ".join(f"{score:g}" for score in scores)
        kinds = sorted({str(array.dtype) for array in state})
        got.append((label, f"{answer:.4f}", ", ".join(kinds)))
        _, total, weighted = state_after(scores, [values[0] for _, values in chunks])
        want.append((label, f"{weighted[0] / total:.4f}", kind))
    trial.compare("with_chunk, a score at a time", ("scores", "answer", "type"), got=got, want=want)


INF = float("inf")
UNSEEN = [([[-INF, -INF], [2.0, -INF]], [[1.0], [7.0]]), ([[1.0], [-INF]], [[5.0]]), ([[-INF], [1.0]], [[9.0]])]


@graded(
    "18.4.hidden",
    piece="with_chunk",
    points=1,
    title="A hidden key weighs nothing, also where nothing else was seen",
    hints=(
        "What is minus infinity less minus infinity, and what is e to the power of that?",
        "If the new largest score is minus infinity there is nothing to subtract. What can you take instead?",
        "`shift = np.where(np.isneginf(new_largest), 0, new_largest)`, and subtract `shift`, from the scores and from "
        "the old `largest`.",
    ),
    causes={
        "no-number": (
            "Something became no number: minus infinity less minus infinity. It happens where a query has seen "
            "nothing yet.",
            lambda got, want: any(number != number for row in got for number in (*row.total, *row.weighted)),
        ),
        "hidden-counts": (
            "A hidden key was counted: where nothing has been seen, `total` is 0.",
            lambda got, want: got[0].total[0] > 0,
        ),
        "largest-replaced": (
            "`largest` is no longer minus infinity, though the query has seen nothing. All that follows goes by it.",
            lambda got, want: got[0].largest[0] > -INF,
        ),
        "beside": (
            "One query has seen nothing, and the one beside it gets wrong sums for that.",
            lambda got, want: got[0].total[0] == 0 and got[0].total[1] != want[0].total[1],
        ),
    },
)
def hidden(with_chunk, trial):
    held_after = enumerate(run_chunks(with_chunk, trial, UNSEEN), start=1)
    got = [(number, *map(plain, state)) for number, (state, _) in held_after]
    trial.compare("with_chunk, with scores of minus infinity", HELD, got=got, want=list(wanted(UNSEEN)))


# 18.5


def made_by(EventFields, lines):  # noqa: N803 — the piece is a class
    """What comes back for each line: an event, or None."""
    fields = EventFields()
    return [(number, repr(line), as_tuple(fields.take(line))) for number, line in enumerate(lines, start=1)]


def as_tuple(event):
    """A list will do for an event."""
    return tuple(event) if isinstance(event, list) else event


def as_the_standard_says(lines):
    """The rows found slowly: each event from all lines so far (HTML, section 9.2.6)."""
    rows, begin, last = [], 0, ""
    for number, line in enumerate(lines):
        event = None
        if not line:
            split = [each.split(":", 1) if ":" in each else (each, "") for each in lines[begin:number]]
            pairs = [(name, value[1:] if value[:1] == " " else value) for name, value in split]
            kinds = [value for name, value in pairs if name == "event"]
            data = [value for name, value in pairs if name == "data"]
            last = ([last] + [value for name, value in pairs if name == "id" and "\0" not in value])[-1]
            event = ((kinds or [""])[-1] or "message", "\n".join(data), last) if data else None
            begin = number + 1
        rows.append((number + 1, repr(line), event, last))
    return rows


VARIED = (
    "data: b",
    "data:c",
    "data",
    "data:",
    "data:  d",
    "data: 1:2",
    "event: add",
    "event",
    ": e",
    "x: y",
    "Data: z",
)


def one_event(rng):
    lines = ["data: a", *(rng.choice(VARIED) for _ in range(rng.randint(0, 8)))]
    return [*rng.sample(lines, len(lines)), ""]


def some_events(rng):
    """Events that have a type or none, and data, empty data or none."""
    kinds, data = ([], ["event: add"], ["event: remove"]), ([], ["data"], ["data: a"], ["data: b"])
    return [line for _ in range(9) for line in (*rng.choice(kinds), *rng.choice(data), "")]


def some_ids(rng):
    choice = ([], ["id"], ["id: 1"], ["id: 2"], ["id: 2\0"])
    return [line for _ in range(9) for line in (*rng.choice(choice), "data: x", "")]


def event_at(rows, line=None):
    """The event that came back for a line, the last one if none is named."""
    return rows[-1 if line is None else line - 1].comes_back


def only(lines, part, *values):
    """A sign for the case with these lines: its last event has one of these values in one part, and should not."""
    shown = [repr(line) for line in lines]
    at = ("type", "data", "last id").index(part)

    def sign(got, want):
        return (
            [row.line for row in want] == shown
            and event_at(got)[at] in values
            and event_at(got)[at] != event_at(want)[at]
        )

    return sign


def one_line_of(data):
    """What is left of several lines where one counts, or where nothing parts them."""
    lines = data.split("\n")
    return [lines[0], lines[-1], "".join(lines)] if len(lines) > 1 else []


SPACES = ["data:  two spaces", "data:none", "data: one ", "data:\ttab", "data:\xa0nb\t", ""]
COLONS = ["data: 12:30:00", ""]
BARE = ["data", "data: a", "data", "data: b", "data", ""]
OTHERS = [": comment", "Data: x", "database: y", " data: z", "data: w", ""]
TYPES = ["event: add", "event: remove", "data: a", ""]
EMPTY_TYPE = ["event", "data: a", ""]


@graded(
    "18.5.fields",
    piece="EventFields",
    points=2,
    title="Names, values, and the lines of data",
    hints=(
        "Where does a value begin, if it may hold colons and begin with a space of its own?",
        "`str.partition` cuts once. `removeprefix` takes off one space, `strip` takes all.",
        "`name, _, value = line.partition(':')`, `value = value.removeprefix(' ')`; for `data`: `self._data += value + "
        "'\\n'`, and the last newline goes when the event ends.",
    ),
    causes={
        "no-event": (
            "No event came back. An empty line ends it, and `take('')` returns it.",
            lambda got, want: event_at(want) is not None and event_at(got) is None,
        ),
        "space-kept": (
            "The space after the colon is in the data. It does not belong to the value.",
            only(COLONS, "data", " 12:30:00"),
        ),
        "colon-cut": (
            "The value was cut at its own colon. Only the first colon of a line parts name and value.",
            only(COLONS, "data", "12", "00"),
        ),
        "stripped": (
            "Spaces are missing. One goes, if one follows the colon; all others belong to the value, as a tab does.",
            lambda got, want: (
                want[0].line == repr(SPACES[0])
                and event_at(got)[1].split() == event_at(want)[1].split()
                and len(event_at(got)[1]) < len(event_at(want)[1])
            ),
        ),
        "letter-lost": (
            "A value that does not begin with a space lost its first letter.",
            only(SPACES, "data", " two spaces\none\none \ntab\nnb\t"),
        ),
        "newline-left": (
            "The data ends with a newline. Lines are joined by newlines: none stands behind the last.",
            lambda got, want: event_at(got)[1] == event_at(want)[1] + "\n",
        ),
        "bare-lost": ("A line `data` without a colon is an empty line of the data.", only(BARE, "data", "a\nb")),
        "ends-lost": (
            "An empty line of data may be the first or the last: one newline goes at the end, and no other.",
            only(BARE, "data", "a\n\nb", "\na\n\nb", "a\n\nb\n"),
        ),
        "last-line": (
            "An event may have several lines of data. All of them count.",
            lambda got, want: event_at(got)[1] in one_line_of(event_at(want)[1]),
        ),
        "others-taken": (
            "Only `data`, in small letters and from the line's beginning, is a line of data. Comments and other names "
            "are passed over.",
            lambda got, want: [row.line for row in want] == [repr(line) for line in OTHERS] and event_at(got)[1] != "w",
        ),
        "first-type": ("Of two types the later one counts.", only(TYPES, "type", "add", "message")),
        "no-type": (
            "The type is 'message' where no line said one, or said an empty one.",
            lambda got, want: event_at(want)[0] == "message" != event_at(got)[0],
        ),
    },
)
def fields(EventFields, trial):  # noqa: N803
    telling = COLONS, SPACES, BARE, OTHERS, TYPES, EMPTY_TYPE
    for lines in trial.cases(*telling, draw=one_event):
        got = made_by(EventFields, lines)
        want = [row[:3] for row in as_the_standard_says(lines)]
        trial.compare("fields.take(line), line by line", ("", "line", "comes back"), got=got, want=want)


@graded(
    "18.5.ends",
    piece="EventFields",
    points=2,
    title="An empty line ends an event, and the next begins anew",
    hints=(
        "What has to be forgotten when an event has ended, and what if there was none?",
        "How do you tell an event without data from one whose data is empty?",
        "Keep a newline behind each line of data: then no data is `''`, and an empty line of data is `'\\n'`.",
    ),
    causes={
        "too-early": (
            "An event came back before the empty line. More of it may follow.",
            lambda got, want: any(row.comes_back and row.line != "''" for row in got),
        ),
        "without-data": (
            "An event came back though there was no line of data.",
            lambda got, want: (
                any(row.comes_back is not None and due.comes_back is None for row, due in zip(got, want, strict=True))
                and not any(row.comes_back and "\n" in row.comes_back[1] for row in got)
                and event_at(got)[1] in ("", "b", "x")
            ),
        ),
        "empty-lost": (
            "An event with an empty line of data got lost. Its data is the empty text.",
            lambda got, want: event_at(want) == ("message", "", "") and event_at(got) is None,
        ),
        "type-stays": (
            "The type of an earlier event, or of one that had no data, is still there.",
            lambda got, want: event_at(got)[0] == "add" and event_at(want)[0] == "message",
        ),
        "data-stays": (
            "The data of an earlier event is still there.",
            lambda got, want: event_at(want)[1] == "b" and event_at(got)[1].startswith("a"),
        ),
        "shared": (
            "Two streams disturb each other: what belongs to one is kept where both can see it.",
            lambda got, want: got[0].line == "'data: one'",
        ),
    },
)
def ends(EventFields, trial):  # noqa: N803
    telling = (
        ["data: a", "", "", "data: b", ""],
        ["event: add", "", "data: x", ""],
        ["data", ""],
        ["event: add", "data: x", "", "data: y", ""],
        ["data: a", ":", " ", ""],
    )
    for lines in trial.cases(*telling, draw=some_events):
        got = made_by(EventFields, lines)
        want = [row[:3] for row in as_the_standard_says(lines)]
        trial.compare("fields.take(line), line by line", ("", "line", "comes back"), got=got, want=want)
    one, other = EventFields(), EventFields()
    turns = [(one, "data: one"), (other, "data: other"), (one, ""), (other, "")]
    got = [(number, repr(line), as_tuple(stream.take(line))) for number, (stream, line) in enumerate(turns, start=1)]
    due = [None, None, ("message", "one", ""), ("message", "other", "")]
    want = [
        (number, repr(line), event) for number, ((_, line), event) in enumerate(zip(turns, due, strict=True), start=1)
    ]
    trial.compare("two streams, in turn", ("", "line", "comes back"), got=got, want=want)


@graded(
    "18.5.id",
    piece="EventFields",
    points=1,
    title="The id counts when its event has ended, and stays",
    hints=(
        "The connection breaks after the line `id: 2`, before the data. Which id should the client send?",
        "Two names are needed: the id of the lines so far, and that of the last event that has ended.",
        "In `take`: `self._id = value`. At an empty line: `self.last_event_id = self._id`.",
    ),
    causes={
        "at-once": (
            "`last_event_id` changed with the line `id`. It may not, before the event has ended: else a client that "
            "was cut off in between never sees it.",
            somewhere(lambda row, due: row.last_event_id != due.last_event_id and row.line.startswith("'id")),
        ),
        "unset": (
            "`last_event_id` stays empty.",
            lambda got, want: all(row.last_event_id == "" for row in got) and any(due.last_event_id for due in want),
        ),
        "needs-data": (
            "An id without data counts as well: at each empty line `last_event_id` becomes the last id.",
            lambda got, want: want[0].line == "'id: 5'" and got[1].last_event_id == "",
        ),
        "null-taken": (
            "An id with a null character was taken, or a part of it. It is passed over.",
            lambda got, want: want[0].line == repr("id: 1\0") and got[-1].last_event_id.startswith("1"),
        ),
        "empty-passed": (
            "An empty id is an id: it says that there is none to go on from.",
            lambda got, want: want[-1].last_event_id == "" != got[-1].last_event_id and len(got) == 4,
        ),
        "forgotten": (
            "An event without an id of its own has the last one that was said.",
            lambda got, want: want[-1].comes_back == ("message", "b", "1") and got[-1].comes_back[2] == "",
        ),
    },
)
def ids(EventFields, trial):  # noqa: N803
    telling = (
        ["id: 1", "data: a", "", "data: b", ""],
        ["id: 5", "", "data: x", ""],
        ["id: 1", "", "id", ""],
        ["id: 1\0", "data: x", ""],
        ["id: 0", "data: a", "", "id: 2"],
    )
    for lines in trial.cases(*telling, draw=some_ids):
        stream, got = EventFields(), []
        for number, line in enumerate(lines, start=1):
            got.append((number, repr(line), as_tuple(stream.take(line)), stream.last_event_id))
        columns = ("", "line", "comes back", "last_event_id")
        trial.compare("fields.take(line), line by line", columns, got=got, want=as_the_standard_says(lines))


PAUSES = {
    "retry: 1500": 1.5,
    "retry: -1": 1.5,
    "retry: 1.5": 1.5,
    "retry:0": 0,
    "retry: \u00b2": 0,
    "retry": 0,
    "retry: \u0663": 0,
    "retry: 0250": 0.25,
    "retrying: 7": 0.25,
    "Retry: 9": 0.25,
    "": 0.25,
}


@graded(
    "18.5.retry",
    piece="EventFields",
    points=1,
    title="The pause is what digits say, in seconds",
    hints=(
        "Which characters does `str.isdigit` take for digits, apart from the ten that you know?",
        "`int` refuses some of these, and takes others. Ask `isascii` first.",
        "`elif name == 'retry' and value.isascii() and value.isdigit(): self.retry = int(value) / 1000`.",
    ),
    causes={
        "unset": (
            "`retry` is None after a line that says it. It counts at once, before any empty line.",
            lambda got, want: got[0].retry is None,
        ),
        "milliseconds": (
            "`retry` holds milliseconds. It is the number of seconds.",
            lambda got, want: got[0].retry == 1500,
        ),
        "whole": (
            "Half a second got lost: 1500 milliseconds are 1.5 seconds.",
            lambda got, want: got[0].retry in (1, 2),
        ),
        "negative": ("A minus is no digit: the line is passed over.", lambda got, want: got[1].retry == -0.001),
        "fraction": ("A point is no digit: the line is passed over.", lambda got, want: got[2].retry == 0.0015),
        "zero-passed": ("0 is a number, too: do not wait at all.", lambda got, want: got[3].retry == 1.5),
        "other-digits": (
            "A digit of another script, or a raised one, was taken. Only 0 to 9 count.",
            lambda got, want: got[6].retry == 0.003,
        ),
        "forgotten": ("The pause holds on when an event has ended.", lambda got, want: got[-1].retry is None),
        "other-names": (
            "Neither `retrying` nor `Retry` is `retry`.",
            lambda got, want: got[7].retry == 0.25 and (got[8].retry == 0.007 or got[9].retry == 0.009),
        ),
    },
)
def retry(EventFields, trial):  # noqa: N803
    stream, got = EventFields(), []
    for line in PAUSES:
        stream.take(line)
        got.append((line, stream.retry))
    trial.compare("fields.take(line), line by line", ("line", "retry"), got=got, want=list(PAUSES.items()))


# 18.6


def lines_of(kind, data, key=None):
    return [f"event: {kind}", *([] if key is None else [f"id: {key}"]), f"data: {data}", ""]


class TooOftenError(Exception):
    """Nobody should ask as often as that."""


class Server:
    """Answers from a list of hits; each connection breaks after as many lines as it is told, the last one never."""

    def __init__(self, trial, hits, breaks, how="an error", forgets=()):
        self.trial, self.hits, self.breaks, self.how, self.forgets = trial, hits, list(breaks), how, forgets
        self.asked, self.sources, self.epoch = [], [], 0

    def lines(self, last):
        epoch, _, number = last.partition("-")
        known = epoch == str(self.epoch)
        lines = [] if known or not last else lines_of("reset", "all hits come anew")
        for at, hit in enumerate(self.hits, start=1):
            if not known or at > int(number):
                lines += lines_of("hit", hit, f"{self.epoch}-{at}")
        return [*lines, *lines_of("done", len(self.hits))]

    def connect(self, last):
        self.asked.append(last)
        if len(self.asked) > 30:
            raise TooOftenError
        if len(self.asked) in self.forgets:
            self.epoch += 1
        lines = self.lines(last)
        if self.breaks:
            lines = lines[: self.breaks.pop(0)]
            if self.how == "no connection" and not lines:
                raise ConnectionRefusedError("nobody listens")
            lines = self.breaking(lines) if self.how == "an error" else lines
        self.sources.append(self.trial.source(lines))
        return self.sources[-1]

    def breaking(self, lines):
        yield from lines
        raise ConnectionResetError("the connection broke")


def came_of(hits_of, server):
    """What came out, and how it ended."""
    came = []
    try:
        for hit in hits_of(server.connect, 20):
            came.append(hit)
            if len(came) > 20:
                break
    except ConnectionError:
        return came, "ConnectionError"
    except TooOftenError:
        return came, "asks for ever"
    return came, "end"


HOW = ("an error", "a silent end")


def some_breaks(rng):
    hits = [f"hit {number}" for number in range(rng.randint(1, 6))]
    breaks = [rng.randint(4, 14) for _ in range(rng.randint(1, 6))]
    return hits, [breaks], rng.choice(HOW), rng.sample(range(2, 7), rng.randint(0, 2))


@graded(
    "18.6.once",
    piece="hits_of",
    points=0,
    title="Each hit once, wherever the connection breaks",
    hints=(),
    causes={
        "shared": (
            "Two searches at a time disturb each other: what belongs to one is kept where both can see it.",
            lambda got, want: got[0].lines == "the first of two",
        ),
        "no-hit": ("Not one hit came out.", lambda got, want: all(row.hits == [] for row in got)),
        "done-passed": (
            "After `done` you asked again. It is the end, of the connection and of the generator.",
            lambda got, want: any(row.ended == "asks for ever" for row in got),
        ),
        "breaks-pass": (
            "A break of the connection ended it: the error came through, or the end was taken for the end of the "
            "hits. Only `done` is the end.",
            somewhere(
                lambda row, due: row.hits == due.hits[: len(row.hits)] != due.hits and row.connections < due.connections
            ),
        ),
        "empty-lost": (
            "The data of a hit may be the empty text: it is a hit like any other.",
            lambda got, want: "" in want[0].hits and [row.hits for row in got] == [["A"] for due in want],
        ),
        "twice": (
            "A hit came out twice. Which id do you send when you connect again, and what after a `reset`?",
            lambda got, want: any(len(set(row.hits)) < len(row.hits) for row in got),
        ),
        "lost": (
            "A hit never came out: its event had not ended when the connection broke, and you went on behind it.",
            somewhere(lambda row, due: set(row.hits) < set(due.hits) and row.ended == "end"),
        ),
        "glued": (
            "What came out is no hit: half an event before the break and what came after it were taken for one.",
            somewhere(lambda row, due: set(row.hits) - set(due.hits)),
        ),
        "id-forgotten": (
            "The hits are right, and after a connection that brought no id everything was asked for again. The last id "
            "holds on, also over connections.",
            lambda got, want: (
                signs.wrong_only_in("connections", "asked for")(got, want)
                and any("-" in row.asked_for and row.asked_for.endswith("''") for row in got)
            ),
        ),
        "asks-again": (
            "The hits are right, and the server was asked too often, or for too much: send the last id that ended.",
            signs.wrong_only_in("connections", "asked for"),
        ),
    },
)
def once(hits_of, trial):
    telling = [
        (["A", "B"], [[at] for at in range(1, 11)], "an error", ()),
        (["A", "B"], [[at] for at in range(1, 11)], "a silent end", ()),
        (["A", ""], [[0], [0, 0], [5, 5]], "no connection", ()),
        (["A", "B", "C"], [[5], [9], [6, 6]], "an error", (2,)),
    ]
    for hits, ways, how, forgets in trial.cases(*telling, draw=some_breaks):
        got, want = [], []
        for breaks in ways:
            server, twin = (Server(trial, hits, breaks, how, forgets) for _ in "12")
            came, ended = came_of(hits_of, server)
            got.append((str(breaks)[1:-1], came, ended, len(server.asked), ", ".join(map(repr, server.asked))))
            asked = asked_by_hand(twin)
            want.append((str(breaks)[1:-1], hits, "end", len(asked), ", ".join(map(repr, asked))))
        call = f"hits_of(connect, 20), hits {', '.join(hits)}, {how} after so many lines"
        trial.compare(call, ("lines", "hits", "ended", "connections", "asked for"), got=got, want=want)
    first, second = (Server(trial, hits, [5], "an error") for hits in (["A", "B"], ["B", "A"]))
    came = trial.interleaved(hits_of(first.connect, 20), hits_of(second.connect, 20))
    names = ("the first of two", "the second of two")
    got = [(name, list(hits)) for name, hits in zip(names, came, strict=True)]
    want = [(name, hits) for name, hits in zip(names, (["A", "B"], ["B", "A"]), strict=True)]
    trial.compare("hits_of(connect, 20), two in turn", ("lines", "hits"), got=got, want=want)


def asked_by_hand(server):
    """The ids that a right client sends: the id of the last event that was whole."""
    asked, last = [], ""
    while True:
        asked.append(last)
        if len(asked) in server.forgets:
            server.epoch += 1
        lines = server.lines(last)
        if not server.breaks:
            return asked
        lines = lines[: server.breaks.pop(0)]
        if "event: done" in lines and lines[-1] == "" and lines.index("event: done") < len(lines) - 2:
            return asked
        whole = lines[: max((at + 1 for at, line in enumerate(lines) if line == ""), default=0)]
        last = next((line[4:] for line in reversed(whole) if line.startswith("id: ")), last)


class Scripted:
    """Connections that bring what they are told: a list of lines, or an error."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), 0

    def connect(self, last):
        self.asked += 1
        if self.asked > 20:
            raise TooOftenError
        answer = self.answers[min(self.asked, len(self.answers)) - 1]
        if isinstance(answer, BaseException):
            raise answer
        return iter(answer)


DOWN = ConnectionRefusedError("nobody listens")
ONE, TWO, DONE = lines_of("hit", "A", "0-1"), lines_of("hit", "B", "0-2"), lines_of("done", "2")
TRIES = {
    "nobody listens": ((DOWN,), "ConnectionError", [], 3),
    "nothing comes": (([],), "ConnectionError", [], 3),
    "half an event comes": ((ONE[:3],), "ConnectionError", [], 3),
    "the third brings all": ((DOWN, [], ONE + TWO + DONE), "end", ["A", "B"], 3),
    "two fail, a hit, two fail, done": ((DOWN, DOWN, ONE, DOWN, [], DONE), "end", ["A"], 6),
    "another event counts": ((DOWN, DOWN, lines_of("count", "1"), DOWN, DOWN, ONE + DONE), "end", ["A"], 6),
    "a hit, then nothing": ((ONE, [], [], []), "ConnectionError", ["A"], 4),
    "ValueError": ((ValueError("a bad address"),), "ValueError", [], 1),
    "KeyboardInterrupt": ((KeyboardInterrupt(),), "KeyboardInterrupt", [], 1),
    "one try, nobody listens": ((DOWN,), "ConnectionError", [], 1),
    "TimeoutError": ((TimeoutError("too slow"),), "TimeoutError", [], 1),
}


@graded(
    "18.6.tries",
    piece="hits_of",
    points=0,
    title="Tries in a row without any event, then an error",
    hints=(),
    causes={
        "done-passed": (
            "After `done` you asked again.",
            lambda got, want: signs.row_of(got, "the third brings all").ended == "asks for ever",
        ),
        "for-ever": (
            "You ask for ever. After `tries` connections in a row without an event, raise ConnectionError.",
            lambda got, want: signs.row_of(got, "nothing comes").ended == "asks for ever",
        ),
        "no-error": (
            "After the last try an error says so: the reader must not take it for the end.",
            lambda got, want: signs.row_of(got, "nobody listens").ended == "end",
        ),
        "never-anew": (
            "The count does not begin anew when a hit has come: only tries in a row count.",
            lambda got, want: signs.row_of(got, "two fail, a hit, two fail, done")[2:] == ("ConnectionError", 3),
        ),
        "hits-alone": (
            "An event that is no hit counts as well: somebody is there.",
            signs.all_of(
                signs.wrong_only_at("another event counts"),
                signs.says("another event counts", "ConnectionError", "ended"),
            ),
        ),
        "others-given": (
            "An event of another type came out as a hit. It is passed over.",
            signs.says("another event counts", ["1", "A"], "hits"),
        ),
        "swallowed": (
            "An error that is none of the connection was swallowed, be it an `OSError`. It passes to the reader.",
            lambda got, want: got[:-4] == want[:-4] and got[-2] == want[-2],
        ),
        "half-counts": ("Half an event is no event: the count goes on.", signs.wrong_only_at("half an event comes")),
        "one-off": (
            "That is one connection too many, or one too few.",
            lambda got, want: abs(signs.row_of(got, "nobody listens").connections - 3) == 1 or got[-2] != want[-2],
        ),
        "gives-up": (
            "One connection that fails, or ends, is no reason to stop: only `tries` in a row are.",
            somewhere(lambda row, due: row.connections < due.connections),
        ),
    },
)
def tries(hits_of, trial):
    got, want = [], []
    for name, (answers, ended, hits, connections) in TRIES.items():
        script, came = Scripted(*answers), []
        try:
            came += hits_of(script.connect, 1 if name.startswith("one try") else 3)
            end = "end"
        except TooOftenError:
            end = "asks for ever"
        except (OSError, ValueError, KeyboardInterrupt) as error:
            end = "ConnectionError" if isinstance(error, ConnectionError) else type(error).__name__
        got.append((name, came, end, script.asked))
        want.append((name, hits, ended, connections))
    trial.compare(
        "hits_of(connect, 3), and once with 1", ("server", "hits", "ended", "connections"), got=got, want=want
    )


@graded(
    "18.6.closed",
    piece="hits_of",
    points=0,
    title="Nothing is left open, and nothing read ahead",
    hints=(),
    causes={
        "late": ("A hit comes out later than the line that ends it.", lambda got, want: got[0].lines_read > 4),
        "reads-on": ("Lines were read behind `done`, which is the end.", lambda got, want: got[2].lines_read > 11),
        "left-open": (
            "The lines of a connection stayed open.",
            signs.any_of(signs.left_open("the reader has left"), signs.left_open("after a break, and done")),
        ),
        "none": ("No hit came out.", lambda got, want: got[0].lines_read == 0),
    },
)
def closed(hits_of, trial):
    def row(when, came, server):
        sources = server.sources
        state = "closed" if all(source.closed for source in sources) else "open"
        return when, " ".join(map(str, came)), sources[-1].pulled if sources else 0, state

    server = Server(trial, ["A", "B"], [], "a silent end")
    hits = hits_of(server.connect)
    came = list(trial.take(1, hits))
    got = [row("one hit was read", came, server)]
    trial.leave(hits)
    got.append(row("the reader has left", [], server))
    server = Server(trial, ["A", "B"], [1], "a silent end")
    server.lines = lambda last: [*Server.lines(server, last), *ONE]
    came, _ = came_of(hits_of, server)
    got.append(row("after a break, and done", came, server))
    want = [
        ("one hit was read", "A", 4, "open"),
        ("the reader has left", "", 4, "closed"),
        ("after a break, and done", "A B", 11, "closed"),
    ]
    trial.compare("hits_of(connect)", ("when", "hits", "lines read", "connection"), got=got, want=want)
