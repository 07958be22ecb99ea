"""Begins anew with each chunk."""

TASK, FAILS, CAUSE = "02.5", {"02.5.means"}, "chunk-only"


def mean_delays(chunks):
    for chunk in chunks:
        minutes, flights = {}, {}
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            minutes[carrier] = minutes.get(carrier, 0) + left - planned
            flights[carrier] = flights.get(carrier, 0) + 1
        yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
