"""Takes a place for each loss that hurts."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "too-long"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("drop_newest", 20, 69)'
