"""Reads the bound on those ahead as the bound on those in flight."""

TASK, FAILS = "12.1", {"12.1.begin", "12.1.out"}
CAUSE = {"12.1.begin": "all-at-once"}

trace = {
    "in order": [(0, 4), (0, 4), (0, 4), (4, 9), (4, 9), (4, 9)],
    "as completed": [(0, 4), (0, 1), (0, 2), (1, 6), (2, 3), (3, 5)],
}
