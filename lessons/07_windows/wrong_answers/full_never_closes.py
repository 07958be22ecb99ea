"""Leaves out the `with` along with the list."""

TASK, FAILS, CAUSE = "07.1", {"07.1.closed"}, "open"


def full_windows(source, size, stride):
    latest, missing = deque(maxlen=size), size
    for item in source:
        latest.append(item)
        missing -= 1
        if not missing:
            yield list(latest)
            missing = stride
