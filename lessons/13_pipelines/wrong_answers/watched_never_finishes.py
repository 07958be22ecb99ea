"""Puts its own counting in the place of what the queue did."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "stuck"
INSTEAD_OF = "        super().finish(call)\n"
WRITES = ""
