"""Lets F wait for D, though E has left its place."""

TASK, FAILS, CAUSE = "12.1", {"12.1.begin", "12.1.out"}, {"12.1.begin": "late", "12.1.out": "from-the-wrong-start"}


trace = {
    "in order": [(0, 4), (0, 4), (1, 4), (4, 9), (4, 9), (9, 11)],
    "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (8, 10)],
}
