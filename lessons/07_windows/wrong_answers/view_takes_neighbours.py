"""Takes for granted that elements lie side by side."""

TASK, FAILS, CAUSE = "07.2", {"07.2.steps"}, "itemsize"
INSTEAD_OF = "strides = (stride * rows.strides[0], *rows.strides)"
WRITES = "strides = (stride * rows.itemsize, rows.itemsize, *rows.strides[1:])"
