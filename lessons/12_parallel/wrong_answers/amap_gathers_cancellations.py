"""Lets the cancellation of its tasks out."""

TASK, FAILS, CAUSE = "12.4", {"12.4.error", "12.4.left"}, {"12.4.error": "raised", "12.4.left": "run-on"}
INSTEAD_OF = ", return_exceptions=True"
WRITES = ""
