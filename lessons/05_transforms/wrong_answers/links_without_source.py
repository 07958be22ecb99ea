"""Keeps the stages, and lets the source go."""

TASK, FAILS, CAUSE = "05.3", {"05.3.links"}, "source-missing"
INSTEAD_OF = "return links"
WRITES = "return links[1:] or links"
