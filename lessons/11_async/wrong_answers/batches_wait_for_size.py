"""Waits until a batch is full, however long that takes."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "restarts"
INSTEAD_OF = "await awaited.take(size, patience)"
WRITES = "await awaited.take(size)"
