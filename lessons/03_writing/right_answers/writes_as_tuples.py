"""Writes the calls as a tuple of tuples."""

TASK = "03.1"

writes = (
    ("placeholder", 0, 444),
    ("block", 444, 372 + 100 + 2),
    ("block", 444 + 474, 372 + 28 + 2),
    ("index", 1320, 2 * 24),
    ("footer", 1320 + 48, 48),
    ("header", 0, 444),
)
