"""Takes the newest item's time for the newest time."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "opened-again"
INSTEAD_OF = "max(watermark, time - lateness)"
WRITES = "time - lateness"
