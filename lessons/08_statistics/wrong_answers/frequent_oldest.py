"""Takes over the counter that has waited longest."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "error-too-large"
INSTEAD_OF = "min(counters, key=counters.get)"
WRITES = "next(iter(counters))"
