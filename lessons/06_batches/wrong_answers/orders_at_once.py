"""Delivers whatever there is."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.end", "06.4.sleep"}
CAUSE = {"06.4.time": "early", "06.4.end": "early"}
INSTEAD_OF = "if batch := core.take(clock.monotonic()):"
WRITES = "if batch := core.flush():"
