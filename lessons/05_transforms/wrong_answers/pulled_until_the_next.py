"""Believes that a count needs to see one more."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "one-too-many"

pulled = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 7,
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": 7,
    "list(zip(range(3), squares()))": 7,
    "list(zip(squares(), range(3)))": 7,
}
