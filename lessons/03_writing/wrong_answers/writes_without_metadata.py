"""Forgets that `{}` takes two bytes."""

TASK, FAILS, CAUSE = "03.1", {"03.1.places"}, "no-metadata"

writes = [
    ("placeholder", 0, 444),
    ("block", 444, 472),
    ("block", 916, 400),
    ("index", 1316, 48),
    ("footer", 1364, 48),
    ("header", 0, 444),
]
