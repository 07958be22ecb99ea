"""Takes slices of the items themselves, which begin anew each time."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "starts-again"


def batches_of(items, size):
    with closing_source(items) as source:
        while batch := list(islice(source, size)):
            yield batch
            del batch
