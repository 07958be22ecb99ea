"""Forgets to say where the blocks end."""

TASK, FAILS, CAUSE = "03.4", {"03.4.places"}, "no-end"
INSTEAD_OF = """    return position
"""
WRITES = ""
