"""Locks what was given, so that the view is locked too."""

TASK, FAILS, CAUSE = "07.2", {"07.2.view"}, "locked"
INSTEAD_OF = "return as_strided(rows, shape, strides, writeable=False)"
WRITES = "rows.flags.writeable = False\n    return as_strided(rows, shape, strides)"
