"""Lets the letter at the door in with the next arrival."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "block-lags"
INSTEAD_OF = '"ABCD", "EF", ""'
WRITES = '"ABCD", "E", ""'
