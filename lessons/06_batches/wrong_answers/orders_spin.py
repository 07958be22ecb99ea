"""Asks whether there is an order, and asks again at once."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.end", "06.4.sleep"}
CAUSE = "spins"
INSTEAD_OF = "None if due is None else max(0, due - clock.monotonic())"
WRITES = "0"
