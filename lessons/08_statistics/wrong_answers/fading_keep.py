"""Returns the part that stays."""

TASK, FAILS, CAUSE = "08.4", {"08.4.halflife"}, "keep"
INSTEAD_OF = "return 1 - 0.5"
WRITES = "return 0.5"
