"""Makes a list first, to be able to search it."""

TASK, FAILS, CAUSE = "04.3", {"04.3.looks"}, "every-offset"
INSTEAD_OF = "(offsets, position)\n    return"
WRITES = "(list(offsets), position)\n    return"
