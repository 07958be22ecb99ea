"""Puts the items in order of time."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "arrival"
INSTEAD_OF = "            yield Window(*span, waiting.pop(span))"
WRITES = "            yield Window(*span, sorted(waiting.pop(span)))"
