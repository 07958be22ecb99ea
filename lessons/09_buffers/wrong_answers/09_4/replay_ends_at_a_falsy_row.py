def replay(source, core, size):
    rows = iter(source)
    while True:
        while core.has_room() and (row := next(rows, None)):
            core.offer(row)
        if not core:
            return
        yield core.take(size)
