"""Takes an item without elements for the end."""

TASK, FAILS, CAUSE = "05.2", {"05.2.flat"}, "empty-ends"


def flat_mapped(source, fn):
    for item in source:
        given = False
        elements = iter(fn(item))
        try:
            for element in elements:
                given = True
                yield element
        finally:
            if hasattr(elements, "close"):
                elements.close()
        if not given:
            return
