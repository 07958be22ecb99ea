"""Begins where a file begins, on the header."""

TASK, FAILS, CAUSE = "03.4", {"03.4.places"}, "from-zero"
INSTEAD_OF = """    for type_code, data, metadata in blocks:
"""
WRITES = """    position = 0
    for type_code, data, metadata in blocks:
"""
