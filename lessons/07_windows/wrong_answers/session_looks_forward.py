"""Looks for a session that has begun when the item happens."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins"}, "parted"
INSTEAD_OF = "if session[0] < end and start < session[1]"
WRITES = "if session[0] <= start < session[1]"
