"""Takes moment 0 for the beginning."""

TASK, FAILS, CAUSE = "10.5", {"10.5.law"}, "from-zero"
INSTEAD_OF = "(last - first), busy"
WRITES = "last, busy"
