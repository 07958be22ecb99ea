"""Waits as it should, and takes behind the back of the writers."""

TASK, FAILS, CAUSE = "11.5", {"11.5.batches"}, "writer-sleeps"
INSTEAD_OF = "if batch := await awaited.take(size, patience):"
WRITES = """await awaited.ready(size, patience)
        if batch := awaited.core.take(size):"""
