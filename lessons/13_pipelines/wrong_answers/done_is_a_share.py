"""Begins with one item, not with those that are finished."""

TASK, FAILS = "13.4", {"13.4.share", "13.4.nothing"}
CAUSE = {"13.4.share": "share-alone", "13.4.nothing": "begins-at-one"}
INSTEAD_OF = "done = counts.finished"
WRITES = "done = 1.0"
