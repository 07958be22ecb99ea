"""Begins a call, waits for its end, and goes on to the next."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "one-by-one"}


def results_of(threads, items, calls):
    for item in items:
        calls.begin(threads.start(item))
        calls.finish(threads.next_ended())
        yield calls.take().result()
