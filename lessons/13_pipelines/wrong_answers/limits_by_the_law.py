"""Works one limit out by Little's law, for both modes."""

TASK, FAILS = "13.5", {"13.5.limits"}
CAUSE = "one-for-both"
INSTEAD_OF = 'limits = {mode: enough(mode) for mode in ("ordered", "as_completed")}'
WRITES = 'limits = {"ordered": 7, "as_completed": 7}'
