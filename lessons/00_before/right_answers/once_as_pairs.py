"""Makes the table of two rows."""

TASK = "00.1"

names = ["first", "rest", "again", "default"]
values = [1, [2, 3], [], "end"]
trace = dict(zip(names, values, strict=True))
