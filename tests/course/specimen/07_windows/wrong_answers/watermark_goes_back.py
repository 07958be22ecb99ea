"""Takes the watermark from the latest item, so that an early time pulls it back."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "opened-again"
INSTEAD_OF = "max(watermark, time - lateness)"
WRITES = "time - lateness"
