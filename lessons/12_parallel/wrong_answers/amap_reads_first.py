"""Puts the items in a list of its own, to be on the safe side."""

TASK, FAILS, CAUSE = "12.4", {"12.4.out"}, "read-ahead"
INSTEAD_OF = "with closing_source(iter(items)) as source:"
WRITES = "with closing_source(items), closing_source(iter(list(items))) as source:"
