"""Has the argument, and does not use it."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "any-type"
INSTEAD_OF = "kind not in KNOWN_TYPES and not any_type"
WRITES = "kind not in KNOWN_TYPES"
