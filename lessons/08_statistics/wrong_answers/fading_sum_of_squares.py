"""Returns the squares undivided."""

TASK, FAILS, CAUSE = "08.4", {"08.4.variance"}, "sum"
INSTEAD_OF = "self.squares / self.weight"
WRITES = "self.squares"
