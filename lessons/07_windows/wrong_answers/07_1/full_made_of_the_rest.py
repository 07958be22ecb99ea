def full_windows(source, size, stride):
    with closing_source(source):
        items = iter(source)
        window = list(islice(items, size))
        while len(window) == size:
            yield list(window)
            window = window[stride:] + list(islice(items, stride))
