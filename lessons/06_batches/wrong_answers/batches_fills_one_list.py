"""Uses one list again and again."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "one-list"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch.clear()
        if batch:
            yield batch
