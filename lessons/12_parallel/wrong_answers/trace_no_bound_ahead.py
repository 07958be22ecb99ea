"""Forgets that results which wait take room as well."""

TASK, FAILS = "12.1", {"12.1.begin", "12.1.out"}
CAUSE = {"12.1.begin": "no-bound-ahead", "12.1.out": "from-the-wrong-start"}

trace = {
    "in order": [(0, 4), (0, 4), (1, 4), (3, 8), (4, 8), (5, 8)],
    "as completed": [(0, 4), (0, 1), (1, 3), (3, 8), (4, 5), (5, 7)],
}
