"""Fills up, then waits until all of these are done."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "begin-late"}


def results_of(threads, items, calls):
    items = iter(items)
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if not calls.ahead:
            return
        while calls.ahead:
            while calls.has_result():
                yield calls.take().result()
            if calls.ahead:
                calls.finish(threads.next_ended())
