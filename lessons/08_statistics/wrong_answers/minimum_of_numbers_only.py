"""Believes that whatever has an order is a number."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "raised"
INSTEAD_OF = "if value != value:"
WRITES = "if value - value != 0:"
