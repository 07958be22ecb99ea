"""Keeps the last sessions, in case a late item comes."""

TASK, FAILS, CAUSE = "07.5", {"07.5.held"}, "some-kept"


def closed_sessions(items, gap, timestamp, lateness, on_late):
    held, ended, watermark = [], [], -math.inf
    for arrival, item in enumerate(items):
        time = timestamp(item)
        start, end, members = time, time + gap, [(arrival, item)]
        touched = [session for session in held if session[0] < end and start < session[1]]
        if not touched and end <= watermark:
            on_late(item)
            continue
        for session in touched:
            held.remove(session)
            start, end, members = min(start, session[0]), max(end, session[1]), session[2] + members
        held = sorted([*held, (start, end, members)])
        watermark = max(watermark, time - lateness)
        while held and held[0][1] <= watermark:
            ended = [*ended[-4:], held.pop(0)]
            start, end, members = ended[-1]
            yield Window(start, end, [item for _, item in sorted(members)])
    for start, end, members in held:
        yield Window(start, end, [item for _, item in sorted(members)])
