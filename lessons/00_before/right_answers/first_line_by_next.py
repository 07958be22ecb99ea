"""Takes the next line."""

TASK = "00.5"

from contextlib import closing


def first_line(file):
    with closing(file) as lines:
        return next(iter(lines), "").rstrip("\n")
