"""Leaves the source open."""

TASK, FAILS, CAUSE = "12.4", {"12.4.left"}, "never-closed"
INSTEAD_OF = "with closing_source(iter(items)) as source:"
WRITES = "if source := iter(items):"
