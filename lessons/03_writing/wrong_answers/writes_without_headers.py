"""Takes a block for its data and metadata."""

TASK, FAILS, CAUSE = "03.1", {"03.1.places"}, "no-header"

writes = [
    ("placeholder", 0, 444),
    ("block", 444, 102),
    ("block", 546, 30),
    ("index", 576, 48),
    ("footer", 624, 48),
    ("header", 0, 444),
]
