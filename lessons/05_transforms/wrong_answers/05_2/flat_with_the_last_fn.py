kept = []


def flat_mapped(source, fn):
    kept.append(fn)
    for item in source:
        yield from kept[-1](item)
