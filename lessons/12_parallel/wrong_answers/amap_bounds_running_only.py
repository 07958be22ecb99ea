"""Lets results wait without a bound."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out"}, "waiting-unbounded"
INSTEAD_OF = "max_in_flight + max_waiting, ordered)"
WRITES = "10**9, ordered)"
