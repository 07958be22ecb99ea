"""Leaves the waiting to others."""

TASK, FAILS, CAUSE = "10.6", {"10.6.pace"}, "never-waits"
INSTEAD_OF = "        wait()\n"
WRITES = ""
