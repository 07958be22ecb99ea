"""Takes what there is as soon as there is anything."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "impatient"
INSTEAD_OF = "await awaited.take(size, patience)"
WRITES = "await awaited.take(size, 0)"
