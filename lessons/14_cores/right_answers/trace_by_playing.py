"""Plays it through."""

TASK = "14.1"

from itertools import accumulate

ends = [3, 2, 5 + 6, 3 + 1, 4 + 2, 6 + 1]
trace = {
    "begins": [[0], [0], [2, 5], [3], [4], [6]],
    "in order": list(accumulate(ends, max)),
    "as completed": ends,
    "broken": [name for name, end in zip("ABCDEF", ends, strict=True) if end > 5],
}
