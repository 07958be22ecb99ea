"""Takes None for the end of the source."""

TASK, FAILS = "06.2", {"06.2.sizes"}
CAUSE = "taken-for-the-end"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        batch = []
        while (item := next(source, None)) is not None:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
