"""Takes the default of the library."""

TASK, FAILS, CAUSE = "12.5", {"12.5.room"}, "too-much"
INSTEAD_OF = "room = 13 "
WRITES = "room = 16 "
