"""Chooses, and does not measure."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "unfilled"

choice = {
    "order": "D",
    "lines pulled": ...,
    "lines split": ...,
    "lines split in the other": ...,
}
