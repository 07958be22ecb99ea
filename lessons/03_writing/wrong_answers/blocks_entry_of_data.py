"""Enters the size of the data."""

TASK, FAILS, CAUSE = "03.4", {"03.4.places"}, "entry-size"
INSTEAD_OF = "INDEX_ENTRY.pack(position, size,"
WRITES = "INDEX_ENTRY.pack(position, len(data),"
