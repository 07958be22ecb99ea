"""Waits on, though nothing can come."""

TASK, FAILS, CAUSE = "09.2", {"09.2.ready"}, "closed-ignored"
INSTEAD_OF = " or self.closed\n    ### END"
WRITES = "\n    ### END"
