def by_halves(batch, handle, failed):
    results = {}

    def go_on(part):
        try:
            results.update(zip(part, list(handle(part)), strict=False))
        except Exception as error:
            if len(part) == 1:
                results[part[0]] = failed(part[0], error)
            else:
                go_on(part[: len(part) // 2])
                go_on(part[len(part) // 2 :])

    if batch:
        go_on(batch)
    return [results[item] for item in batch]
