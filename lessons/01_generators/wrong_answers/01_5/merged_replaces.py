def merged(*sources):
    heads = {}  # item -> its sources
    try:
        for number, source in enumerate(sources):
            for item in source:
                heads.setdefault(item, []).append(number)
                break
        while heads:
            item = min(heads)
            numbers = heads.pop(item)
            number = min(numbers)
            if len(numbers) > 1:
                heads[item] = [other for other in numbers if other != number]
            yield item
            for item in sources[number]:
                heads.setdefault(item, []).append(number)
                break
    finally:
        for source in sources:
            source.close()
