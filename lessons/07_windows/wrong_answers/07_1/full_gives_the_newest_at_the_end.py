def full_windows(source, size, stride):
    latest = deque(maxlen=size)
    missing = size
    with closing_source(source):
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                yield list(latest)
                missing = stride
        if len(latest) == size and missing < stride:
            yield list(latest)
