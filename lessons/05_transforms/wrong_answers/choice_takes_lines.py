"""Takes ten lines as early as can be."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "too-many"

choice = {
    "order": "B",
    "lines pulled": 152,
    "lines split": 10,
    "lines split in the other": 97,
}
