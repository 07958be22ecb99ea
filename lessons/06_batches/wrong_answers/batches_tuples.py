"""Takes a tuple for a batch."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "no-lists"
INSTEAD_OF = "list(islice(source, size)), [])"
WRITES = "tuple(islice(source, size)), ())"
