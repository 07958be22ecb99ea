"""Waits for the oldest call by asking for its result, in whichever mode."""

TASK, FAILS = "12.3", {"12.3.out", "12.3.error"}
CAUSE = {"12.3.out": "order-always", "12.3.error": "other-order"}


def results_of(threads, items, calls):
    items, line = iter(items), []
    while True:
        while calls.has_room() and (item := next(items, END)) is not END:
            line.append(threads.start(item))
            calls.begin(line[-1])
        if line and line[0].done:
            calls.has_result() and calls.take()
            yield line.pop(0).result()
        elif line:
            calls.finish(threads.next_ended())
        else:
            return
