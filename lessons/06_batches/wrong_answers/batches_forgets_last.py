"""Yields full batches, and forgets the last."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "rest-lost"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
