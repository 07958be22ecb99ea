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
