"""Keeps the open positions in a set, and stores the one before the smallest."""

TASK = "19.3"


def run(departures, end, after, write):
    unsettled, newest = set(), after

    def read():
        nonlocal newest
        for departure in departures(after):
            newest = departure[0]
            unsettled.add(newest)
            yield departure

    windows = time_windows(
        read(), 60, timestamp=planned, lateness=30, on_late=lambda departure: unsettled.discard(departure[0])
    )
    for hour in windows:
        unsettled.difference_update(position for position, _ in hour.items)
        if hour.end > end:
            write(hour.end, [minute for _, minute in hour.items], min(unsettled, default=newest + 1) - 1)
