"""Waits for an error that no array raises."""

TASK, FAILS, CAUSE = "08.1", {"08.1.arrays"}, "nothing"
INSTEAD_OF = "        share = other.count / (count + (count == 0))"
WRITES = """        try:
            share = other.count / count
        except ZeroDivisionError:
            return"""
