"""Writes lists, and floats."""

TASK = "10.1"

trace = [[True, 1.0], [False, 1.5], [True, 0.0], [True, 0.0], [False, 0.5], [True, 0.0], [True, 0.5]]
