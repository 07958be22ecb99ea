"""Takes from the source what the next window lacks."""

TASK = "07.1"


def full_windows(source, size, stride):
    with closing_source(source):
        window = list(islice(source, size))
        while len(window) == size:
            yield window[:]
            for _ in islice(source, max(0, stride - size)):
                pass
            kept = window[stride:]
            window = kept + list(islice(source, size - len(kept)))
