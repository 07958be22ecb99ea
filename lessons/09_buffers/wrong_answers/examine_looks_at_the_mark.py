"""Knows the `SilentBuffer` by its mark, and the losses not at all."""

TASK, FAILS, CAUSE = "09.3", {"09.3.verdicts"}, "spares-half"
INSTEAD_OF = "assert stats.taken + stats.waiting + stats.dropped == 5"
WRITES = "assert stats.high_water_mark == 3"
