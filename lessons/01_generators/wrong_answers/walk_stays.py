"""Forgets that a generator goes on behind its `yield`, where nobody has moved the position."""

TASK, FAILS = "01.2", {"01.2.steps", "01.2.ends", "01.2.lazy"}
CAUSE = {"01.2.steps": "stays", "01.2.ends": "stuck"}
INSTEAD_OF = "position += size"
WRITES = "continue"
