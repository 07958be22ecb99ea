"""Ends the task, which closes a source that waits, and no other."""

TASK, FAILS, CAUSE = "11.2", {"11.2.closed"}, "item"
INSTEAD_OF = "async with aclosing(source):"
WRITES = "if True:"
