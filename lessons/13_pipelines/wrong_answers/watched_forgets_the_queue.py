"""Begins without what the queue begins with."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "stuck"
INSTEAD_OF = "        super().__init__(max_in_flight, max_ahead, ordered)\n"
WRITES = ""
