"""Leaves the time for later."""

TASK, FAILS, CAUSE = "06.3", {"06.3.due"}, "size-alone"
INSTEAD_OF = "return self.waiting[0][1] + self.max_wait"
WRITES = "return None"
