"""Gives out the batches of a core that has a time limit, and no others."""

TASK, FAILS = "06.3", {"06.3.full"}
CAUSE = "not-given"
INSTEAD_OF = "due is None or now < due"
WRITES = "due is None or self.max_wait is None or now < due"
