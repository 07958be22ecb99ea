"""Zips questions and answers."""

TASK = "05.4"

choice = dict(zip(("order", "lines pulled", "lines split", "lines split in the other"), ("D", 97, 8, 97), strict=True))
