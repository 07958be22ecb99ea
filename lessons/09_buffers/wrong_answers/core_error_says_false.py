"""Leaves it to the writer to look at the answer."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "error-silent"
INSTEAD_OF = """            if self.policy == "error":
                raise BufferFullError(f"all {self.capacity} places are taken: read faster")
"""
WRITES = ""
