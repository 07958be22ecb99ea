"""Believes that a sum looks at what it was made from."""

TASK, FAILS, CAUSE = "04.1", {"04.1.values"}, "arithmetic"
INSTEAD_OF = '"warmer[0]": 32'
WRITES = '"warmer[0]": 51'
