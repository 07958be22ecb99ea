"""Turns an item away if any of its windows has closed."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "one-closed"
INSTEAD_OF = "if not still_open:"
WRITES = "if len(still_open) < len(spans_at(time)):"
