"""Fills the deque beforehand, to have `size` items from the start."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "partial"


def full_windows(source, size, stride):
    latest = deque([None] * size, maxlen=size)
    with closing_source(source):
        for place, item in enumerate(source, start=1):
            latest.append(item)
            if (place - size) % stride == 0:
                yield list(latest)
