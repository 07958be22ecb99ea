"""Turns away whoever comes when all counters are taken."""

TASK, FAILS, CAUSE = "08.7", {"08.7.promises"}, "missed"
INSTEAD_OF = """            smallest = min(counters, key=counters.get)
            count, _ = counters.pop(smallest)
            error = count
"""
WRITES = """            continue
"""
