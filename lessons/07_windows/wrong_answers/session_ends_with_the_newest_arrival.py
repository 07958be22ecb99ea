"""Takes the item that came last for the last."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins", "07.5.late"}, "borders"
INSTEAD_OF = "max(end, session[1])"
WRITES = "end"
