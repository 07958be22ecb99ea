"""Takes the count of blocks that have begun for the number of the last of them."""

TASK, FAILS, CAUSE = "04.3", {"04.3.block"}, "one-more"
INSTEAD_OF = "begun - 1 if"
WRITES = "begun if"
