"""Takes what failed for dropped."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "skipped-is-dropped"
INSTEAD_OF = "(7, 5, 0, 2, 3)"
WRITES = "(7, 5, 2, 0, 3)"
