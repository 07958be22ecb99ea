"""Lets bisect search in all bytes, by the line in which each lies."""

TASK = "04.6"

import bisect


def first_from(line_at, size, key):
    return bisect.bisect_left(range(size), key, key=lambda position: line_at(position)[1])
