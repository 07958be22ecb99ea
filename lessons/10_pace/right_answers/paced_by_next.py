"""Asks by hand."""

TASK = "10.6"


def paced(source, wait):
    with closing_source(source):
        while True:
            try:
                item = next(source)
            except StopIteration:
                return
            wait()
            yield item
