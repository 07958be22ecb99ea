"""Sorts the items by their times."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins", "07.5.late"}, "arrival"
INSTEAD_OF = "[(arrival, item)]"
WRITES = "[(time, item)]"
