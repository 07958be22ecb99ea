"""Leaves out the step in the weights."""

TASK, FAILS, CAUSE = "08.6", {"08.6.parabola"}, "one-way"
INSTEAD_OF = "(below + step) * rise + (above - step) * fall"
WRITES = "(below + 1) * rise + (above - 1) * fall"
