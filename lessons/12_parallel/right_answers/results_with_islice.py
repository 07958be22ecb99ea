"""Takes items one at a time with islice, in functions of its own."""

TASK = "12.3"

from itertools import islice


def results_of(threads, items, calls):
    items = iter(items)

    def fill():
        while calls.has_room():
            if not [calls.begin(threads.start(item)) for item in islice(items, 1)]:
                return

    fill()
    while calls.ahead:
        if not calls.has_result():
            calls.finish(threads.next_ended())
            fill()
            continue
        call = calls.take()
        fill()
        yield call.result()
