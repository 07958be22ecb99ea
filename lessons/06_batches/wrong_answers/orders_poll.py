"""Looks every second."""

TASK, FAILS, CAUSE = "06.4", {"06.4.sleep"}, "looks-again"
INSTEAD_OF = "None if due is None else max(0, due - clock.monotonic())"
WRITES = "1"
