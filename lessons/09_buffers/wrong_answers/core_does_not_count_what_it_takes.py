"""Counts what comes in alone."""

TASK, FAILS, CAUSE = "09.2", {"09.2.counts"}, "taken-uncounted"
INSTEAD_OF = "        self.taken += len(batch)\n"
WRITES = ""
