def in_order_by_key(events):
    lines = {}
    for kind, key, call in events:
        line = lines.setdefault(key, [])
        if kind == "begin":
            line.append([call, False])
            continue
        for entry in line:
            if entry[0] == call:
                entry[1] = True
        while line and line[0][1]:
            yield line.pop(0)[0]
        if not line:
            del lines[key]
