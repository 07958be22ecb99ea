"""Leaves the mask for later."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "missing"
INSTEAD_OF = '"cold[0]": 31'
WRITES = '"cold[0]": None'
