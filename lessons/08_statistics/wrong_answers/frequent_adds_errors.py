"""Adds the error of the counter to the count that it takes over."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "error-too-large"
INSTEAD_OF = """            count, _ = counters.pop(smallest)
            error = count
"""
WRITES = """            count, error = counters.pop(smallest)
            error += count
"""
