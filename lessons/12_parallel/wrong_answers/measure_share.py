"""Says which share of the places was taken."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "share"
INSTEAD_OF = "busy / seconds"
WRITES = "busy / seconds / max_in_flight"
