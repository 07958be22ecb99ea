"""Keeps each item, to find its place again."""

TASK, FAILS, CAUSE = "07.5", {"07.5.held"}, "kept"
INSTEAD_OF = "for arrival, item in enumerate(items):\n"
WRITES = "everything = []\n    for arrival, item in enumerate(items):\n        everything.append(item)\n"
