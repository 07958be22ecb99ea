def flat_mapped(source, fn):
    source = iter(source)
    for item in source:
        following = list(islice(source, 1))
        yield from fn(item)
        for other in following:
            yield from fn(other)


from itertools import islice
