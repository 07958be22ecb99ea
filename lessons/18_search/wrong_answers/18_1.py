"""Misconceptions about task 18.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "ranks_nothing",
        believes="Returns an empty list",
        fails={"18.1.scores": "nothing", "18.1.order": None, "18.1.any": None},
        edits=[
            ("return [(total * (constant + 1) / len(lists), key) for key, total in best]", "return []"),
        ],
    ),
    Wrong(
        "ranks_key_first",
        believes="Puts the key first",
        fails={"18.1.scores": "key-first", "18.1.order": None, "18.1.any": None},
        edits=[
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(key, total * (constant + 1) / len(lists)) for key, total in best]",
            ),
        ],
    ),
    Wrong(
        "ranks_plain_sums",
        believes="Leaves the sums as they are",
        fails={"18.1.scores": "not-divided", "18.1.any": "scores"},
        edits=[
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(total, key) for key, total in best]",
            ),
        ],
    ),
    Wrong(
        "ranks_from_zero",
        believes="Counts ranks from 0",
        fails={"18.1.scores": "from-zero", "18.1.order": None, "18.1.any": None},
        edits=[
            ("for rank, key in enumerate(keys, 1):", "for rank, key in enumerate(keys):"),
        ],
    ),
    Wrong(
        "ranks_sixty",
        believes="Always reckons with 60",
        fails={"18.1.scores": "sixty", "18.1.order": None, "18.1.any": None},
        edits=[
            ("lists = list(lists)", "lists, constant = list(lists), 60"),
        ],
    ),
    Wrong(
        "ranks_without_constant",
        believes="Leaves the constant out",
        fails={"18.1.scores": "sixty", "18.1.order": None, "18.1.any": "scores"},
        edits=[
            ("lists = list(lists)", "lists, constant = list(lists), 0"),
        ],
    ),
    Wrong(
        "ranks_by_lists",
        believes="Divides by the number of lists",
        fails={"18.1.scores": "by-lists", "18.1.any": "scores"},
        edits=[
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(total / len(lists), key) for key, total in best]",
            ),
        ],
    ),
    Wrong(
        "ranks_mean",
        believes="Takes the mean of the lists that have a key",
        fails={"18.1.scores": "mean", "18.1.any": "scores"},
    ),
    Wrong(
        "ranks_remembered",
        believes="Keeps the sums in a global name",
        fails={"18.1.scores": "kept", "18.1.order": None, "18.1.any": None},
    ),
    Wrong(
        "ranks_zero_is_sixty",
        believes="Takes a constant of 0 for none",
        fails={"18.1.scores": "zero", "18.1.order": None},
        edits=[
            (
                "lists = list(lists)",
                "lists, constant = list(lists), constant or 60",
            ),
        ],
    ),
    Wrong(
        "ranks_best_is_one",
        believes="Divides by the best score",
        fails={"18.1.scores": "best-is-one", "18.1.any": None},
        edits=[
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(total / best[0][1], key) for key, total in best]",
            ),
        ],
    ),
    Wrong(
        "ranks_last_list_counts",
        believes="Keeps the share from the last list",
        fails={"18.1.scores": "one-list-counts", "18.1.order": None, "18.1.any": None},
        edits=[
            ("sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)", "sums[key] = 1 / (constant + rank)"),
        ],
    ),
    Wrong(
        "ranks_unsorted",
        believes="Keeps the order in which keys come",
        fails={"18.1.order": "unsorted", "18.1.any": None},
        edits=[
            ("best = sorted(sums.items(), key=lambda item: -item[1])", "best = list(sums.items())"),
        ],
    ),
    Wrong(
        "ranks_worst_first",
        believes="Sorts by score, the lowest first",
        fails={"18.1.order": "worst-first", "18.1.any": None},
        edits=[
            (
                "best = sorted(sums.items(), key=lambda item: -item[1])",
                "best = sorted(sums.items(), key=lambda item: item[1])",
            ),
        ],
    ),
    Wrong(
        "ranks_by_name",
        believes="Sorts equal scores by name",
        fails={"18.1.order": "by-name"},
        edits=[
            (
                "best = sorted(sums.items(), key=lambda item: -item[1])",
                "best = sorted(sums.items(), key=lambda item: (-item[1], str(item[0])))",
            ),
        ],
    ),
    Wrong(
        "ranks_reversed",
        believes="Sorts, then turns the list round",
        fails={"18.1.order": "backwards"},
        edits=[
            (
                "best = sorted(sums.items(), key=lambda item: -item[1])",
                "best = sorted(sums.items(), key=lambda item: item[1])[::-1]",
            ),
        ],
    ),
    Wrong(
        "ranks_row_by_row",
        believes="Goes through all lists at once, rank by rank",
        fails={"18.1.order": "rank-by-rank"},
    ),
    Wrong(
        "ranks_reads_twice",
        believes="Collects the keys first, and reads the lists again",
        fails={"18.1.any": "read-twice"},
        edits=[
            (
                "lists = list(lists)",
                """
                lists = list(lists)
                keys_of_all = {key for keys in lists for key in keys}
                """,
            ),
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(total * (constant + 1) / len(lists), key) for key, total in best if key in keys_of_all]",
            ),
        ],
    ),
    Wrong(
        "ranks_pass_falsy",
        believes="Passes over keys that are false",
        fails={"18.1.any": "falsy-lost"},
        edits=[
            (
                "sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)",
                """
                if key:
                    sums[key] = sums.get(key, 0.0) + 1 / (constant + rank)
                """,
            ),
        ],
    ),
    Wrong(
        "ranks_without_empty",
        believes="Counts lists that have a key",
        fails={"18.1.any": "empty-uncounted"},
        edits=[
            ("lists = list(lists)", "lists = [keys for keys in map(list, lists) if keys]"),
        ],
    ),
    Wrong(
        "ranks_none",
        believes="Returns None where there is no list",
        fails={"18.1.any": "none-for-nothing"},
        edits=[
            (
                "return [(total * (constant + 1) / len(lists), key) for key, total in best]",
                "return [(total * (constant + 1) / len(lists), key) for key, total in best] if lists else None",
            ),
        ],
    ),
]
