"""Gives a field another name."""

TASK, FAILS, CAUSE = "04.2", {"04.2.fields"}, "names"
INSTEAD_OF = '"type_code"'
WRITES = '"type"'
