"""Wakes every 30 seconds, though nothing waits."""

TASK, FAILS, CAUSE = "06.4", {"06.4.sleep"}, "looks-again"
INSTEAD_OF = "None if due is None else"
WRITES = "30 if due is None else"
