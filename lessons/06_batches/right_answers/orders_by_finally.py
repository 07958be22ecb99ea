"""Delivers the rest on every way out."""

TASK = "06.4"


def deliver_orders(get, core, clock, deliver):
    def waiting():
        due = core.next_due()
        return None if due is None else max(0.0, due - clock.monotonic())

    try:
        while True:
            try:
                core.offer(get(timeout=waiting()), clock.monotonic())
            except Empty:
                deliver(core.flush())
                continue
            if batch := core.take(clock.monotonic()):
                deliver(batch)
    except ClosedError:
        pass
    finally:
        for rest in iter(core.flush, []):
            deliver(rest)
