"""Collects item by item, and begins a new list behind the `yield`."""

TASK = "06.2"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
