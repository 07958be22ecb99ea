"""Begins calls when a result has left, and not when a call has ended."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "begin-late", "12.3.error": "too-late"}


def results_of(threads, items, calls):
    items = iter(items)

    def fill():
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))

    fill()
    while calls.ahead:
        while not calls.has_result():
            calls.finish(threads.next_ended())
        yield calls.take().result()
        fill()
