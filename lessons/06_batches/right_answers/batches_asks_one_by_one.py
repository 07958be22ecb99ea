"""Asks for each item, and catches the end."""

TASK = "06.2"


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        ended = False
        while not ended:
            batch = []
            try:
                for _ in range(size):
                    batch.append(next(source))
            except StopIteration:
                ended = True
            if batch:
                yield batch
