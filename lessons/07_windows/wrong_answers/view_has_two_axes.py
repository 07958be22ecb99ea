"""Shows the first number of each row."""

TASK, FAILS, CAUSE = "07.2", {"07.2.steps"}, "rows-flattened"
INSTEAD_OF = "return as_strided(rows, shape, strides, writeable=False)"
WRITES = "return as_strided(rows, shape[:2], strides[:2], writeable=False)"
