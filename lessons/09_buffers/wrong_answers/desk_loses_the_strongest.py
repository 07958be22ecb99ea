"""Takes the newest for the most important."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "strongest-lost"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("drop_oldest", 13, 76)'
