"""Uses generators, and runs each to its first yield before anybody gets it."""

TASK = "05.6"

from collections import deque


def both(source):
    waiting = [deque(), deque()]
    reading = [True, True]

    def reader(me):
        try:
            yield
            while True:
                if not waiting[me]:
                    try:
                        item = next(source)
                    except StopIteration:
                        return
                    for number in (0, 1):
                        if reading[number]:
                            waiting[number].append(item)
                    del item
                yield waiting[me].popleft()
        finally:
            waiting[me].clear()
            reading[me] = False
            if not any(reading):
                source.close()

    readers = reader(0), reader(1)
    for each in readers:
        next(each)
    return readers
