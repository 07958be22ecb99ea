"""Leaves the axes as numpy's own function has them, with the elements of a window last."""

TASK, FAILS, CAUSE = "07.2", {"07.2.steps"}, "axes"
INSTEAD_OF = "return as_strided(rows, shape, strides, writeable=False)"
WRITES = "return np.moveaxis(as_strided(rows, shape, strides, writeable=False), 1, -1)"
