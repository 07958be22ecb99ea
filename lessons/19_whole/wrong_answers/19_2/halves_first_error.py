def by_halves(batch, handle, failed):
    def halved(batch, first):
        if not batch:
            return []
        try:
            return list(handle(batch))
        except Exception as error:
            first = first or error
            if len(batch) == 1:
                return [failed(batch[0], first)]
        middle = len(batch) // 2
        return halved(batch[:middle], first) + halved(batch[middle:], first)

    return halved(batch, None)
