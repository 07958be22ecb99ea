"""Counts nothing as lost that was accepted."""

TASK, FAILS, CAUSE = "09.5", {"09.5.screen"}, "unmeasured"
INSTEAD_OF = '("drop_oldest", 1, 242)'
WRITES = '("drop_oldest", 1, 0)'
