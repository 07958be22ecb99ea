"""Moves on by the data, and writes over the rest."""

TASK, FAILS, CAUSE = "03.4", {"03.4.places"}, "overlap"
INSTEAD_OF = "position += size"
WRITES = "position += len(data)"
