"""Remembers the windows that came out, and takes all others for open."""

TASK, FAILS, CAUSE = "07.3", {"07.3.late"}, "never-opened"


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    waiting, came_out, watermark = {}, set(), -math.inf
    for item in items:
        time = timestamp(item)
        still_open = [span for span in spans_at(time) if span not in came_out]
        if not still_open:
            on_late(item)
            continue
        for span in still_open:
            waiting.setdefault(span, []).append(item)
        watermark = max(watermark, time - lateness)
        for span in sorted(span for span in waiting if span[1] <= watermark):
            came_out.add(span)
            yield Window(*span, waiting.pop(span))
    for span in sorted(waiting):
        yield Window(*span, waiting.pop(span))
