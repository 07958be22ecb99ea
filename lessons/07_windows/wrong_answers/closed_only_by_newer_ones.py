"""Yields what the watermark closes, and leaves the rest when the items end."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "end-lost"
INSTEAD_OF = "for span in sorted(waiting):"
WRITES = "for span in ():"
