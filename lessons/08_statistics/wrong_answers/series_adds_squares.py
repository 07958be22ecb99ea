"""Forgets the gap between the halves."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays", "08.1.digits"}
CAUSE = {"08.1.merge": "gap", "08.1.arrays": "elsewhere", "08.1.digits": "elsewhere"}
INSTEAD_OF = " + gap * gap * self.count * share"
WRITES = ""
