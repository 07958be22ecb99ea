"""Keeps sets, and needs no class."""

TASK = "17.6"


def consume(desk, most):
    done = set(desk.held())
    first = begun = desk.committed
    at_work = set()
    at_end = False
    while True:
        while not at_end and begun - first < most:
            if begun not in done:
                message = desk.read(begun)
                if message is None:
                    at_end = True
                    break
                desk.begin(begun, message)
                at_work.add(begun)
            begun += 1
            while first in done:
                first += 1
        if first > desk.committed:
            desk.commit(first)
        if not at_work:
            break
        position = desk.next_done()
        at_work.discard(position)
        done.add(position)
        while first in done:
            first += 1
