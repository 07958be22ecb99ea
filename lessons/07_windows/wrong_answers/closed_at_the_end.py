"""Groups everything, then yields."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon", "07.3.held"}
CAUSE = {"07.3.late": "stays-open", "07.3.soon": "runaway", "07.3.held": "kept"}


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    waiting, watermark = {}, -math.inf
    for item in items:
        still_open = [span for span in spans_at(timestamp(item)) if span[1] > watermark]
        for span in still_open:
            waiting.setdefault(span, []).append(item)
        if not still_open:
            on_late(item)
        watermark = max(watermark, timestamp(item) - lateness)
    for span in sorted(waiting):
        yield Window(*span, waiting[span])
