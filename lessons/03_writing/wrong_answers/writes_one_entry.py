"""Gives the index one entry for all blocks."""

TASK, FAILS, CAUSE = "03.1", {"03.1.places"}, "one-entry"

writes = [
    ("placeholder", 0, 444),
    ("block", 444, 474),
    ("block", 918, 402),
    ("index", 1320, 24),
    ("footer", 1344, 48),
    ("header", 0, 444),
]
