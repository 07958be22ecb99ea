"""Returns what the chain is pulled from."""

TASK, FAILS, CAUSE = "05.3", {"05.3.links"}, "last-only"
INSTEAD_OF = "return links"
WRITES = "return links[-1:]"
