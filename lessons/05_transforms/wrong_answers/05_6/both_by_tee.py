from itertools import tee


def both(source):
    return tee(source)
