"""Has only full lists run."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "rest-lost"
INSTEAD_OF = "max_size=3"
WRITES = "min_size=3"
