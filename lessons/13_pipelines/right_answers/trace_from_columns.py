"""Goes through the run count by count, and turns the columns into rows."""

TASK = "13.1"

into, out = (5, 7, 5, 5), (7, 5, 1, 1)
dropped, skipped, retried = (1, 0, 2, 3), (0, 2, 0, 2), (0, 3, 0, 3)
trace = [*zip(into, out, dropped, skipped, retried, strict=True)]
