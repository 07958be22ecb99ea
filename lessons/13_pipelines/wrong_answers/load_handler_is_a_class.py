"""Hands the class in."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.mistake"}
CAUSE = {"13.3.records": "handler", "13.3.mistake": "handler"}
INSTEAD_OF = "error_handler=IfBusy()"
WRITES = "error_handler=IfBusy"
