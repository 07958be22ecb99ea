"""Moves the values over, and leaves nothing on the right."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge"}, "other-changed"
INSTEAD_OF = "        self.count = count"
WRITES = """        self.count = count
        other.count, other.mean, other.squares = 0, 0.0, 0.0"""
