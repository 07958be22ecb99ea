"""Counts minutes and flights with `Counter`."""

TASK = "02.5"

from collections import Counter


def mean_delays(chunks):
    minutes, flights = Counter(), Counter()
    for chunk in chunks:
        flights.update(chunk["carrier"])
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            minutes[carrier] += left - planned
        yield {carrier: minutes[carrier] / count for carrier, count in flights.items()}
