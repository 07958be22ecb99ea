"""Takes answers as they come, since that is quicker."""

TASK, FAILS = "13.3", {"13.3.records"}
CAUSE = "order"
INSTEAD_OF = "with_context(max_parallelism=4)"
WRITES = 'with_context(max_parallelism=4, execution_mode="as_completed")'
