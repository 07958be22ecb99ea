"""Begins with a watermark of 0."""

TASK, FAILS, CAUSE = "07.5", {"07.5.late"}, "below-zero"
INSTEAD_OF = "held, watermark = [], -math.inf"
WRITES = "held, watermark = [], 0"
