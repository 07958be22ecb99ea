"""Divides what was made by what is through."""

TASK, FAILS = "13.4", {"13.4.share", "13.4.nothing"}
CAUSE = {"13.4.share": "upside-down", "13.4.nothing": "all-done"}
INSTEAD_OF = "done *= counts.finished / made"
WRITES = "done *= made / (counts.finished or made)"
