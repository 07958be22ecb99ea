"""Leaves out what is in the buffer at the end."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "vanished"
INSTEAD_OF = '"ACEG", "H", "BDF"'
WRITES = '"ACEG", "", "BDF"'
