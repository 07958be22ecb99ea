"""Delivers what waits when the order comes that makes it full, and forgets that order."""

TASK, FAILS = "06.4", {"06.4.time", "06.4.end"}
CAUSE = {"06.4.time": "order-lost"}


def deliver_orders(get, core, clock, deliver):
    while True:
        due = core.next_due()
        try:
            order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
        except Empty:
            deliver(core.take(clock.monotonic()))
            continue
        except ClosedError:
            break
        if len(core) + 1 == core.max_size:
            deliver(core.flush())
            continue
        core.offer(order, clock.monotonic())
        if batch := core.take(clock.monotonic()):
            deliver(batch)
    while rest := core.flush():
        deliver(rest)
