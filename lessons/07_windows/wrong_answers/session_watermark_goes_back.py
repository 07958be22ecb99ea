"""Takes the newest item's time for the newest time."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "never-late"
INSTEAD_OF = "max(watermark, time - lateness)"
WRITES = "time - lateness"
