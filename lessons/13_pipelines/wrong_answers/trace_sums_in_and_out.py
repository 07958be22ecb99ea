"""Adds up what came into each stage."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "summed"
INSTEAD_OF = "(5, 1, 3, 2, 3)"
WRITES = "(17, 13, 3, 2, 3)"
