"""Weighs the gap with a count that has grown already."""

TASK, FAILS, CAUSE = "08.1", {"08.1.merge", "08.1.digits"}, {"08.1.merge": "counts"}
INSTEAD_OF = "gap * gap * self.count * share"
WRITES = "gap * gap * count * share"
