"""Leaves it to the writer to stop."""

TASK, FAILS, CAUSE = "09.2", {"09.2.closed"}, "let-in"
INSTEAD_OF = """        if self.closed:
            raise ClosedError("this buffer was closed: nothing can be added any more")
"""
WRITES = ""
