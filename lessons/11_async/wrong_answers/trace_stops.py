"""Ends where `main` awaits for the first time."""

TASK, FAILS, CAUSE = "11.1", {"11.1.order"}, "stops"

trace = [(0, "both called"), (0, "Ben sits down"), (0, "Ada sits down"), (1, "Ben gets up")]
