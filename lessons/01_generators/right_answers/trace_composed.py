"""Lets a loop write the three steps of each name."""

TASK = "01.1"

trace = []
for _name in ("EWR", "JFK"):
    trace += [f"read {_name}", f"lower {_name}", f"got {_name.lower()}"]
