"""Sorts the expressions into those that look and those that do not."""

TASK = "04.1"

looking = ("mapped[0]", "first", "evening[0]", "warmer[0]", "pairs[0, 0]", "cold[0]")
shown = dict.fromkeys(looking, 50) | {"first": 31, "warmer[0]": 32, "cold[0]": 31}
