"""Fetches an element before it hands on the one that it has."""

TASK, FAILS, CAUSE = "05.2", {"05.2.lazy"}, "one-ahead"


def flat_mapped(source, fn):
    nothing = object()
    for item in source:
        elements = iter(fn(item))
        try:
            held = next(elements, nothing)
            while held is not nothing:
                following = next(elements, nothing)
                yield held
                held = following
        finally:
            if hasattr(elements, "close"):
                elements.close()
