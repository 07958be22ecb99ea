"""Raises, and looks no further for a name."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "error-silent"
INSTEAD_OF = "raise BufferFullError("
WRITES = "raise ClosedError("
