"""Goes over the item itself."""

TASK, FAILS, CAUSE = (
    "05.2",
    {"05.2.flat", "05.2.lazy", "05.2.closed"},
    {"05.2.flat": "uncalled", "05.2.lazy": "unknown", "05.2.closed": "raised"},
)
INSTEAD_OF = "yield from fn(item)"
WRITES = "yield from item"
