"""Delivers what `take` gives, whatever that is."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.end"}
CAUSE = "empty"
INSTEAD_OF = "if batch := core.take(clock.monotonic()):\n            deliver(batch)"
WRITES = "deliver(core.take(clock.monotonic()))"
