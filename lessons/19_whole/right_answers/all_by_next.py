"""Looks at the head of each airport, and takes the smallest."""

TASK = "19.5"


def run_all(airports, end, after, write):
    settled = {name: Positions() for name in airports}

    def departures():
        readers = {name: airports[name](after[name]) for name in airports}
        heads = {name: next(reader, None) for name, reader in readers.items()}
        while any(heads.values()):
            name = min((head[0], name) for name, head in heads.items() if head)[1]
            _, position, minute = heads[name]
            settled[name].begin(position, position)
            yield name, position, minute
            heads[name] = next(readers[name], None)

    def finish(one):
        settled[one[0]].finish(one[1])

    for start, stop, items in time_windows(departures(), 60, timestamp=lambda one: one[2], lateness=30, on_late=finish):
        for one in items:
            finish(one)
        if start >= end:
            behind = {
                name: after[name] if own.committable() is None else own.committable() for name, own in settled.items()
            }
            write(stop, [one[2] for one in items], behind)
