"""Closes in the order of the links."""

TASK, FAILS, CAUSE = "05.3", {"05.3.closed"}, "first-first"
INSTEAD_OF = "for link in links:"
WRITES = "for link in reversed(links):"
