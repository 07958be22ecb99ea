"""Writes text instead of bytes."""

TASK, FAILS, CAUSE = "02.2", {"02.2.waits"}, "text"

trace = [("EWR\n", "JF"), ("", "JFK\r"), ("JFK\r\n", "LG"), ("", "LGA\r"), ("LGA\r", "BOS"), ("BOS", "")]
