"""Ends without a word at a line that is too long."""

TASK, FAILS, CAUSE = "02.3", {"02.3.limit"}, "discarded"
INSTEAD_OF = "break"
WRITES = "return"
