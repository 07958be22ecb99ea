"""Keeps the type's four letters."""

TASK, FAILS, CAUSE = "04.2", {"04.2.fields"}, "letters"
INSTEAD_OF = '("type_code", ">u4")'
WRITES = '("type_code", "S4")'
