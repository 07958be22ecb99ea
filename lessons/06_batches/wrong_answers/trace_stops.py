"""Stops after the first batch that is due."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "stops"


trace = [
    (20, "ABC"),
    (55, "DE"),
]
