"""Begins a new session for an item that touches none."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "never-late"
INSTEAD_OF = "if not touched and end <= watermark:"
WRITES = "if False:"
