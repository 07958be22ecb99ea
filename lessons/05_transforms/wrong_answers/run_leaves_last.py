"""Closes what is behind the last link, and leaves that one to itself."""

TASK, FAILS, CAUSE = "05.3", {"05.3.closed"}, "last-left"
INSTEAD_OF = "for link in links:"
WRITES = "for link in links[:-1]:"
