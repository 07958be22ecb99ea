"""Leaves the closing to the loop."""

TASK, FAILS, CAUSE = "02.4", {"02.4.closed"}, "never"
INSTEAD_OF = "with closing(blocks):"
WRITES = "if blocks:"
