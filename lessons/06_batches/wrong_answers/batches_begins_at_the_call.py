"""Makes the first batch before anybody asks for it."""

TASK, FAILS, CAUSE = "06.2", {"06.2.lazy"}, "too-early"


def batches_of(items, size):
    source = iter(items)
    ready = [list(islice(source, size))]

    def rest():
        with closing_source(source):
            while ready[0]:
                yield ready.pop()
                ready.append(list(islice(source, size)))

    return rest()
