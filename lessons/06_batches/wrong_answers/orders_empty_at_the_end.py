"""Delivers what is left, also when nothing is."""

TASK, FAILS, CAUSE = "06.4", {"06.4.end"}, "empty"
INSTEAD_OF = "    while rest := core.flush():\n        deliver(rest)"
WRITES = "    deliver(core.flush())"
