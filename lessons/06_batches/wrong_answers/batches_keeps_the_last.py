"""Has a name for the batch that it gave away."""

TASK, FAILS, CAUSE = "06.2", {"06.2.held"}, "two"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        while batch := list(islice(source, size)):
            yield batch
