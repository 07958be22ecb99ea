"""Yields plain tuples."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "no-window"
INSTEAD_OF = "            yield Window(*span, waiting.pop(span))"
WRITES = "            yield *span, waiting.pop(span)"
