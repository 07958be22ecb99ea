"""Turns away whatever is behind the watermark."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "own-time"
INSTEAD_OF = "if not touched and end <= watermark:"
WRITES = "if start < watermark:"
