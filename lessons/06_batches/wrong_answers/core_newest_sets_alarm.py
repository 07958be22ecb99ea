"""Has each item set the alarm anew."""

TASK, FAILS, CAUSE = "06.3", {"06.3.due"}, "newest"
INSTEAD_OF = "return self.waiting[0][1] + self.max_wait"
WRITES = "return self.waiting[-1][1] + self.max_wait"
