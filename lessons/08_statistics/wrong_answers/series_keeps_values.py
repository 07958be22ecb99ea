"""Keeps what it has seen, to be on the safe side."""

TASK, FAILS, CAUSE = "08.1", {"08.1.held"}, "kept"
INSTEAD_OF = """        self.count += 1
        distance"""
WRITES = """        self.seen = [*getattr(self, 'seen', ()), value]
        self.count += 1
        distance"""
