"""Takes a call off both counts when its result is taken, once more."""

TASK, FAILS, CAUSE = "12.2", {"12.2.room"}, "take-miscounts"
INSTEAD_OF = "        self.ahead -= 1\n"
WRITES = "        self.ahead -= 1\n        self.in_flight -= 1\n"
