"""Lets the next letter past the one that waits."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "block-skips"
INSTEAD_OF = '"ABCD", "EF", ""'
WRITES = '"ABCE", "GD", ""'
