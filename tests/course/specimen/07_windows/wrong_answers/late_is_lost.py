"""Turns a late item away, and tells nobody."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "late-lost"
INSTEAD_OF = "                on_late(item)"
WRITES = "                pass"
