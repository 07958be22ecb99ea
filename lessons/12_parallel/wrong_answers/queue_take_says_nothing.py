"""Removes the call, and does not give it out."""

TASK, FAILS, CAUSE = "12.2", {"12.2.order"}, "no-call"
INSTEAD_OF = "return self.line.popleft()"
WRITES = "self.line.popleft()"
