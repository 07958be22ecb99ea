"""Counts the answers."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "answers"

pulled = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 3,
    "list(squares())": 5,
    "list(takewhile(lambda n: n < 20, squares()))": 3,
    "list(zip(range(3), squares()))": 3,
    "list(zip(squares(), range(3)))": 3,
}
