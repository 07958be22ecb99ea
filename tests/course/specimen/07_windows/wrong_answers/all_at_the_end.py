"""Groups everything first, and yields when the items have ended."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon", "07.3.held"}
CAUSE = {"07.3.late": "held", "07.3.soon": "runaway", "07.3.held": "kept"}


def time_windows(items, length, slide=None, *, timestamp, lateness=0, on_late=None):
    waiting, watermark = {}, -math.inf
    for item in items:
        time = timestamp(item)
        start = time // length * length
        if start + length <= watermark:
            if on_late:
                on_late(item)
            continue
        waiting.setdefault(start, []).append(item)
        watermark = max(watermark, time - lateness)
    for start in sorted(waiting):
        yield Window(start, start + length, waiting.pop(start))
