"""Closes the elements by hand, if they can be closed."""

TASK = "05.2"


def flat_mapped(source, fn):
    for item in source:
        elements = iter(fn(item))
        try:
            for element in elements:  # noqa: UP028
                yield element
        finally:
            close = getattr(elements, "close", None)
            if close:
                close()
