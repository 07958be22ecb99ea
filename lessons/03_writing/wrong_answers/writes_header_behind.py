"""Appends the header, as one appends to a list."""

TASK, FAILS, CAUSE = "03.1", {"03.1.places"}, "header-behind"
INSTEAD_OF = '("header", 0, 444)'
WRITES = '("header", 1416, 444)'
