from collections import deque

LINES, ENDED = {}, set()


def in_order_by_key(events):
    LINES.clear()
    ENDED.clear()
    for kind, key, call in events:
        if kind == "begin":
            LINES.setdefault(key, deque()).append(call)
            continue
        ENDED.add(call)
        line = LINES[key]
        while line and line[0] in ENDED:
            ENDED.remove(line[0])
            yield line.popleft()
        if not line:
            LINES.pop(key, None)
