"""Returns a generator from inside the `with`, which is left at once."""

TASK, FAILS, CAUSE = "07.1", {"07.1.closed"}, "too-early"


def full_windows(source, size, stride):
    def windows():
        latest, missing = deque(maxlen=size), size
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                yield list(latest)
                missing = stride

    with closing_source(source):
        return windows()
