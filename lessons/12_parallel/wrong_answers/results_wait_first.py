"""Waits for a call to end before it looks whether there is a result."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "stuck"}


def results_of(threads, items, calls):
    items = iter(items)
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if not calls.ahead:
            return
        calls.finish(threads.next_ended())
        if calls.has_result():
            yield calls.take().result()
