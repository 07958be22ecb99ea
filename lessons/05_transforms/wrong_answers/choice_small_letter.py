"""Writes the order in small letters."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "no-order"
INSTEAD_OF = '"order": "D"'
WRITES = '"order": "d"'
