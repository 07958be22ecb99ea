"""Names what was measured."""

TASK = "05.4"

pulled, split, split_in_a = 97, 8, 97
choice = {"order": "D", "lines pulled": pulled, "lines split": split, "lines split in the other": split_in_a}
