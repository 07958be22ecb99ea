"""Lets everything in, since nothing is lost."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "block-unbounded"
INSTEAD_OF = '"ABCD", "EF", ""'
WRITES = '"ABCD", "EFGH", ""'
