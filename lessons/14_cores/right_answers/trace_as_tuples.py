"""Writes tuples, and seconds with a decimal point."""

TASK = "14.1"

trace = {
    "begins": [(0,), (0,), (2, 5), (3,), (4,), (6.0,)],
    "in order": (3, 3.0, 11, 11, 11, 11),
    "as completed": (3, 2, 11, 4, 6, 7),
    "broken": ("F", "C", "E"),
}
