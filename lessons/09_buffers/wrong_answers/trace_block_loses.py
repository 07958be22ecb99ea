"""Lets a blocked writer throw away what it cannot put in."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "block-loses"
INSTEAD_OF = '"ABCD", "EF", ""'
WRITES = '"ABCE", "G", "DFH"'
