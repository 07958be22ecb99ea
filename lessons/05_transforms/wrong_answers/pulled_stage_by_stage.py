"""Lets each stage finish before the next begins."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "all-at-once"

pulled = {
    "squares()": 0,
    "next(squares())": 10,
    "list(islice(squares(), 3))": 10,
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": 10,
    "list(zip(range(3), squares()))": 10,
    "list(zip(squares(), range(3)))": 10,
}
