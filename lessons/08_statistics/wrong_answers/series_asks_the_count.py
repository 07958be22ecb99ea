"""Asks whether there is anything to divide by."""

TASK, FAILS, CAUSE = "08.1", {"08.1.arrays"}, "asked"
INSTEAD_OF = "        share = other.count / (count + (count == 0))"
WRITES = """        if not count:
            return
        share = other.count / count"""
