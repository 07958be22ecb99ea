"""Believes that the source is one item ahead of the loop."""

TASK, FAILS, CAUSE = "01.1", {"01.1.order"}, "read-ahead"
INSTEAD_OF = """    "got jfk",
"""
WRITES = """    "got jfk",
    "read LGA",
"""
