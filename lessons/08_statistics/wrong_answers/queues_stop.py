"""Stops when the first value has left."""

TASK, FAILS, CAUSE = "08.2", {"08.2.queues"}, "stops"
INSTEAD_OF = """    [4, 6],
    [4, 6, 9],
    [6, 7],
"""
WRITES = ""
