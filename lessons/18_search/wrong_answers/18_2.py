"""Misconceptions about task 18.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "distances_in_place",
        believes="Writes over the bits it is given",
        fails={"18.2.distances": "changed"},
        edits=[
            (
                "distances += np.bitwise_count(words ^ word)",
                """
                words ^= word
                distances += np.bitwise_count(words)
                """,
            ),
        ],
    ),
    Wrong(
        "distances_of_64_rows",
        believes="Takes as many rows as there may be bits in one",
        fails={"18.2.distances": "many-rows"},
        edits=[
            (
                "for words, word in zip(bits, query):",
                "for words, word in zip(bits[:64], query):",
            ),
        ],
    ),
    Wrong(
        "distances_of_likeness",
        believes="Counts bits that are alike",
        fails={"18.2.distances": "alike", "18.2.nearest": None, "18.2.many": None},
        edits=[
            ("distances += np.bitwise_count(words ^ word)", "distances += np.bitwise_count(~(words ^ word))"),
        ],
    ),
    Wrong(
        "distances_by_and",
        believes="Counts bits that both have",
        fails={"18.2.distances": "query-counted", "18.2.nearest": None, "18.2.many": None},
        edits=[
            ("distances += np.bitwise_count(words ^ word)", "distances += np.bitwise_count(words & word)"),
        ],
    ),
    Wrong(
        "distances_in_a_byte",
        believes="Adds up in eight bits",
        fails={"18.2.distances": "wraps"},
        edits=[
            ("distances = np.zeros(bits.shape[1], np.uint16)", "distances = np.zeros(bits.shape[1], np.uint8)"),
        ],
    ),
    Wrong(
        "distances_first_row",
        believes="Looks at the first row",
        fails={"18.2.distances": "first-row"},
        edits=[
            (
                "distances += np.bitwise_count(words ^ word)",
                """
                distances += np.bitwise_count(words ^ word)
                break
                """,
            ),
        ],
    ),
    Wrong(
        "distances_in_rows",
        believes="Counts rows that differ",
        fails={"18.2.distances": "rows-counted", "18.2.nearest": None, "18.2.many": None},
        edits=[
            ("distances += np.bitwise_count(words ^ word)", "distances += words != word"),
        ],
    ),
    Wrong(
        "distances_across",
        believes="Lets the query's numbers lie along the vectors",
        fails={"18.2.distances": "rows-mixed"},
        edits=[
            (
                """
                distances = np.zeros(bits.shape[1], np.uint16)
                for words, word in zip(bits, query):
                    distances += np.bitwise_count(words ^ word)
                return distances
                """,
                "return np.bitwise_count(bits ^ query).sum(axis=0, dtype=np.uint16)",
            ),
        ],
    ),
    Wrong(
        "nearest_by_distance",
        believes="Lets the nearest come first",
        fails={"18.2.nearest": "ascending", "18.2.many": "ascending"},
        edits=[
            ("return np.sort(np.concatenate([nearer, as_near]))", "return np.concatenate([nearer, as_near])"),
        ],
    ),
    Wrong(
        "nearest_below",
        believes="Takes those below the furthest distance",
        fails={"18.2.nearest": "furthest-left-out", "18.2.many": None},
        edits=[
            ("return np.sort(np.concatenate([nearer, as_near]))", "return nearer"),
        ],
    ),
    Wrong(
        "nearest_exactly_count",
        believes="Sorts, and takes the first `count`",
        fails={"18.2.nearest": "ties-cut", "18.2.many": None},
        edits=[
            (
                "return np.sort(np.concatenate([nearer, as_near]))",
                'return np.sort(np.argsort(distances, kind="stable")[:count])',
            ),
        ],
    ),
    Wrong(
        "nearest_one_further",
        believes="Goes one distance too far",
        fails={"18.2.nearest": "too-far", "18.2.many": None},
        edits=[
            (
                "furthest = np.searchsorted(upto, min(count, len(distances)))",
                'furthest = np.searchsorted(upto, min(count, len(distances)), side="right")',
            ),
        ],
    ),
    Wrong(
        "nearest_twice_as_many",
        believes="Takes twice as many, whatever lies at the furthest distance",
        fails={"18.2.nearest": "too-far", "18.2.many": "too-far"},
        edits=[
            (
                """
                upto = np.cumsum(np.bincount(distances))
                furthest = np.searchsorted(upto, min(count, len(distances)))
                nearer = np.flatnonzero(distances < furthest)
                as_near = np.flatnonzero(distances == furthest)[: 2 * count - len(nearer)]
                return np.sort(np.concatenate([nearer, as_near]))
                """,
                'return np.sort(np.argsort(distances, kind="stable")[: 2 * count])',
            ),
        ],
    ),
    Wrong(
        "nearest_without_limit",
        believes="Takes all that are as near",
        fails={"18.2.many": "no-limit"},
        edits=[
            (
                "as_near = np.flatnonzero(distances == furthest)[: 2 * count - len(nearer)]",
                "as_near = np.flatnonzero(distances == furthest)",
            ),
        ],
    ),
    Wrong(
        "nearest_first_of_all",
        believes="Takes the first `2 * count` of all",
        fails={"18.2.many": "nearer-lost"},
        edits=[
            (
                "return np.sort(np.concatenate([nearer, as_near]))",
                "return np.flatnonzero(distances <= furthest)[: 2 * count]",
            ),
        ],
    ),
    Wrong(
        "nearest_back_to_count",
        believes="Goes back to `count` where they are too many",
        fails={"18.2.many": "once-only"},
        edits=[
            (
                "as_near = np.flatnonzero(distances == furthest)[: 2 * count - len(nearer)]",
                """
                as_near = np.flatnonzero(distances == furthest)
                if len(nearer) + len(as_near) > 2 * count:
                    as_near = as_near[: count - len(nearer)]
                """,
            ),
        ],
    ),
    Wrong(
        "nearest_last_of_all",
        believes="Keeps the last of those at the furthest distance",
        fails={"18.2.many": "later-kept"},
        edits=[
            (
                "as_near = np.flatnonzero(distances == furthest)[: 2 * count - len(nearer)]",
                "as_near = np.flatnonzero(distances == furthest)[len(nearer) - 2 * count :]",
            ),
        ],
    ),
]
