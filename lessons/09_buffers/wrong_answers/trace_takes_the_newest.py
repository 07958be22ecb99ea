"""Takes from the end at which letters come in."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "newest-taken"

trace = {
    "drop_oldest": ("BDFH", "G", "ACE"),
    "drop_newest": ("BCEG", "A", "DFH"),
    "block": ("BCDE", "AF", ""),
}
