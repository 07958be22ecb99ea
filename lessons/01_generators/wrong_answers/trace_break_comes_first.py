"""Believes that the break comes before the step that is logged above it."""

TASK, FAILS, CAUSE = "01.1", {"01.1.order"}, "stops-early"
INSTEAD_OF = """    "got jfk",
"""
WRITES = ""
