"""Gives every stage the source."""

TASK, FAILS, CAUSE = "05.3", {"05.3.links"}, "from-the-source"
INSTEAD_OF = "iter(stage(links[-1]))"
WRITES = "iter(stage(links[0]))"
