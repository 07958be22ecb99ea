"""Gives the screen as many places as the desk."""

TASK, FAILS, CAUSE = "09.5", {"09.5.screen"}, "stale"
INSTEAD_OF = '("drop_oldest", 1, 242)'
WRITES = '("drop_oldest", 13, 76)'
