"""Adds up the seconds of the questions when they have been read."""

TASK, FAILS, CAUSE = "12.5", {"12.5.measure"}, "used-up"
INSTEAD_OF = "busy / seconds"
WRITES = "sum(question[1] for question in questions) / seconds"
