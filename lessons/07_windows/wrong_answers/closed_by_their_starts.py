"""Compares the start of a window with the watermark."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "opened-again", "07.3.soon": "too-early"}
INSTEAD_OF = "in waiting if span[1] <= watermark"
WRITES = "in waiting if span[0] <= watermark"
