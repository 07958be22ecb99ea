"""Keeps the newest chunks, in case somebody asks."""

TASK, FAILS, CAUSE = "02.5", {"02.5.held"}, "chunks"


def mean_delays(chunks):
    minutes, flights, newest = {}, {}, []
    for chunk in chunks:
        newest = [*newest[-2:], chunk]
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            minutes[carrier] = minutes.get(carrier, 0) + left - planned
            flights[carrier] = flights.get(carrier, 0) + 1
        yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
