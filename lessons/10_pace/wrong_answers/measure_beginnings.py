"""Measures from beginning to beginning."""

TASK, FAILS, CAUSE = "10.5", {"10.5.law"}, "beginnings"
INSTEAD_OF = "max(last, ended)"
WRITES = "began"
