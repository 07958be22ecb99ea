"""Sleeps until the batch is due, and leaves the queue alone meanwhile."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.end", "06.4.sleep"}
CAUSE = {"06.4.time": "slept"}


def deliver_orders(get, core, clock, deliver):
    while True:
        try:
            core.offer(get(timeout=None), clock.monotonic())
        except ClosedError:
            break
        clock.sleep(core.next_due() - clock.monotonic())
        deliver(core.take(clock.monotonic()))
    while rest := core.flush():
        deliver(rest)
