"""Gives the step between elements first, the step between windows second."""

TASK, FAILS = "07.2", {"07.2.inside", "07.2.steps"}
CAUSE = {"07.2.inside": "no-neighbours", "07.2.steps": "no-array"}
INSTEAD_OF = "strides = (stride * rows.strides[0], *rows.strides)"
WRITES = "strides = (rows.strides[0], stride * rows.strides[0], *rows.strides[1:])"
