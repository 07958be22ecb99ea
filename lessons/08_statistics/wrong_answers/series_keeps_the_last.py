"""Keeps the last ten values, which is not many."""

TASK, FAILS, CAUSE = "08.1", {"08.1.held"}, "kept"
INSTEAD_OF = """        self.count += 1
        distance"""
WRITES = """        self.last = [*getattr(self, 'last', ()), value][-10:]
        self.count += 1
        distance"""
