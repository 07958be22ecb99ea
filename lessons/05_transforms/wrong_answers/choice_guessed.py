"""Believes that all lines are read."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "numbers"

choice = {
    "order": "D",
    "lines pulled": 1637,
    "lines split": 8,
    "lines split in the other": 1637,
}
