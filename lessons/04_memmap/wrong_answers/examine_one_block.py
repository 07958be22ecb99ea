"""Asks for one block alone, and one may be kept."""

TASK, FAILS, CAUSE = "04.5", {"04.5.verdicts"}, "spares-mutant"
INSTEAD_OF = "range(3)"
WRITES = "range(1)"
