"""Forgets to pass on the mode."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out", "12.4.error"}, {"12.4.out": "order-always", "12.4.error": "other-order"}
INSTEAD_OF = "max_in_flight + max_waiting, ordered)"
WRITES = "max_in_flight + max_waiting, True)"
