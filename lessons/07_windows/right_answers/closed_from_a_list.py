"""Keeps windows in a list, earliest first, and adds to those that are there."""

TASK = "07.3"


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    windows, watermark = [], None
    for item in items:
        time = timestamp(item)
        spans = [(start, end) for start, end in spans_at(time) if watermark is None or watermark < end]
        if not spans:
            on_late(item)
        for start, end in spans:
            for window in windows:
                if window.start == start:
                    window.items.append(item)
                    break
            else:
                windows.append(Window(start, end, [item]))
        windows.sort(key=lambda window: window.start)
        if watermark is None or time - lateness > watermark:
            watermark = time - lateness
        while windows and windows[0].end <= watermark:
            yield windows.pop(0)
    yield from windows
