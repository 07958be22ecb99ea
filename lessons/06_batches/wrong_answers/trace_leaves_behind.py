"""Sends the item off that is due, and no other with it."""

TASK, FAILS = "06.1", {"06.1.moments"}
CAUSE = "left-behind"


trace = [(20, "ABC"), (55, "DE"), (90, "F"), (100, "GH")]
