"""Ends when G and H have arrived."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "no-last-take"

trace = {
    "drop_oldest": ("ACE", "GH", "BDF"),
    "drop_newest": ("ABC", "EG", "DFH"),
    "block": ("ABC", "DE", ""),
}
