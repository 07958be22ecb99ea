from collections import deque


def in_order_by_key(events):
    lines, ended = {}, set()
    for kind, key, call in events:
        if kind == "begin":
            lines.setdefault(key, deque()).append(call)
            continue
        ended.add(call)
        line, free = lines[key], []
        while line and line[0] in ended:
            ended.remove(line[0])
            free.append(line.popleft())
        if not line:
            del lines[key]
        yield from sorted(free, key=str)
