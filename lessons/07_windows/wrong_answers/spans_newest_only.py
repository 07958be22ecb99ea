"""Stops at the first window that holds the time."""

TASK, FAILS = "07.4", {"07.4.whole", "07.4.fractions"}
CAUSE = {"07.4.whole": "one-only", "07.4.fractions": "too-few"}
INSTEAD_OF = "        while (number"
WRITES = "        if (number"
