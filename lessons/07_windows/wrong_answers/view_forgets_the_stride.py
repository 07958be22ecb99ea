"""Has the right number of windows, each one element further."""

TASK, FAILS = "07.2", {"07.2.inside", "07.2.steps"}
CAUSE = {"07.2.inside": "wrong-start", "07.2.steps": "no-array"}
INSTEAD_OF = "strides = (stride * rows.strides[0], *rows.strides)"
WRITES = "strides = (rows.strides[0], *rows.strides)"
