"""Counts the end of a window as inside."""

TASK, FAILS = "07.4", {"07.4.whole", "07.4.fractions"}
CAUSE = {"07.4.whole": "end-included", "07.4.fractions": "outside"}
INSTEAD_OF = "+ rest > time"
WRITES = "+ rest >= time"
