"""Expects every stage to make something."""

TASK, FAILS = "13.4", {"13.4.nothing"}
CAUSE = "raised"
INSTEAD_OF = "elif made:"
WRITES = "else:"
