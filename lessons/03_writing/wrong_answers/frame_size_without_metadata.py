"""Leaves the metadata out of the size."""

TASK, FAILS, CAUSE = "03.2", {"03.2.fields"}, "no-metadata"
INSTEAD_OF = " + len(data) + len(metadata)"
WRITES = " + len(data)"
