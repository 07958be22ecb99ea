"""Leaves departures of hours in the file out before they reach a window, once the watermark has seen them."""

TASK = "19.3"


def run(departures, end, after, write):
    positions = Positions()

    def counted():
        for departure in departures(after):
            positions.begin(departure[0], departure[0])
            yield departure

    for _, stop, items in time_windows(
        counted(), 60, timestamp=planned, lateness=30, on_late=lambda one: positions.finish(one[0])
    ):
        for number, _ in items:
            positions.finish(number)
        if stop <= end:
            continue
        settled = positions.committable()
        write(stop, [pair[1] for pair in items], after if settled is None else settled)
