def by_halves(batch, handle, failed):
    if not batch:
        return ()
    try:
        return tuple(handle(batch))
    except Exception as error:
        if len(batch) == 1:
            return (failed(batch[0], error),)
    middle = len(batch) // 2
    return by_halves(batch[:middle], handle, failed) + by_halves(batch[middle:], handle, failed)
