"""Knows who has finished, and does not say so."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order"}, "done-unset"
INSTEAD_OF = "        call.done = True\n"
WRITES = ""
