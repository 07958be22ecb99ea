"""Takes the moment for a span."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = {"06.4.time": "on-arrival", "06.4.sleep": "too-long"}
INSTEAD_OF = "None if due is None else max(0, due - clock.monotonic())"
WRITES = "due"
