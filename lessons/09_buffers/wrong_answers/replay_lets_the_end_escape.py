"""Asks for the next row, whether there is one or not."""

TASK, FAILS, CAUSE = "09.4", {"09.4.flow", "09.4.held"}, "raised"
INSTEAD_OF = """        for row in islice(rows, core.capacity - len(core)):
            core.offer(row)
"""
WRITES = """        while core.has_room():
            core.offer(next(rows))
"""
