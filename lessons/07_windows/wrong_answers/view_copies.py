"""Picks every window's elements with an array of indices."""

TASK, FAILS, CAUSE = "07.2", {"07.2.view"}, "copied"
INSTEAD_OF = "return as_strided(rows, shape, strides, writeable=False)"
WRITES = "return rows[stride * np.arange(count)[:, None] + np.arange(size)]"
