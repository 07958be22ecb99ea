"""Drops one larger value, not all of them."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "one-dropped"
INSTEAD_OF = "while self.rising and"
WRITES = "if self.rising and"
