def merged(*sources):
    heads = [next(source, None) for source in sources]
    return rest(sources, heads)


def rest(sources, heads):
    try:
        while any(head is not None for head in heads):
            number = min((n for n, head in enumerate(heads) if head is not None), key=lambda n: heads[n])
            yield heads[number]
            heads[number] = next(sources[number], None)
    finally:
        for source in sources:
            source.close()
