"""Answers after each chunk, and keeps every row."""

TASK, FAILS, CAUSE = "02.5", {"02.5.held"}, "grows"


def mean_delays(chunks):
    rows = []
    for chunk in chunks:
        rows.extend(zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True))
        delays = {}
        for carrier, left, planned in rows:
            delays.setdefault(carrier, []).append(left - planned)
        yield {carrier: sum(minutes) / len(minutes) for carrier, minutes in delays.items()}
