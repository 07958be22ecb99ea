"""Believes that the header is done when there is room for it."""

TASK, FAILS, CAUSE = "03.1", {"03.1.places"}, "too-few"
INSTEAD_OF = """    ("header", 0, 444),
"""
WRITES = ""
