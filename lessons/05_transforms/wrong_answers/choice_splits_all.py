"""Takes the order with the fewest stages."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "splits-all"

choice = {
    "order": "A",
    "lines pulled": 97,
    "lines split": 97,
    "lines split in the other": 8,
}
