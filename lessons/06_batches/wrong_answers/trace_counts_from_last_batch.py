"""Counts the time from the batch before."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "since-last-batch"


trace = [
    (20, "ABC"),
    (50, "DE"),
    (80, "F"),
    (100, "GH"),
]
