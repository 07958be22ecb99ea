"""Believes that a mean needs a count of at least one."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits"}, {"08.1.push": "count"}
INSTEAD_OF = """        self.count += 1
        distance"""
WRITES = """        self.count = max(self.count, 1) + 1
        distance"""
