"""Gives a newcomer a fresh count."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "too-low"
INSTEAD_OF = "counters[item] = (count + 1, error)"
WRITES = "counters[item] = (1 if error else count + 1, 0)"
