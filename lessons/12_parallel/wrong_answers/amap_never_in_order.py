"""Takes every result as it completes."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out", "12.4.error"}, {"12.4.out": "order-never"}
INSTEAD_OF = "max_in_flight + max_waiting, ordered)"
WRITES = "max_in_flight + max_waiting, False)"
