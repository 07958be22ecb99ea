"""Is content when some losses are counted."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "spares-half"
INSTEAD_OF = "assert stats.taken + stats.waiting + stats.dropped == 5"
WRITES = "assert stats.dropped > 0"
