"""Writes try and finally."""

TASK = "10.6"


def paced(source, wait):
    try:
        for item in source:
            wait()
            yield item
    finally:
        close = getattr(source, "close", None)
        if close is not None:
            close()
