"""Lets the moment pass in which a batch is due."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "a-moment-late", "06.3.due": "not-taken"}
INSTEAD_OF = "now < due"
WRITES = "now <= due"
