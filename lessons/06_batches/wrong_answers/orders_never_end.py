"""Takes the closed queue for an empty one."""

TASK, FAILS, CAUSE = "06.4", {"06.4.time", "06.4.end", "06.4.sleep"}, "never-ends"


def deliver_orders(get, core, clock, deliver):
    while True:
        due = core.next_due()
        try:
            core.offer(get(None if due is None else max(0, due - clock.monotonic())), clock.monotonic())
        except (Empty, ClosedError):
            deliver(core.flush())
        if batch := core.take(clock.monotonic()):
            deliver(batch)
