"""Lets an error out when its call ends, whoever stands before it."""

TASK, FAILS, CAUSE = "12.3", {"12.3.error"}, "too-early"


def results_of(threads, items, calls):
    items = iter(items)
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))
        if calls.has_result():
            yield calls.take().result()
        elif calls.ahead:
            call = threads.next_ended()
            calls.finish(call)
            call.result()
        else:
            return
