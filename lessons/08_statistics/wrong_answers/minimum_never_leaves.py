"""Forgets that values leave at the front."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest", "08.3.held"}, {"08.3.lowest": "never-leaves", "08.3.held": "grows"}
INSTEAD_OF = """        if self.rising[0][0] <= self.pushed - self.size:
            self.rising.popleft()
"""
WRITES = ""
