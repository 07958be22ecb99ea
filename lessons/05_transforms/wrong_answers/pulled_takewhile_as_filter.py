"""Takes `takewhile` for a filter, which looks at everything."""

TASK, FAILS, CAUSE = "05.1", {"05.1.pulls"}, "condition-goes-on"

pulled = {
    "squares()": 0,
    "next(squares())": 1,
    "list(islice(squares(), 3))": 5,
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": 10,
    "list(zip(range(3), squares()))": 5,
    "list(zip(squares(), range(3)))": 7,
}
