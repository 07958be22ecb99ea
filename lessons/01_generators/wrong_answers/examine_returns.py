"""Returns the comparison, and asserts nothing."""

TASK, FAILS, CAUSE = "01.4", {"01.4.verdicts"}, "spares-mutant"
INSTEAD_OF = "assert list"
WRITES = "return list"
