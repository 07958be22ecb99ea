"""Writes spaces between the letters, and the lost ones as they come to mind."""

TASK = "09.1"

trace = {
    "drop_oldest": ("A C E G", "H", "F D B"),
    "drop_newest": ("A, B, C, E", "G", "D, F, H"),
    "block": ("A B C D", "E F", "-"),
}
