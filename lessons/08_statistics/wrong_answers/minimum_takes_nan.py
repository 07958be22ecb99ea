"""Removes the guard."""

TASK, FAILS, CAUSE = "08.3", {"08.3.lowest"}, "nan"
INSTEAD_OF = """        if value != value:
            raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
"""
WRITES = ""
