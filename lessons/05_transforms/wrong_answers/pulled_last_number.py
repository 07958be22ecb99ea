"""Writes down the last number that was pulled, not how many."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "last-number"

pulled = {
    "squares()": 0,
    "next(squares())": 0,
    "list(islice(squares(), 3))": 4,
    "list(squares())": 9,
    "list(takewhile(lambda n: n < 20, squares()))": 6,
    "list(zip(range(3), squares()))": 4,
    "list(zip(squares(), range(3)))": 6,
}
