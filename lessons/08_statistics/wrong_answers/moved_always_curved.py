"""Trusts the parabola everywhere."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "bulges"
INSTEAD_OF = "if heights[marker - 1] < on_parabola < heights[marker + 1]:"
WRITES = "if True:"
