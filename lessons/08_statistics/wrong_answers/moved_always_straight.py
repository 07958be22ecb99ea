"""Goes straight to the neighbour ahead."""

TASK, FAILS, CAUSE = "08.6", {"08.6.parabola"}, "straight"
INSTEAD_OF = "if heights[marker - 1] < on_parabola < heights[marker + 1]:"
WRITES = "if False:"
