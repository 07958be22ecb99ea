"""Lets each result out at the end of its call, in both modes."""

TASK, FAILS, CAUSE = "12.1", {"12.1.out"}, "not-in-order"

trace = {
    "in order": [(0, 4), (0, 1), (1, 3), (4, 9), (4, 5), (5, 7)],
    "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
}
