"""Misconceptions about task 18.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "share_of_nothing",
        believes="Takes the mean of nothing",
        fails={"18.3.share": "not-a-number"},
        edits=[
            (
                """
                if not nearest.size:
                    return 1.0
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "share_of_a_hundred",
        believes="Looks at a hundred, whatever is asked",
        fails={"18.3.share": "fixed"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], 100)) for at, rows in enumerate(nearest)]",
            ),
        ],
    ),
    Wrong(
        "share_without_ties",
        believes="Takes the first so many as candidates",
        fails={"18.3.share": "count-alone"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                """
                far = [hamming_distances(bits, signs[:, at]) for at in range(len(nearest))]
                found = [np.isin(rows, np.argsort(far[at], kind='stable')[:rescored]) for at, rows in enumerate(nearest)]
                """,
            ),
        ],
    ),
    Wrong(
        "share_in_percent",
        believes="Counts in percent",
        fails={"18.3.share": "percent"},
        edits=[
            ("return float(np.mean(found))", "return 100 * float(np.mean(found))"),
        ],
    ),
    Wrong(
        "share_by_the_first_query",
        believes="Asks with the first query each time",
        fails={"18.3.share": "one-query"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, 0], rescored)) for rows in nearest]",
            ),
        ],
    ),
    Wrong(
        "share_of_queries",
        believes="Counts queries of which all were found",
        fails={"18.3.share": "all-or-nothing"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)).all() for at, rows in enumerate(nearest)]",
            ),
        ],
    ),
    Wrong(
        "share_of_candidates",
        believes="Divides by the candidates",
        fails={"18.3.share": "of-candidates"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                """
                candidates = [nearest_by_bits(bits, signs[:, at], rescored) for at in range(len(nearest))]
                found = np.concatenate([np.isin(those, rows) for those, rows in zip(candidates, nearest)])
                """,
            ),
        ],
    ),
    Wrong(
        "share_row_by_row",
        believes="Takes a row of the bits for a query",
        fails={"18.3.share": "query-left-out"},
        edits=[
            (
                "found = [np.isin(rows, nearest_by_bits(bits, signs[:, at], rescored)) for at, rows in enumerate(nearest)]",
                "found = [np.isin(rows, nearest_by_bits(bits, bits_of, rescored)) for bits_of, rows in zip(signs, nearest)]",
            ),
            ("return float(np.mean(found))", "return float(np.sum(found) / nearest.size)"),
        ],
    ),
    Wrong(
        "choice_of_250",
        believes="Rounds 0.975 up",
        fails={"18.3.choice": "too-few"},
        edits=[
            ("rescored = 300  # with 250 it is 0.974, with 300 0.982", "rescored = 250"),
        ],
    ),
    Wrong(
        "choice_of_350",
        believes="Is on the safe side",
        fails={"18.3.choice": "too-many"},
        edits=[
            ("rescored = 300  # with 250 it is 0.974, with 300 0.982", "rescored = 350"),
        ],
    ),
]
