"""Keeps the open positions of each airport in a set."""

TASK = "19.5"

from heapq import merge


def run_all(airports, end, after, write):
    start, newest = dict(after), dict(after)
    unsettled = {name: set() for name in airports}

    def read(name):
        for left, position, minute in airports[name](start[name]):
            unsettled[name].add(position)
            newest[name] = position
            yield left, name, position, minute

    def settle(departure):
        unsettled[departure[1]].remove(departure[2])

    together = merge(*[read(name) for name in airports])
    for hour in time_windows(together, 60, timestamp=lambda one: one[3], lateness=30, on_late=settle):
        for one in hour.items:
            settle(one)
        if hour.end > end:
            behind = {name: min(unsettled[name], default=newest[name] + 1) - 1 for name in airports}
            write(hour.end, [one[3] for one in hour.items], behind)
