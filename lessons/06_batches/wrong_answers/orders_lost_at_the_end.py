"""Believes that the last batch left with the last order."""

TASK, FAILS, CAUSE = "06.4", {"06.4.end"}, "rest-lost"
INSTEAD_OF = "    while rest := core.flush():\n        deliver(rest)"
WRITES = "    return"
