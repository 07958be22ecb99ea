"""Sleeps for `max_wait`, whoever waits already."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = {"06.4.time": "max-wait"}
INSTEAD_OF = "max(0, due - clock.monotonic())"
WRITES = "core.max_wait"
