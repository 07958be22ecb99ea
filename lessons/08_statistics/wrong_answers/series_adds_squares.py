"""Forgets the gap between the halves."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge", "08.1.digits"}, {"08.1.merge": "gap", "08.1.digits": "elsewhere"}
INSTEAD_OF = " + gap * gap * self.count * share"
WRITES = ""
