"""Reckons what is lost from the total."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "unmeasured"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("drop_newest", 13, 816)'
