"""Takes the newest time itself for the watermark."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "closed-early"
INSTEAD_OF = "time - lateness"
WRITES = "time"
