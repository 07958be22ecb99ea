"""Stops after the stages."""

TASK, FAILS = "13.1", {"13.1.stats"}
CAUSE = "stops"
INSTEAD_OF = "    (5, 1, 3, 2, 3),  # the whole run\n"
WRITES = ""
