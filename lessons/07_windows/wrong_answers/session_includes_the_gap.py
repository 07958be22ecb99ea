"""Joins what is exactly a gap apart."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins"}, "gap-too-wide"
INSTEAD_OF = "if session[0] < end and start < session[1]"
WRITES = "if session[0] <= end and start <= session[1]"
