"""Waits for the next call to end between any two results."""

TASK, FAILS = "12.3", {"12.3.out", "12.3.error"}
CAUSE = {"12.3.out": "out-late", "12.3.error": "other-order"}


def results_of(threads, items, calls):
    items = iter(items)
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if calls.in_flight:
            calls.finish(threads.next_ended())
        if calls.has_result():
            yield calls.take().result()
        elif not calls.ahead:
            return
