"""Counts what was read, handed over and late, and looks at the difference."""

TASK = "19.4"


def measure(departures, lateness):
    read, late, handed, most = 0, [], 0, []

    def counted():
        nonlocal read
        for minute in departures:
            read += 1
            most.append(read - handed - len(late))
            yield minute

    for hour in time_windows(counted(), 60, timestamp=float, lateness=lateness, on_late=late.append):
        handed += len(hour.items)
    return len(late), max(most, default=0)


lateness = 290
