"""Has a function that fills the core, and closes it when the rows have ended."""

TASK = "09.4"


def replay(source, core, size):
    rows = iter(source)

    def fill():
        try:
            while core.has_room() and not core.closed:
                core.offer(next(rows))
        except StopIteration:
            core.closed = True

    fill()
    while len(core) > 0:
        yield core.take(size)
        fill()
