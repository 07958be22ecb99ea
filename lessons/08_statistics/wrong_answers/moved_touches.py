"""Allows a marker to reach its neighbour's height."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "touches"
INSTEAD_OF = "heights[marker - 1] < on_parabola < heights[marker + 1]"
WRITES = "heights[marker - 1] <= on_parabola <= heights[marker + 1]"
