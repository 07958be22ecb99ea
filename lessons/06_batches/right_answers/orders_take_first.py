"""Takes what is due before it asks for more."""

TASK = "06.4"


def deliver_orders(get, core, clock, deliver):
    open_queue = True
    while open_queue:
        while batch := core.take(clock.monotonic()):
            deliver(batch)
        due = core.next_due()
        patience = None if due is None else due - clock.monotonic()
        try:
            core.offer(get(patience), clock.monotonic())
        except Empty:
            continue
        except ClosedError:
            open_queue = False
    while len(core):
        deliver(core.flush())
