"""Works with the old and the new byte."""

TASK = "04.1"

old, new = 31, 50
shown = {"mapped[0]": new, "first": old, "evening[0]": new, "warmer[0]": old + 1, "pairs[0, 0]": new, "cold[0]": old}
