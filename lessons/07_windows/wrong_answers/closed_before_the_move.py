"""Looks for finished windows before it has moved the watermark."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "stays-open", "07.3.soon": "next-item"}


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    waiting, watermark = {}, -math.inf
    for item in items:
        time = timestamp(item)
        for span in sorted(span for span in waiting if span[1] <= watermark):
            yield Window(*span, waiting.pop(span))
        still_open = [span for span in spans_at(time) if span[1] > watermark]
        if not still_open:
            on_late(item)
            continue
        for span in still_open:
            waiting.setdefault(span, []).append(item)
        watermark = max(watermark, time - lateness)
    for span in sorted(waiting):
        yield Window(*span, waiting.pop(span))
