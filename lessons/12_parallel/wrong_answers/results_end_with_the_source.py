"""Ends when there are no more items."""

TASK, FAILS, CAUSE = "12.3", {"12.3.out", "12.3.error"}, {"12.3.out": "lost", "12.3.error": "swallowed"}


def results_of(threads, items, calls):
    for item in items:
        calls.begin(threads.start(item))
        while not calls.has_room():
            if calls.has_result():
                yield calls.take().result()
            else:
                calls.finish(threads.next_ended())
