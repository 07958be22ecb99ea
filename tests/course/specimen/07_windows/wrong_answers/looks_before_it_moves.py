"""Yields what the item before has finished."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "held", "07.3.soon": "next-item"}


def time_windows(items, length, slide=None, *, timestamp, lateness=0, on_late=None):
    waiting, watermark = {}, -math.inf
    for item in items:
        for start in sorted(s for s in waiting if s + length <= watermark):
            yield Window(start, start + length, waiting.pop(start))
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
