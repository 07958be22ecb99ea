"""Counts a call as in flight until its result is taken."""

TASK, FAILS = "12.1", {"12.1.begin", "12.1.out"}
CAUSE = {"12.1.begin": "slot-kept"}

trace = {
    "in order": [(0, 4), (0, 4), (4, 6), (4, 9), (6, 9), (9, 11)],
    "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
}
