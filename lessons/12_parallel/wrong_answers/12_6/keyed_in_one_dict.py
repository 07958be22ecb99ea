def in_order_by_key(events):
    known = {}
    for kind, key, call in events:
        if kind == "begin":
            known[call] = "begun"
            known[key] = [*known.get(key, ()), call] if isinstance(known.get(key, ()), list | tuple) else [call]
            continue
        known[call] = "ended"
        line = known[key] if isinstance(known[key], list) else []
        while line and known.get(line[0]) == "ended":
            known.pop(line[0])
            yield line.pop(0)
        if not line:
            known.pop(key, None)
