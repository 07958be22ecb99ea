"""Leaves the trace as it was found."""

TASK, FAILS, CAUSE = "09.1", {"09.1.fate"}, "unfilled"

trace = {
    "drop_oldest": ("AC", "D", "B"),
    "drop_newest": ("", "", ""),
    "block": ("", "", ""),
}
