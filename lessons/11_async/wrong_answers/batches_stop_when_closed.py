"""Takes the closing of the core for the end, though items wait in it."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "ended"
INSTEAD_OF = "while True:"
WRITES = "while not awaited.core.closed:"
