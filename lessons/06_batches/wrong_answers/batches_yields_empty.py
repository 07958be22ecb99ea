"""Yields what is left at the end, also when nothing is."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "empty"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        yield batch
