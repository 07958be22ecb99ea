"""Begins a call for every item, and asks the queue nothing."""

TASK, FAILS = "12.3", {"12.3.out", "12.3.lead", "12.3.error"}
CAUSE = {"12.3.out": "drained", "12.3.lead": "room-without-end", "12.3.error": "other-order"}


def results_of(threads, items, calls):
    begun = [threads.start(item) for item in items]
    for call in begun:
        yield call.result()
