"""Makes the dictionary of pairs."""

TASK = "05.1"

counts = (0, 1, 5, 10, 7, 5, 7)
consumers = (
    "squares()",
    "next(squares())",
    "list(islice(squares(), 3))",
    "list(squares())",
    "list(takewhile(lambda n: n < 20, squares()))",
    "list(zip(range(3), squares()))",
    "list(zip(squares(), range(3)))",
)
pulled = dict(zip(consumers, counts, strict=True))
