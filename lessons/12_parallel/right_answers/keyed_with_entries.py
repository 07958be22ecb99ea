"""Gives each call an entry that its line and a dict share."""

TASK = "12.6"

from collections import deque


def in_order_by_key(events):
    lines, entries = {}, {}
    for kind, key, call in events:
        if kind == "begin":
            entries[call] = entry = [call, False]
            if key not in lines:
                lines[key] = deque()
            lines[key].append(entry)
        else:
            entries.pop(call)[1] = True
            while key in lines and lines[key][0][1]:
                yield lines[key].popleft()[0]
                if not lines[key]:
                    del lines[key]
