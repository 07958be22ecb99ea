"""Sets no limit: so many calls cannot be many."""

TASK, FAILS = "13.3", {"13.3.held"}
CAUSE = "too-many"
INSTEAD_OF = ".with_context(max_parallelism=4)"
WRITES = ""
