"""Takes a line for blank only if it is empty."""

TASK, FAILS, CAUSE = "02.4", {"02.4.place"}, "blank-reported"
INSTEAD_OF = "if not line.isspace():"
WRITES = "if line:"
