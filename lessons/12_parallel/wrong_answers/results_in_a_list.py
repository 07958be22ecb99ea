"""Gives all results at the end."""

TASK, FAILS = "12.3", {"12.3.out", "12.3.lead", "12.3.error"}
CAUSE = {"12.3.out": "out-late", "12.3.lead": "room-without-end", "12.3.error": "too-early"}


def results_of(threads, items, calls):
    items = iter(items)
    out = []
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if calls.has_result():
            out.append(calls.take().result())
        elif calls.ahead:
            calls.finish(threads.next_ended())
        else:
            return out
