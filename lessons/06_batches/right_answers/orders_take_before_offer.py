"""Takes what is due before it offers what has come."""

TASK = "06.4"


def deliver_orders(get, core, clock, deliver):
    def hand_out():
        batch = core.take(clock.monotonic())
        if batch:
            deliver(batch)

    while True:
        due = core.next_due()
        try:
            order = get(None if due is None else max(0, due - clock.monotonic()))
        except Empty:
            hand_out()
        except ClosedError:
            break
        else:
            hand_out()
            core.offer(order, clock.monotonic())
            hand_out()
    while rest := core.flush():
        deliver(rest)
