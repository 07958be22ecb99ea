"""Weighs the gap with a count that has grown already."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays", "08.1.digits"}
CAUSE = {"08.1.merge": "counts", "08.1.arrays": "elsewhere"}
INSTEAD_OF = "gap * gap * self.count * share"
WRITES = "gap * gap * count * share"
