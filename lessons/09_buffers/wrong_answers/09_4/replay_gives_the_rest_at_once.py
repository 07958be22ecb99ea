def replay(source, core, size):
    rows = iter(source)
    while True:
        while core.has_room():
            try:
                core.offer(next(rows))
            except StopIteration:
                if core:
                    yield core.take(len(core))
                return
        yield core.take(size)
