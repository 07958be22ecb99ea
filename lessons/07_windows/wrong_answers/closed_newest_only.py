"""Puts an item into the newest of its windows."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "one-window", "07.3.soon": "missing"}
INSTEAD_OF = "in spans_at(time) if"
WRITES = "in spans_at(time)[:1] if"
