from collections import Counter


def mean_delays(chunks):
    delays = {}
    for chunk in chunks:
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            delays.setdefault(carrier, Counter())[left - planned] += 1
        yield {
            carrier: sum(delay * times for delay, times in counter.items()) / counter.total()
            for carrier, counter in delays.items()
        }
