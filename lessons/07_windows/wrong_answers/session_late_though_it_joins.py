"""Asks for the own end of an item, also if it joins a session."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "own-time"
INSTEAD_OF = "if not touched and end <= watermark:"
WRITES = "if end <= watermark:"
