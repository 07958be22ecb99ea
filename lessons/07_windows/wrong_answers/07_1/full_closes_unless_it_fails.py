def full_windows(source, size, stride):
    close = getattr(source, "close", int)
    latest, missing = deque(maxlen=size), size
    try:
        for item in source:
            latest.append(item)
            missing -= 1
            if not missing:
                yield list(latest)
                missing = stride
    except GeneratorExit:
        close()
        raise
    close()
