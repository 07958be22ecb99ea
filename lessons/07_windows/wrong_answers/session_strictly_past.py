"""Waits until the watermark is beyond the end."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "stays-open"
INSTEAD_OF = "held[0][1] <= watermark"
WRITES = "held[0][1] < watermark"
