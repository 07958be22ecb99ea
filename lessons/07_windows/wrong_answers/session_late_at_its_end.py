"""Calls an item late one step too late."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "never-late"
INSTEAD_OF = "end <= watermark:"
WRITES = "end < watermark:"
