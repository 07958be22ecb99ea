"""Marks windows as closed, and keeps their items."""

TASK, FAILS, CAUSE = "07.3", {"07.3.held"}, "kept"


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    windows, closed, watermark = {}, set(), -math.inf
    for item in items:
        time = timestamp(item)
        still_open = [span for span in spans_at(time) if span not in closed and span[1] > watermark]
        if not still_open:
            on_late(item)
            continue
        for span in still_open:
            windows.setdefault(span, []).append(item)
        watermark = max(watermark, time - lateness)
        for span in sorted(set(windows) - closed):
            if span[1] <= watermark:
                closed.add(span)
                yield Window(*span, windows[span])
    for span in sorted(set(windows) - closed):
        yield Window(*span, windows[span])
