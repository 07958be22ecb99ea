"""Moves each average by its share of the newest flight."""

TASK = "02.5"


def mean_delays(chunks):
    averages = {}
    for chunk in chunks:
        for row in range(len(chunk["carrier"])):
            carrier = chunk["carrier"][row]
            count, mean = averages.get(carrier, (0, 0.0))
            late = chunk["left"][row] - chunk["planned"][row]
            averages[carrier] = count + 1, mean + (late - mean) / (count + 1)
        yield {carrier: mean for carrier, (_, mean) in averages.items()}
