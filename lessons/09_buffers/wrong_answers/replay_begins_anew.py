"""Goes over the source again for each batch."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow"}, "starts-over"
INSTEAD_OF = "rows = iter(source)"
WRITES = "rows = source"
