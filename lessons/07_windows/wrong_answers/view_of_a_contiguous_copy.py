"""Wants the elements side by side, and copies those that are not."""

TASK, FAILS, CAUSE = "07.2", {"07.2.view"}, "copied"
INSTEAD_OF = "strides = (stride * rows.strides[0], *rows.strides)"
WRITES = "rows = np.ascontiguousarray(rows)\n    strides = (stride * rows.strides[0], *rows.strides)"
