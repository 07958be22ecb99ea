"""Takes strides for numbers of elements."""

TASK, FAILS = "07.2", {"07.2.inside", "07.2.steps"}
CAUSE = {"07.2.inside": "no-bytes", "07.2.steps": "no-array"}
INSTEAD_OF = "strides = (stride * rows.strides[0], *rows.strides)"
WRITES = "strides = (stride, 1, *rows.strides[1:])"
