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
