def full_windows(source, size, stride):
    window, skip = [], 0
    with closing_source(source):
        for item in source:
            if skip:
                skip -= 1
                continue
            window.append(item)
            if len(window) == size:
                yield list(window)
                skip = max(0, stride - size)
                del window[:stride]
    if window:
        yield window
