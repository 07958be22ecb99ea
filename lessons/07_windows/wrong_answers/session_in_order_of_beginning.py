"""Appends a session, and does not sort."""

TASK, FAILS, CAUSE = "07.5", {"07.5.joins", "07.5.late"}, "order"


def closed_sessions(items, gap, timestamp, lateness, on_late):
    held, watermark = [], -math.inf
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
        held.append((start, end, members))
        watermark = max(watermark, time - lateness)
        for session in [session for session in held if session[1] <= watermark]:
            held.remove(session)
            start, end, members = session
            yield Window(start, end, [item for _, item in sorted(members)])
    for start, end, members in held:
        yield Window(start, end, [item for _, item in sorted(members)])
