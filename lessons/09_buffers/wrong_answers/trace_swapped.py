"""Takes the newest for the oldest."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "swapped"

trace = {
    "drop_oldest": ("ABCE", "G", "DFH"),
    "drop_newest": ("ACEG", "H", "BDF"),
    "block": ("ABCD", "EF", ""),
}
