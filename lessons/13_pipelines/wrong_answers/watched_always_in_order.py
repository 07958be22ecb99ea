"""Passes on two of the three settings, and makes the third up."""

TASK, FAILS = "13.5", {"13.5.watched"}
CAUSE = "results"
INSTEAD_OF = "super().__init__(max_in_flight, max_ahead, ordered)"
WRITES = "super().__init__(max_in_flight, max_ahead, True)"
