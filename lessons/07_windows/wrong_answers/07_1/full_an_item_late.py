def full_windows(source, size, stride):
    latest, missing = deque(maxlen=size), size
    with closing_source(source):
        for item in source:
            if not missing:
                yield list(latest)
                missing = stride
            latest.append(item)
            missing -= 1
    if not missing:
        yield list(latest)
