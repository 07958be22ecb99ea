"""Gives each slope the weight of the other."""

TASK, FAILS, CAUSE = "08.6", {"08.6.parabola"}, "weights-swapped"
INSTEAD_OF = "(below + step) * rise + (above - step) * fall"
WRITES = "(above - step) * rise + (below + step) * fall"
