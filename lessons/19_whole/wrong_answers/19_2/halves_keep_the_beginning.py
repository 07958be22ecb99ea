def by_halves(batch, handle, failed):
    if not batch:
        return []
    results = []
    try:
        for result in handle(batch):
            results.append(result)
        return results
    except Exception as error:
        if len(batch) == 1:
            return [failed(batch[0], error)]
    first = len(results) or len(batch) // 2
    return (results or by_halves(batch[:first], handle, failed)) + by_halves(batch[first:], handle, failed)
