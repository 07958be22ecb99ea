"""Takes the start of the session, though an older item has come."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins"}, "borders"
INSTEAD_OF = "min(start, session[0])"
WRITES = "session[0]"
