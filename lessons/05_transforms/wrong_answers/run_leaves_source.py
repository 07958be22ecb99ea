"""Leaves the source to whoever opened it."""

TASK, FAILS, CAUSE = (
    "05.3",
    {"05.3.closed", "05.3.stubborn"},
    {"05.3.closed": "source-left", "05.3.stubborn": "not-closed"},
)
INSTEAD_OF = "for link in links:"
WRITES = "for link in links[1:]:"
