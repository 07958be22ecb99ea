"""Takes a step for a distance."""

TASK, FAILS, CAUSE = "07.2", {"07.2.steps"}, "other-strides"
INSTEAD_OF = "(stride * rows.strides[0], *rows.strides)"
WRITES = "(stride * abs(rows.strides[0]), abs(rows.strides[0]), *rows.strides[1:])"
