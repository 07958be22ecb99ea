"""Drops `stride` items of the window, of which it has no more than `size`."""

TASK, FAILS, CAUSE = "07.1", {"07.1.soon"}, "beyond-size"


def full_windows(source, size, stride):
    window = []
    with closing_source(source):
        for item in source:
            window.append(item)
            if len(window) == size:
                yield list(window)
                del window[:stride]
