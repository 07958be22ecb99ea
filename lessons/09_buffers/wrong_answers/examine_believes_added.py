"""Trusts books that balance."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "spares-mutant"
INSTEAD_OF = "assert stats.taken + stats.waiting + stats.dropped == 5"
WRITES = "assert stats.taken + stats.waiting == stats.added"
