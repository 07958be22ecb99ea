"""Leaves the size of batches to the default."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "one-by-one"
INSTEAD_OF = "batch_task(store, max_size=3)"
WRITES = "batch_task(store)"
