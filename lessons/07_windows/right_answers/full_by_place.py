"""Finds out from the item's place whether a window ends with it."""

TASK = "07.1"


def full_windows(source, size, stride):
    with closing_source(source):
        latest = deque(maxlen=size)
        for place, item in enumerate(source, start=1):
            latest.append(item)
            if place >= size and (place - size) % stride == 0:
                yield [*latest]
