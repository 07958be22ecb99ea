"""Takes the slope at the marker for that of the step."""

TASK, FAILS, CAUSE = "08.6", {"08.6.parabola"}, "tangent"
INSTEAD_OF = "(below + step) * rise + (above - step) * fall"
WRITES = "below * rise + above * fall"
