def by_halves(batch, handle, failed):
    if not batch:
        return []
    try:
        return list(handle(batch))
    except Exception as error:
        return [failed(item, error) for item in batch]
