"""Takes the newest to be the newest of those that wait."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "waiting-one-goes"
INSTEAD_OF = '"ABCE", "G", "DFH"'
WRITES = '"ABDF", "H", "CEG"'
