"""Plays both modes in order."""

TASK, FAILS, CAUSE = "12.1", {"12.1.begin", "12.1.out"}, "order-everywhere"

trace = {
    "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],
    "as completed": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (5, 9)],
}
