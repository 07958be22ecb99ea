"""Takes the first question for one that does not count."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.again"}
CAUSE = {"13.3.records": "more-than-three", "13.3.again": "more-than-three"}
INSTEAD_OF = "retry_attempts=3"
WRITES = "retry_attempts=4"
