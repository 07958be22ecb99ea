"""Takes twelve steps of waiting for twelve places."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "too-few"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("drop_newest", 12, 77)'
