def merged(*sources):
    heads = {}
    for number, source in enumerate(sources):
        for item in source:
            heads[number] = item
            break
    try:
        while heads:
            number = min(heads, key=heads.get)
            yield heads.pop(number)
            for item in sources[number]:
                heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                break
    finally:
        for source in sources:
            source.close()
