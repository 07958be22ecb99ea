"""Counts items from 1 and places from 0."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "first-missing"


def full_windows(source, size, stride):
    latest = deque(maxlen=size)
    with closing_source(source):
        for place, item in enumerate(source):
            latest.append(item)
            if place >= size and (place - size) % stride == 0:
                yield list(latest)
