"""Turns away what is newest."""

TASK, FAILS, CAUSE = "09.5", {"09.5.screen"}, "first"
INSTEAD_OF = '("drop_oldest", 1, 242)'
WRITES = '("drop_newest", 1, 242)'
