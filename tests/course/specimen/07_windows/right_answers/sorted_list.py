"""Keeps the open windows in a sorted list."""

TASK = "07.3"


def time_windows(items, length, slide=None, *, timestamp, lateness=0, on_late=None):
    open_windows, newest = [], None
    for item in items:
        time = timestamp(item)
        start = time - time % length
        if newest is not None and newest - lateness >= start + length:
            if on_late is not None:
                on_late(item)
            continue
        for window in open_windows:
            if window.start == start:
                window.items.append(item)
                break
        else:
            open_windows.append(Window(start, start + length, [item]))
            open_windows.sort(key=lambda window: window.start)
        newest = time if newest is None else max(newest, time)
        while open_windows and open_windows[0].end <= newest - lateness:
            yield open_windows.pop(0)
    yield from open_windows
