"""Keeps the last windows, in case somebody asks."""

TASK, FAILS, CAUSE = "07.1", {"07.1.held"}, "several"


def full_windows(source, size, stride):
    latest, missing, earlier = deque(maxlen=size), size, deque(maxlen=8)
    with closing_source(source):
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                earlier.append(list(latest))
                yield list(latest)
                missing = stride
