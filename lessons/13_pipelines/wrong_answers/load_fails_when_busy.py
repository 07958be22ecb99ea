"""Leaves out no flight for which the registry stays busy."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "busy-is-fatal"
INSTEAD_OF = ", error_handler=IfBusy())"
WRITES = ")"
