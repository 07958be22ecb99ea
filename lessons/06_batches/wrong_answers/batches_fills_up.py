"""Fills the last batch up, as `zip_longest` does."""

TASK, FAILS, CAUSE = "06.2", {"06.2.sizes"}, "filled-up"


from itertools import zip_longest


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        yield from map(list, zip_longest(*[source] * size))
