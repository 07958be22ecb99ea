"""Mixes up the two slopes."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "wrong-side"
INSTEAD_OF = "rise if step > 0 else fall"
WRITES = "fall if step > 0 else rise"
