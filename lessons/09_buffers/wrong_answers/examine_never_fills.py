"""Offers no more than there are places for."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "spares-mutant"
INSTEAD_OF = "buffer = make(3)"
WRITES = "buffer = make(5)"
