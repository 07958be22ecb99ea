"""Yields windows in the order in which they were opened."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late", "07.3.soon"}, "order"
INSTEAD_OF = "in sorted(span for span in waiting if span[1] <= watermark)"
WRITES = "in [span for span in waiting if span[1] <= watermark]"
