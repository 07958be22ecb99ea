"""Finds the smallest, and tells nobody."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "none"
INSTEAD_OF = "        return self.rising[0][1]\n"
WRITES = ""
