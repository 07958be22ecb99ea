"""Loops over the iterator, and takes every name away that is not needed."""

TASK = "19.1"


def items_of_pages(fetch, after):
    while True:
        fetched = fetch(after)
        page, after = iter(fetched[0]), fetched[1]
        del fetched
        try:
            for item in page:
                yield item
                del item
        finally:
            close = getattr(page, "close", None)
            if close is not None:
                close()
        if after is None:
            break
