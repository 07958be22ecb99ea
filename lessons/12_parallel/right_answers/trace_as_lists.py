"""Writes lists where others write tuples, and seconds with a decimal point."""

TASK = "12.1"

trace = {
    "in order": [[0.0, 4.0], [0, 4], [1, 4], [4, 9], [4, 9], [5, 9]],
    "as completed": [[0, 4], [0, 1], [1, 3], [3, 8], [4, 5], [5, 7]],
}
