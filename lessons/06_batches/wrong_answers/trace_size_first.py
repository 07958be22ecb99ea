"""Waits for a full batch whenever one is near."""

TASK, FAILS = "06.1", {"06.1.moments"}
CAUSE = "size-first"


trace = [(20, "ABC"), (55, "DE"), (95, "FGH")]
