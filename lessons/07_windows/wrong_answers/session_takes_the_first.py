"""Adds an item to the first session that it touches."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins"}, "parted"
INSTEAD_OF = "for session in touched:"
WRITES = "for session in touched[:1]:"
