"""Averages the averages of the chunks."""

TASK, FAILS, CAUSE = "02.5", {"02.5.means"}, "mean-of-means"


def mean_delays(chunks):
    averages = {}
    for chunk in chunks:
        delays = {}
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            delays.setdefault(carrier, []).append(left - planned)
        for carrier, minutes in delays.items():
            averages.setdefault(carrier, []).append(sum(minutes) / len(minutes))
        yield {carrier: sum(means) / len(means) for carrier, means in averages.items()}
