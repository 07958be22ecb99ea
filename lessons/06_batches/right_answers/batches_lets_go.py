"""Lets go of a batch before it makes the next."""

TASK = "06.2"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        while batch := list(islice(source, size)):
            yield batch
            del batch
