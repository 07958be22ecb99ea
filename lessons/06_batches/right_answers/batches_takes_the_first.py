"""Takes the first item of a batch by itself: if there is none, that was the end."""

TASK = "06.2"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        for first in source:
            batch = [first]
            batch += islice(source, size - 1)
            del first
            yield batch
            del batch
