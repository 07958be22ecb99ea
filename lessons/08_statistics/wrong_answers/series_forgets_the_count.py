"""Merges mean and squares, and counts as before."""

TASK, FAILS = "08.1", {"08.1.merge", "08.1.arrays"}
CAUSE = {"08.1.merge": "count", "08.1.arrays": "elsewhere"}
INSTEAD_OF = "        self.count = count\n"
WRITES = ""
