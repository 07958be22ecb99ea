"""Yields a batch when the first item of the next one is there."""

TASK, FAILS, CAUSE = "06.2", {"06.2.lazy"}, "ahead"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        for item in source:
            if len(batch) == size:
                yield batch
                batch = []
            batch.append(item)
        if batch:
            yield batch
