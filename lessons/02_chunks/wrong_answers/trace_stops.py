"""Stops at the first carriage return."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "stops"

trace = [(b"EWR\n", b"JF"), (b"", b"JFK\r")]
