"""Takes what the last stage dropped for what the run did."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "not-summed"
INSTEAD_OF = "(5, 1, 3, 2, 3)"
WRITES = "(5, 1, 2, 2, 3)"
