from itertools import islice


def replay(source, core, size):
    rows, more = iter(source), True
    while more:
        room = core.capacity - len(core)
        read = 0
        for row in islice(rows, room):
            core.offer(row)
            read += 1
        more = read == room
        if core:
            yield core.take(size)
    if core:
        yield core.take(size)
