"""Reads an item, asks for room, and drops the item where there is none."""

TASK, FAILS = "12.3", {"12.3.out", "12.3.lead", "12.3.error"}
CAUSE = {"12.3.out": "lost", "12.3.lead": "drained", "12.3.error": "swallowed"}
INSTEAD_OF = "calls.has_room() and (item := next(items, END)) is not END"
WRITES = "(item := next(items, END)) is not END and calls.has_room()"
