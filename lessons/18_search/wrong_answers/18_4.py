"""Misconceptions about task 18.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "chunk_keeps_the_largest",
        believes="Returns the largest score that came in",
        fails={"18.4.held": "largest-stays", "18.4.large": None, "18.4.hidden": None},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                "return largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
            ),
        ],
    ),
    Wrong(
        "chunk_of_its_own",
        believes="Takes the largest score of the chunk",
        fails={"18.4.held": "largest-of-chunk", "18.4.large": "falls", "18.4.hidden": None},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = scores.max(axis=-1, keepdims=True)",
            ),
        ],
    ),
    Wrong(
        "chunk_in_place",
        believes="Changes what it was given",
        fails={"18.4.held": "changed"},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                """
                total *= shrink
                total += weights.sum(axis=-1, keepdims=True)
                weighted *= shrink
                weighted += weights @ values
                return new_largest, total, weighted
                """,
            ),
        ],
    ),
    Wrong(
        "chunk_divides",
        believes="Divides by the total each time",
        fails={"18.4.held": "divided", "18.4.large": "not-held", "18.4.hidden": None},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                """
                total = total * shrink + weights.sum(axis=-1, keepdims=True)
                return new_largest, total, (weighted * shrink + weights @ values) / total
                """,
            ),
        ],
    ),
    Wrong(
        "chunk_first_largest",
        believes="Keeps the first largest score",
        fails={"18.4.held": "largest-first", "18.4.large": "by-the-old"},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = np.where(np.isneginf(largest), scores.max(axis=-1, keepdims=True), largest)",
            ),
        ],
    ),
    Wrong(
        "chunk_forgets",
        believes="Starts its sums anew with each chunk",
        fails={"18.4.held": "old-forgotten", "18.4.large": None, "18.4.hidden": None},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                "return new_largest, weights.sum(axis=-1, keepdims=True), weights @ values",
            ),
        ],
    ),
    Wrong(
        "chunk_without_shrinking",
        believes="Adds up without shrinking",
        fails={"18.4.held": "not-shrunk", "18.4.large": "not-held"},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                "return new_largest, total + weights.sum(axis=-1, keepdims=True), weighted + weights @ values",
            ),
        ],
    ),
    Wrong(
        "chunk_shrinks_the_total",
        believes="Shrinks one of the two sums",
        fails={"18.4.held": "one-shrunk", "18.4.large": None},
        edits=[
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted + weights @ values",
            ),
        ],
    ),
    Wrong(
        "chunk_grows",
        believes="Takes the difference the wrong way round",
        fails={"18.4.held": "grown", "18.4.large": None},
        edits=[
            ("shrink = np.exp(largest - shift)", "shrink = np.where(largest == -np.inf, 0, np.exp(shift - largest))"),
        ],
    ),
    Wrong(
        "chunk_one_largest",
        believes="Takes one largest score for all queries",
        fails={"18.4.held": "queries-mixed", "18.4.hidden": None},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = np.maximum(largest, scores.max(keepdims=True))",
            ),
        ],
    ),
    Wrong(
        "chunk_of_two_axes",
        believes="Counts axes from the front",
        fails={"18.4.held": "axes"},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = np.maximum(largest, scores.max(axis=1, keepdims=True))",
            ),
            (
                "return new_largest, total * shrink + weights.sum(axis=-1, keepdims=True), weighted * shrink + weights @ values",
                "return new_largest, total * shrink + weights.sum(axis=1, keepdims=True), weighted * shrink + weights @ values",
            ),
        ],
    ),
    Wrong(
        "chunk_overflows",
        believes="Shrinks afterwards what was raised before",
        fails={"18.4.large": "overflow"},
        edits=[
            ("weights = np.exp(scores - shift)", "weights = np.exp(scores) / np.exp(shift)"),
        ],
    ),
    Wrong(
        "chunk_begins_low",
        believes="Begins with a very low number for the largest",
        fails={"18.4.large": "underflow", "18.4.hidden": "largest-replaced"},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = np.maximum(np.maximum(largest, -100), scores.max(axis=-1, keepdims=True)).astype(largest.dtype)",
            ),
        ],
    ),
    Wrong(
        "chunk_by_the_old",
        believes="Subtracts the old largest score",
        fails={"18.4.large": "by-the-old"},
        edits=[
            (
                "weights = np.exp(scores - shift)",
                """
                old = np.where(largest == -np.inf, shift, largest)
                weights = np.exp(scores - old) * np.exp(old - shift)
                """,
            ),
        ],
    ),
    Wrong(
        "chunk_in_double",
        believes="Reckons in float64",
        fails={"18.4.large": "type"},
        edits=[
            ("weights = np.exp(scores - shift)", "weights = np.exp(scores.astype(np.float64) - shift)"),
        ],
    ),
    Wrong(
        "chunk_no_number",
        believes="Subtracts minus infinity",
        fails={"18.4.hidden": "no-number"},
        edits=[
            ("shift = np.where(np.isneginf(new_largest), 0, new_largest)", "shift = new_largest"),
        ],
    ),
    Wrong(
        "chunk_counts_hidden",
        believes="Makes a number of what is none",
        fails={"18.4.hidden": "hidden-counts"},
        edits=[
            ("weights = np.exp(scores - shift)", "weights = np.exp(np.nan_to_num(scores - new_largest, nan=0.0))"),
        ],
    ),
    Wrong(
        "chunk_lowest_number",
        believes="Takes a very low number for minus infinity",
        fails={"18.4.hidden": "largest-replaced"},
        edits=[
            (
                "new_largest = np.maximum(largest, scores.max(axis=-1, keepdims=True))",
                "new_largest = np.maximum(np.maximum(largest, scores.max(axis=-1, keepdims=True)), -1e30)",
            ),
        ],
    ),
    Wrong(
        "chunk_hides_all",
        believes="Shifts nothing where any query has seen nothing",
        fails={"18.4.hidden": "beside"},
        edits=[
            (
                "shift = np.where(np.isneginf(new_largest), 0, new_largest)",
                "shift = 0 if np.isneginf(new_largest).any() else new_largest",
            ),
        ],
    ),
]
