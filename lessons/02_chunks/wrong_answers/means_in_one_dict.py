"""Yields its own dict each time."""

TASK, FAILS, CAUSE = "02.5", {"02.5.means"}, "same-dict"


def mean_delays(chunks):
    minutes, flights, averages = {}, {}, {}
    for chunk in chunks:
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            minutes[carrier] = minutes.get(carrier, 0) + left - planned
            flights[carrier] = flights.get(carrier, 0) + 1
            averages[carrier] = minutes[carrier] / flights[carrier]
        yield averages
