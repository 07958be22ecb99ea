"""Goes on after `Empty` as if an order had come."""

TASK, FAILS, CAUSE = "06.4", {"06.4.time", "06.4.sleep"}, {"06.4.time": "no-order"}


def deliver_orders(get, core, clock, deliver):
    while True:
        due = core.next_due()
        try:
            order = get(timeout=None if due is None else max(0, due - clock.monotonic()))
        except Empty:
            deliver(core.take(clock.monotonic()))
        except ClosedError:
            break
        core.offer(order, clock.monotonic())
        if batch := core.take(clock.monotonic()):
            deliver(batch)
    while rest := core.flush():
        deliver(rest)
