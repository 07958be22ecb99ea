"""Keeps the last windows, in case a late item comes."""

TASK, FAILS, CAUSE = "07.3", {"07.3.held"}, "some-kept"


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    waiting, done, watermark = {}, [], -math.inf
    for item in items:
        time = timestamp(item)
        still_open = [span for span in spans_at(time) if span[1] > watermark]
        if not still_open:
            on_late(item)
            continue
        for span in still_open:
            waiting.setdefault(span, []).append(item)
        watermark = max(watermark, time - lateness)
        for span in sorted(span for span in waiting if span[1] <= watermark):
            done = [*done[-4:], waiting.pop(span)]
            yield Window(*span, done[-1])
    for span in sorted(waiting):
        yield Window(*span, waiting[span])
