"""Writes the items first."""

TASK, FAILS = "06.1", {"06.1.moments"}
CAUSE = "no-pair"


trace = [(20, "ABC"), ("DE", 55), ("FG", 90), ("H", 100)]
