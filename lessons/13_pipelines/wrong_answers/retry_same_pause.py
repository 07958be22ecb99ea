"""Makes every pause as long as the first."""

TASK, FAILS = "13.2", {"13.2.calls"}
CAUSE = "own-delays"
INSTEAD_OF = "retry.delay(calls)"
WRITES = "retry.base_delay"
