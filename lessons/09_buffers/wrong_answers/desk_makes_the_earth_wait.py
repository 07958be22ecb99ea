"""Holds back a source that cannot wait."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "earth-waits"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("block", 13, 76)'
