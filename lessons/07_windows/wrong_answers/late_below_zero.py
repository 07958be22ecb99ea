"""Begins with a watermark of 0."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "below-zero"
INSTEAD_OF = "{}, -math.inf"
WRITES = "{}, 0"
