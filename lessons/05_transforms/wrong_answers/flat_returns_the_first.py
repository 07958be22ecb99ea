"""Returns the elements of the first item."""

TASK, FAILS, CAUSE = (
    "05.2",
    {"05.2.flat", "05.2.closed"},
    {"05.2.flat": "first-only", "05.2.closed": "no-generator"},
)
INSTEAD_OF = "yield from fn(item)"
WRITES = "return fn(item)"
