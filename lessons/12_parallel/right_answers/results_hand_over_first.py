"""Hands over all there is, before it begins more."""

TASK = "12.3"


def results_of(threads, items, calls):
    items, more = iter(items), True
    while more or calls.ahead:
        while calls.has_result():
            yield calls.take().result()
        while more and calls.has_room():
            try:
                item = next(items)
            except StopIteration:
                more = False
            else:
                calls.begin(threads.start(item))
        if calls.ahead and not calls.has_result():
            calls.finish(threads.next_ended())
