"""Takes what the slower mode needs, for both."""

TASK, FAILS = "13.5", {"13.5.limits"}
CAUSE = "too-many"
INSTEAD_OF = 'limits = {mode: enough(mode) for mode in ("ordered", "as_completed")}'
WRITES = 'limits = dict.fromkeys(["ordered", "as_completed"], enough("ordered"))'
