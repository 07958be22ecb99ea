"""Ends with the last batch that was due."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "last-lost"


trace = [
    (20, "ABC"),
    (55, "DE"),
    (90, "FG"),
]
