def merged(*sources):
    try:
        queue = [(item, source) for source in sources for item in take_one(source)]
        queue.sort(key=lambda head: head[0])
        while queue:
            item, source = queue.pop(0)
            yield item
            queue += [(item, source) for item in take_one(source)]
    finally:
        for source in sources:
            source.close()


def take_one(source):
    for item in source:
        return [item]
    return []
