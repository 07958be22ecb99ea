def time_windows(items, length, slide=None, *, timestamp, lateness=0, on_late=None):
    windows, yielded, watermark = {}, set(), -math.inf
    for item in items:
        time = timestamp(item)
        start = time // length * length
        if start + length <= watermark:
            if on_late:
                on_late(item)
            continue
        windows.setdefault(start, []).append(item)
        watermark = max(watermark, time - lateness)
        for start in sorted(s for s in windows if s + length <= watermark and s not in yielded):
            yielded.add(start)
            yield Window(start, start + length, windows[start])
    for start in sorted(set(windows) - yielded):
        yield Window(start, start + length, windows[start])
