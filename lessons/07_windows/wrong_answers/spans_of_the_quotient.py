"""Trusts `//`."""

TASK, FAILS, CAUSE = "07.4", {"07.4.fractions"}, "two-borders"
INSTEAD_OF = "        if (number + 1) * slide <= time:\n            number += 1\n"
WRITES = ""
