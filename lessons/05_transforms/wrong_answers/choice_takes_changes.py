"""Takes ten changes, wherever they are."""

TASK, FAILS, CAUSE = "05.4", {"05.4.choice"}, "too-few"

choice = {
    "order": "C",
    "lines pulled": 47,
    "lines split": 5,
    "lines split in the other": 8,
}
