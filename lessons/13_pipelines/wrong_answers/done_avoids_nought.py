"""Puts a 1 in the place of each 0."""

TASK, FAILS = "13.4", {"13.4.nothing"}
CAUSE = "all-done"
INSTEAD_OF = "done *= counts.finished / made"
WRITES = "done *= (counts.finished or 1) / made"
