"""Has all pauses equal."""

TASK, FAILS = "13.3", {"13.3.again"}
CAUSE = "same-pause"
INSTEAD_OF = "retry_delay=0.5"
WRITES = "retry_delay=0.5, retry_exponential_backoff=False"
