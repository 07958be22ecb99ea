"""Has nothing to say where nothing is due."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "none"}
INSTEAD_OF = "return [] if due is None"
WRITES = "return None if due is None"
