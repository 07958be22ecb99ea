"""Lets `takewhile` see the number before the one that fails."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "condition-unseen"

pulled = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 5,
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": 6,
    "list(zip(range(3), squares()))": 5,
    "list(zip(squares(), range(3)))": 7,
}
