"""Reads off what comes out of the splitting."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "changes"

choice = {
    "order": "D",
    "lines pulled": 97,
    "lines split": 22,
    "lines split in the other": 341,
}
