"""Counts as dropped what comes too late."""

TASK, FAILS, CAUSE = "09.2", {"09.2.closed"}, "counted"
INSTEAD_OF = """        if self.closed:
            raise"""
WRITES = """        if self.closed:
            self.dropped += 1
            raise"""
