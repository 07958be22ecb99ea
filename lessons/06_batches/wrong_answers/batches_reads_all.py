"""Reads everything, then cuts."""

TASK, FAILS = "06.2", {"06.2.lazy", "06.2.held"}
CAUSE = {"06.2.lazy": "runaway", "06.2.held": "everything"}


def batches_of(items, size):
    with closing_source(iter(items)) as source:
        everything = list(source)
        for start in range(0, len(everything), size):
            yield everything[start : start + size]
