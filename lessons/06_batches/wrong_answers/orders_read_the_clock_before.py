"""Looks at the clock before it waits, and takes that for the time afterwards."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.sleep"}
CAUSE = {"06.4.time": "stale-clock"}


def deliver_orders(get, core, clock, deliver):
    while True:
        now, due = clock.monotonic(), core.next_due()
        try:
            core.offer(get(timeout=None if due is None else max(0, due - now)), now)
        except Empty:
            pass
        except ClosedError:
            break
        if batch := core.take(now):
            deliver(batch)
    while rest := core.flush():
        deliver(rest)
