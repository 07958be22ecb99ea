def full_windows(source, size, stride):
    latest, missing = deque(maxlen=size), size
    with closing_source(source):
        try:
            for item in source:
                latest.append(item)
                missing -= 1
                if not missing:
                    yield list(latest)
                    missing = stride
        except OSError:
            pass
