"""Has each call begin when another ends, whoever is ahead, in the first seconds."""

TASK, FAILS, CAUSE = "12.1", {"12.1.begin"}, "early"


trace = {
    "in order": [(0, 4), (0, 4), (1, 4), (2, 9), (4, 9), (5, 9)],
    "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
}
