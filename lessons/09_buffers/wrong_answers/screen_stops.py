"""Does not expect two in one step."""

TASK, FAILS, CAUSE = "09.5", {"09.5.screen"}, "stops"
INSTEAD_OF = '("drop_oldest", 1, 242)'
WRITES = '("error", 1, 0)'
