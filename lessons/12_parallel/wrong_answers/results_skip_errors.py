"""Leaves out the results of calls that failed."""

TASK, FAILS, CAUSE = "12.3", {"12.3.error"}, "swallowed"


def results_of(threads, items, calls):
    items = iter(items)
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if calls.has_result():
            try:
                result = calls.take().result()
            except Exception:
                continue
            yield result
        elif calls.ahead:
            calls.finish(threads.next_ended())
        else:
            return
