"""Stops when A is out."""

TASK, FAILS, CAUSE = "12.1", {"12.1.begin", "12.1.out"}, "stops"

trace = {
    "in order": [(0, 4), (0, 4), (1, 4)],
    "as completed": [(0, 4), (0, 1), (1, 3)],
}
