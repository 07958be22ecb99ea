"""Lets the lines run."""

TASK = "00.1"

numbers = iter([1, 2, 3])
trace = {"first": next(numbers), "rest": list(numbers), "again": list(numbers)}
trace["default"] = next(numbers, "end")
