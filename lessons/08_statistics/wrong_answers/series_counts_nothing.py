"""Leaves the count as it was given."""

TASK, FAILS, CAUSE = "08.1", {"08.1.push", "08.1.digits", "08.1.held"}, {"08.1.push": "raised", "08.1.digits": "raised"}
INSTEAD_OF = """        self.count += 1
"""
WRITES = ""
