"""Takes a mask for a slice."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "mask"
INSTEAD_OF = '"cold[0]": 31'
WRITES = '"cold[0]": 50'
