"""Gives the windows in the order of their starts."""

TASK, FAILS = "07.4", {"07.4.whole", "07.4.fractions"}
CAUSE = {"07.4.whole": "oldest-first", "07.4.fractions": "two-borders"}
INSTEAD_OF = "        return spans\n"
WRITES = "        return spans[::-1]\n"
