"""Takes the question that most often occurs for the average one."""

TASK, FAILS = "13.5", {"13.5.limits"}
CAUSE = "too-few"
INSTEAD_OF = 'limits = {mode: enough(mode) for mode in ("ordered", "as_completed")}'
WRITES = 'limits = {"ordered": 4, "as_completed": 4}'
