"""Yields what is left in the order in which it was opened."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "order"
INSTEAD_OF = "for span in sorted(waiting):"
WRITES = "for span in list(waiting):"
