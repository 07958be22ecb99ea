"""Would rather stop than lose one."""

TASK, FAILS, CAUSE = "09.5", {"09.5.desk"}, "stops"
INSTEAD_OF = '("drop_newest", 13, 76)'
WRITES = '("error", 13, 0)'
