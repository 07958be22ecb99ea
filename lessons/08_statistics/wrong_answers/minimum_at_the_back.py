"""Looks at the wrong end of the queue."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "newest"
INSTEAD_OF = "return self.rising[0][1]"
WRITES = "return self.rising[-1][1]"
