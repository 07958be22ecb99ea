"""Goes over the first link, which is the source."""

TASK, FAILS, CAUSE = "05.3", {"05.3.closed"}, "other-link"
INSTEAD_OF = "yield from links[-1]"
WRITES = "yield from links[0]"
