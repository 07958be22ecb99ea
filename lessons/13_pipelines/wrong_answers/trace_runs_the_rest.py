"""Has the last batch run, however small it is."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "rest-runs"
INSTEAD_OF = "(5, 1, 2, 0, 0)"
WRITES = "(5, 2, 0, 0, 0)"
