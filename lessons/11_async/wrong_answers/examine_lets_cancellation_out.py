"""Asks a cancelled task for its result, which raises `CancelledError`."""

TASK, FAILS, CAUSE = "11.4", {"11.4.verdicts"}, "escapes"
INSTEAD_OF = "read = [] if reader.cancelled() else reader.result()"
WRITES = "read = reader.result()"
