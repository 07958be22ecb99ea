"""Stops half way to the neighbour."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "half-way"
INSTEAD_OF = "return height + step * (rise if step > 0 else fall)"
WRITES = "return (height + heights[marker + step]) / 2"
