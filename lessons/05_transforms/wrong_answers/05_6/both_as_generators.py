from collections import deque


def both(source):
    waiting = {"first": deque(), "second": deque()}

    def reader(name):
        try:
            while True:
                if not waiting[name]:
                    try:
                        item = next(source)
                    except StopIteration:
                        break
                    for open_one in waiting:
                        waiting[open_one].append(item)
                    del item
                yield waiting[name].popleft()
            yield from ()
        finally:
            del waiting[name]
            if not waiting:
                source.close()

    return reader("first"), reader("second")
