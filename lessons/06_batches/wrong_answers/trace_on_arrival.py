"""Looks at the clock when an item comes."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "on-arrival"


trace = [
    (20, "ABC"),
    (60, "DEF"),
    (100, "GH"),
]
