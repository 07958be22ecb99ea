"""Takes second 0 for no second."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = "zero"
INSTEAD_OF = "due is None or now < due"
WRITES = "not due or now < due"
