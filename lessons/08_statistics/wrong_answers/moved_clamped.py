"""Stops at the neighbour's height."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "clamped"
INSTEAD_OF = "return height + step * (rise if step > 0 else fall)"
WRITES = "return heights[marker + step]"
