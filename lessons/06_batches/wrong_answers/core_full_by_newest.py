"""Takes the newest item for the one that fills the batch."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "due-newest"}
INSTEAD_OF = "self.waiting[self.max_size - 1][1]"
WRITES = "self.waiting[-1][1]"
