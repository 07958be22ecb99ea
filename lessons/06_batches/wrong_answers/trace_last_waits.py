"""Has the last item wait for its alarm, although nothing can come."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "last-waits"


trace = [
    (20, "ABC"),
    (55, "DE"),
    (90, "FG"),
    (125, "H"),
]
