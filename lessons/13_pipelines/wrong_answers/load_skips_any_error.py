"""Skips whatever fails."""

TASK, FAILS = "13.3", {"13.3.mistake"}
CAUSE = "swallowed"
INSTEAD_OF = "error_handler=IfBusy()"
WRITES = 'on_error="skip_item"'
