"""Writes lists, and finds the run by adding up what was lost."""

TASK = "13.1"

seats, total = [7, 7 - 2, 0, 2, 1 + 2], [5, 1, 5 - 3, 0, 0]
trace = [[5, 7, 1, 0, 0], seats, total, [5, 1, 1 + 2, 2, 3]]
