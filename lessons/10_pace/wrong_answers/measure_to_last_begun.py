"""Takes the last request for the last to end."""

TASK, FAILS, CAUSE = "10.5", {"10.5.law"}, "last-begun"
INSTEAD_OF = "max(last, ended)"
WRITES = "ended"
