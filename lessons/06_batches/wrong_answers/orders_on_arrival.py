"""Looks at the clock when an order comes; the end is right."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = {"06.4.time": "on-arrival", "06.4.sleep": "never-by-itself"}
INSTEAD_OF = "None if due is None else max(0, due - clock.monotonic())"
WRITES = "None"
